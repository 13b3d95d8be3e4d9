package io.github.phonelatch.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.phonelatch.it.support.Json;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The student portal of the demo: one page that signs in by OpenID Connect and shows what the tokens say. */
final class Portal implements AutoCloseable {
    /** Everything it serves, so that no path of a request ever reaches the class path. */
    private static final Map<String, File> FILES = Map.of(
            "/", new File("/demo/portal/index.html", "text/html"),
            "/portal.css", new File("/demo/portal/portal.css", "text/css"),
            "/portal.js", new File("/demo/portal/portal.js", "text/javascript"),
            "/favicon.svg", new File("/demo/portal/favicon.svg", "image/svg+xml"),
            "/keycloak.js", new File(library(), "text/javascript"));

    private final HttpServer server;

    private Portal(HttpServer server) {
        this.server = server;
    }

    private record File(String resource, String type) {}

    private static String library() {
        return "/META-INF/resources/webjars/keycloak-js/" + System.getProperty("keycloak-js.version")
                + "/dist/keycloak.min.js";
    }

    /** Starts it; where it sends people to sign in is told with {@link #signInAt}. */
    static Portal start(int port) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        FILES.forEach((path, file) -> server.createContext(path, exchange -> {
            if (exchange.getRequestURI().getPath().equals(path)) {
                answer(exchange, 200, file.type(), read(file.resource()));
            } else {
                answer(exchange, 404, "text/plain", "Not found".getBytes(StandardCharsets.UTF_8));
            }
        }));
        server.start();
        return new Portal(server);
    }

    void signInAt(URI keycloak, URI phones) {
        byte[] settings = Json.object()
                .put("url", keycloak.toString())
                .put("realm", "school")
                .put("clientId", "student-portal")
                .put("phones", phones.toString())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        server.createContext("/settings.json", exchange -> answer(exchange, 200, "application/json", settings));
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private static byte[] read(String resource) throws IOException {
        try (InputStream in = Portal.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("not on the class path: " + resource);
            }
            return in.readAllBytes();
        }
    }

    private static void answer(HttpExchange exchange, int status, String type, byte[] body) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
            exchange.getResponseHeaders().set("Cache-Control", "no-store");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
