package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.server.KeycloakServer;
import org.junit.jupiter.api.Test;

/** Keycloak's feature {@code stateless}: the database has everything, in the transactions of the requests. */
class TwoNodesStatelessIT extends TwoNodes {
    @Override
    KeycloakServer.Builder state(KeycloakServer.Builder node) {
        return node.clustered().feature("stateless");
    }

    @Test
    void requestsThatWaitForTheProvider_holdAtMostOneConnectionEach() {
        assertThat(connectionsHeldWhileWaiting(4)).isLessThanOrEqualTo(4);
    }
}
