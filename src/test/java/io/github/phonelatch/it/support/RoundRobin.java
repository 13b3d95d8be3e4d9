package io.github.phonelatch.it.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * A load balancer without stickiness: the next request goes to the next server, whoever it is from. Where a server refuses the
 * connection, so that nothing can have been sent, the request goes to the one after it; nothing else is repeated.
 */
public final class RoundRobin implements AutoCloseable {
    /** Of one connection only, or set by the client that sends them on. */
    private static final Set<String> NOT_SENT_ON =
            Set.of("connection", "content-length", "transfer-encoding", "host", "expect", "upgrade", "keep-alive");

    private static final String CLIENT = "X-Forwarded-For";

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger next = new AtomicInteger();
    // Each request on a connection of its own: one that is kept could be closed by a server that stops.
    private final OkHttpClient client = new OkHttpClient.Builder()
            .connectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS))
            .retryOnConnectionFailure(false)
            .followRedirects(false)
            .callTimeout(Duration.ofMinutes(1))
            .readTimeout(Duration.ofMinutes(1))
            .build();
    private volatile List<KeycloakServer> servers = List.of();

    private RoundRobin(HttpServer server) {
        this.server = server;
    }

    static RoundRobin start() {
        try {
            RoundRobin balancer =
                    new RoundRobin(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
            balancer.server.setExecutor(balancer.threads);
            balancer.server.createContext("/", balancer::answer);
            balancer.server.start();
            return balancer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without a slash at the end. */
    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    /** From now on requests go to these, one after the other; those that are under way go on. */
    void sendTo(List<KeycloakServer> servers) {
        this.servers = List.copyOf(servers);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            try (Response response = forward(exchange, body)) {
                if (response == null) {
                    exchange.sendResponseHeaders(503, -1);
                } else {
                    send(exchange, response);
                }
            } catch (IOException cut) {
                // Something was sent, and whether it was carried out nobody knows.
                exchange.sendResponseHeaders(502, -1);
            }
        }
    }

    /** Null where every server refuses the connection. */
    private Response forward(HttpExchange exchange, byte[] body) throws IOException {
        List<KeycloakServer> candidates = servers;
        int first = next.getAndIncrement();
        for (int i = 0; i < candidates.size(); i++) {
            KeycloakServer candidate = candidates.get(Math.floorMod(first + i, candidates.size()));
            try {
                return client.newCall(request(exchange, candidate, body)).execute();
            } catch (ConnectException refused) {
                // Nothing was sent: the next one gets it.
            }
        }
        return null;
    }

    private Request request(HttpExchange exchange, KeycloakServer candidate, byte[] body) {
        String method = exchange.getRequestMethod();
        boolean withBody = !method.equals("GET") && !method.equals("HEAD");
        Request.Builder request = new Request.Builder()
                .url("http://127.0.0.1:" + candidate.uri().getPort() + exchange.getRequestURI())
                .method(method, withBody ? RequestBody.create(body) : null);
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!NOT_SENT_ON.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.addHeader(name, value));
            }
        });
        // Whoever comes by another proxy has said so: tests come from more addresses than this machine has.
        if (!exchange.getRequestHeaders().containsKey(CLIENT)) {
            request.header(CLIENT, exchange.getRemoteAddress().getAddress().getHostAddress());
        }
        return request.header("X-Forwarded-Proto", "http")
                .header("X-Forwarded-Host", "localhost")
                .header("X-Forwarded-Port", String.valueOf(uri().getPort()))
                .header("Accept-Encoding", "identity")
                .build();
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        byte[] bytes = response.body().bytes();
        response.headers().toMultimap().forEach((name, values) -> {
            if (!NOT_SENT_ON.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        exchange.sendResponseHeaders(response.code(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
