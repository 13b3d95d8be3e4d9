package io.github.phonelatch.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class KeycloakServerIT {
    @Test
    void twoServersOfOneJar_runSideBySide_andEndWithTheirProcesses() throws Exception {
        URI first;
        try (KeycloakServer two = KeycloakServer.builder().name("two").start()) {
            try (KeycloakServer one = KeycloakServer.builder().name("one").start()) {
                first = one.realmUri("master");
                assertThat(first).isNotEqualTo(two.realmUri("master"));
                assertThat(status(first, "")).isEqualTo(200);
                assertThat(status(URI.create(two.uri() + "/admin/realms"), two.adminToken()))
                        .isEqualTo(200);
            }
            assertThatThrownBy(() -> status(first, "")).isInstanceOf(IOException.class);
            assertThat(status(two.realmUri("master"), "")).isEqualTo(200);
        }
    }

    @Test
    void aTakenPort_isToldWithTheEndOfTheLog() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = KeycloakServer.builder().name("taken").withoutOurJar().port(taken.getLocalPort());

            assertThatThrownBy(server::start)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("The end of its log")
                    .hasMessageContaining(String.valueOf(taken.getLocalPort()));
        }
    }

    private static int status(URI uri, String token) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri)
                                .header("Authorization", "Bearer " + token)
                                .build(),
                        HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }
}
