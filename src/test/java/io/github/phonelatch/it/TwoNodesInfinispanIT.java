package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.server.Infinispan;
import io.github.phonelatch.server.KeycloakServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Keycloak's feature {@code multi-site}: an Infinispan outside the nodes. Run by the profile {@code external-infinispan}. */
class TwoNodesInfinispanIT extends TwoNodes {
    private final Infinispan infinispan = Infinispan.start();

    @Override
    KeycloakServer.Builder state(KeycloakServer.Builder node) {
        infinispan.startOptions().forEach(node::option);
        return node.feature("multi-site");
    }

    @AfterAll
    void stopInfinispan() {
        infinispan.close();
    }

    @Test
    void requestsThatWaitForTheProvider_holdNoConnection() {
        assertThat(connectionsHeldWhileWaiting(4)).isZero();
    }
}
