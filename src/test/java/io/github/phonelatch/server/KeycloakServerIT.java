package io.github.phonelatch.server;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class KeycloakServerIT {
    @Test
    void aTakenPort_isToldWithTheEndOfTheLog() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = KeycloakServer.builder().name("taken").port(taken.getLocalPort());

            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("The end of its log")
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }
}
