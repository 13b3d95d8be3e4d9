package io.github.phonelatch.tools.mover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keycloak's admin interface. Keeps a token that is good, and repeats a call for about a minute where Keycloak cannot be
 * reached or is busy, which also takes it over a restart. Thread-safe.
 */
final class AdminApi {
    /** Between two attempts. */
    private static final List<Duration> WAITS =
            List.of(1, 2, 4, 8, 15, 30).stream().map(Duration::ofSeconds).toList();
    /** Busy, or something before Keycloak that does not reach it. A plain 500 is about what was asked. */
    private static final Set<Integer> PASSING = Set.of(429, 502, 503, 504);

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(10);
    private static final Duration ANSWER_WITHIN = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI keycloak;
    private final Login login;
    private final Pause pause;
    private final InstantSource clock;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_WITHIN)
            .build();

    private @Nullable String token;
    private Instant tokenUntil = Instant.MIN;

    /** @param keycloak without a slash at its end */
    AdminApi(URI keycloak, Login login, Pause pause, InstantSource clock) {
        this.keycloak = keycloak;
        this.login = login;
        this.pause = pause;
        this.clock = clock;
    }

    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Reply get(String path) throws Stopped, InterruptedException {
        return call(path, request -> request.GET());
    }

    Reply post(String path, JsonNode body) throws Stopped, InterruptedException {
        byte[] bytes = bytes(body);
        return call(
                path,
                request -> request.header("Content-Type", "application/json").POST(BodyPublishers.ofByteArray(bytes)));
    }

    private interface Method {
        HttpRequest.Builder of(HttpRequest.Builder request);
    }

    private Reply call(String path, Method method) throws Stopped, InterruptedException {
        boolean newToken = false;
        for (int tried = 1; ; tried++) {
            String trouble;
            try {
                String bearer = token();
                Reply reply = send(
                        method.of(request(keycloak + "/admin/" + path).header("Authorization", "Bearer " + bearer)));
                if (reply.status() == 401 && !newToken) {
                    // Ended before its time: its session was removed, or Keycloak restarted with other keys.
                    newToken = true;
                    forget(bearer);
                    continue;
                }
                if (reply.status() == 401) {
                    throw new Stopped("Keycloak gives " + login + " a token and does not accept it (401): is "
                            + keycloak + " the address that its tokens name?");
                }
                if (!PASSING.contains(reply.status())) {
                    return reply;
                }
                trouble = "answers " + reply.status();
            } catch (IOException e) {
                trouble = explain(e);
            }
            if (tried > WAITS.size()) {
                throw new Stopped("Keycloak at " + keycloak + " " + trouble + ", also when asked " + tried + " times");
            }
            pause.pause(WAITS.get(tried - 1));
        }
    }

    private static String explain(IOException e) {
        if (e instanceof ConnectException || e.getCause() instanceof ConnectException) {
            return "cannot be reached";
        }
        if (e instanceof HttpTimeoutException) {
            return "does not answer in time";
        }
        return "breaks off (" + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()) + ")";
    }

    private synchronized void forget(String bearer) {
        if (bearer.equals(token)) {
            tokenUntil = Instant.MIN;
        }
    }

    /** One that is good for a while yet: half of its life is left for the call. */
    private synchronized String token() throws Stopped, IOException, InterruptedException {
        if (token == null || !clock.instant().isBefore(tokenUntil)) {
            Reply reply = send(request(keycloak + "/realms/" + encode(login.realm()) + "/protocol/openid-connect/token")
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .POST(BodyPublishers.ofString(form(login.form()))));
            if (PASSING.contains(reply.status())) {
                throw new IOException("no token: " + reply.status());
            }
            String access = reply.body().path("access_token").asText();
            if (!reply.ok() || access.isEmpty()) {
                throw new Stopped("Keycloak gives " + login + " no token: " + reply.reason());
            }
            token = access;
            tokenUntil =
                    clock.instant().plusMillis(reply.body().path("expires_in").asLong() * 500);
            return access;
        }
        return token;
    }

    private static HttpRequest.Builder request(String uri) {
        return HttpRequest.newBuilder(URI.create(uri)).timeout(ANSWER_WITHIN).header("Accept", "application/json");
    }

    private Reply send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
        return new Reply(response.statusCode(), json(response.body()));
    }

    private static JsonNode json(byte[] body) {
        try {
            return JSON.readTree(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }

    private static byte[] bytes(JsonNode body) {
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    private static String form(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encode(field.getKey()) + "=" + encode(field.getValue()))
                .collect(Collectors.joining("&"));
    }
}
