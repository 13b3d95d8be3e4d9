package io.github.phonelatch.it.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What asks people whether they approve a sign-in somewhere else (CIBA), an app on their phone for example: Keycloak hands it
 * each request and waits for its word. Here the test decides.
 */
public final class Approver {
    private final HttpServer server;
    /** By the name that the application gave, the bearer token that answers the request. */
    private final Map<String, String> pending = new ConcurrentHashMap<>();

    private Approver(HttpServer server) {
        this.server = server;
    }

    /** Its threads are the JVM's to end. */
    static Approver start() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            Approver approver = new Approver(server);
            server.createContext("/", approver::keep);
            server.start();
            return approver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    private void keep(HttpExchange exchange) throws IOException {
        try (exchange) {
            String asked = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            pending.put(
                    Json.parse(asked).get("login_hint").asText(),
                    exchange.getRequestHeaders().getFirst("Authorization"));
            exchange.sendResponseHeaders(201, -1);
        }
    }

    /** The person says yes to the sign-in that waits. */
    public void approve(RealmAdmin realm, Person person) {
        String token = Await.value(
                "a sign-in to be approved by " + person.email(),
                () -> Optional.ofNullable(pending.remove(person.email())));
        HttpResponse<String> answer =
                Http.send(Http.request(URI.create(realm.uri() + "/protocol/openid-connect/ext/ciba/auth/callback"))
                        .header("Authorization", token)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString("{\"status\": \"SUCCEED\"}")));
        if (answer.statusCode() != 200) {
            throw new AssertionError("not approved: " + answer.statusCode() + " " + answer.body());
        }
    }
}
