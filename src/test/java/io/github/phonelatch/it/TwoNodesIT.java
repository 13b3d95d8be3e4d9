package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.server.KeycloakServer;
import org.junit.jupiter.api.Test;

/** Keycloak's default: an Infinispan inside the nodes. */
class TwoNodesIT extends TwoNodes {
    @Override
    KeycloakServer.Builder state(KeycloakServer.Builder node) {
        return node.clustered();
    }

    @Test
    void requestsThatWaitForTheProvider_holdNoConnection() {
        assertThat(connectionsHeldWhileWaiting(4)).isZero();
    }
}
