package io.github.phonelatch.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Supplier;

/** A token of the bootstrap admin, asked for again in time. Thread-safe. */
public final class AdminToken {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Supplier<URI> server;
    private String token;
    private Instant until = Instant.MIN;
    private URI issuer;

    /** @param server where it is asked for, without a slash at the end; may change, since it names the issuer */
    public AdminToken(Supplier<URI> server) {
        this.server = server;
    }

    /** Good for some seconds at least. */
    public synchronized String value() {
        URI now = server.get();
        if (!now.equals(issuer) || Instant.now().isAfter(until)) {
            JsonNode answer = ask(now);
            token = answer.get("access_token").asText();
            until = Instant.now().plusSeconds(answer.get("expires_in").asLong() / 2);
            issuer = now;
        }
        return token;
    }

    private static JsonNode ask(URI server) {
        String form = "grant_type=password&client_id=admin-cli&username=" + KeycloakServer.ADMIN + "&password="
                + URLEncoder.encode(KeycloakServer.ADMIN_PASSWORD, StandardCharsets.UTF_8);
        try {
            HttpResponse<String> answer = HTTP.send(
                    HttpRequest.newBuilder(URI.create(server + "/realms/master/protocol/openid-connect/token"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(form))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IllegalStateException("no admin token: " + answer.statusCode() + " " + answer.body());
            }
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking for an admin token", e);
        }
    }
}
