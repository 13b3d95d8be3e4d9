package io.github.phonelatch.docs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.phonelatch.it.support.Http;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A proxy between an example and the servers, which can lose an answer on its way back, or send a call on with another token. To
 * a browser it is also the web server of the example's page.
 */
final class Relay implements AutoCloseable {
    /** Of one connection only, or set by the client that sends them on. */
    private static final Set<String> NOT_SENT_ON = Set.of(
            "connection", "proxy-connection", "content-length", "transfer-encoding", "host", "expect", "upgrade");

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Map<String, String> files = new ConcurrentHashMap<>();
    private final Set<String> toLose = ConcurrentHashMap.newKeySet();
    private final Map<String, String> otherTokens = new ConcurrentHashMap<>();

    private Relay(HttpServer server) {
        this.server = server;
    }

    static Relay start() throws IOException {
        Relay relay = new Relay(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        relay.server.setExecutor(relay.threads);
        relay.server.createContext("/", relay::answer);
        relay.server.start();
        return relay;
    }

    URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    void serve(String path, String text) {
        files.put(path, text);
    }

    /** The next call of this endpoint arrives, and its answer does not. */
    void loseAnswerOf(String endpoint) {
        toLose.add(endpoint);
    }

    /** The next call of this endpoint is made with this access token instead of its own. */
    void changeTokenOf(String endpoint, String accessToken) {
        otherTokens.put(endpoint, accessToken);
    }

    /** Nothing is asked for any more. */
    void reset() {
        toLose.clear();
        otherTokens.clear();
    }

    /** Whether everything asked for has happened. */
    boolean isDone() {
        return toLose.isEmpty() && otherTokens.isEmpty();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI uri = exchange.getRequestURI();
            if (uri.isAbsolute() && uri.getPort() != server.getAddress().getPort()) {
                pass(exchange, uri);
            } else {
                String file = files.get(uri.getPath());
                exchange.getResponseHeaders()
                        .set(
                                "Content-Type",
                                (uri.getPath().endsWith(".js") ? "text/javascript" : "text/html") + "; charset=utf-8");
                send(exchange, file == null ? 404 : 200, file == null ? "" : file);
            }
        }
    }

    private void pass(HttpExchange exchange, URI uri) throws IOException {
        String endpoint = uri.getPath().replaceFirst(".*/", "");
        boolean called = exchange.getRequestMethod().equals("POST");
        HttpRequest.Builder request = Http.request(uri)
                .method(
                        exchange.getRequestMethod(),
                        HttpRequest.BodyPublishers.ofByteArray(
                                exchange.getRequestBody().readAllBytes()));
        exchange.getRequestHeaders().forEach((name, values) -> copy(request, name, values));
        String otherToken = called ? otherTokens.remove(endpoint) : null;
        if (otherToken != null) {
            request.setHeader("Authorization", "Bearer " + otherToken);
        }
        HttpResponse<String> response = Http.send(request);
        if (called && toLose.remove(endpoint)) {
            return;
        }
        response.headers().map().forEach((name, values) -> {
            if (!name.startsWith(":") && !NOT_SENT_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        send(exchange, response.statusCode(), response.body());
    }

    private static void copy(HttpRequest.Builder request, String name, List<String> values) {
        if (!NOT_SENT_ON.contains(name.toLowerCase(Locale.ROOT))) {
            values.forEach(value -> request.header(name, value));
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        // A browser that uses a connection again repeats a lost call by itself.
        exchange.getResponseHeaders().set("Connection", "close");
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
