package io.github.phonelatch.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One of the example sites, served as any web server would: its files, and the headers that its README asks for. */
public final class Site implements AutoCloseable {
    /** All of them text. */
    private static final Map<String, String> TYPES = Map.of(
            ".html", "text/html",
            ".css", "text/css",
            ".js", "text/javascript",
            ".svg", "image/svg+xml");

    private final HttpServer server;

    /** Everything it serves, by path, found before the first request: no path of a request ever reaches the disk. */
    private final Map<String, Content> pages = new ConcurrentSkipListMap<>();

    private volatile Told told = new Told("{}", "default-src 'none'");

    private Site(HttpServer server) {
        this.server = server;
    }

    private record Content(String type, String text) {}

    /** What is known only when the other servers are there. */
    private record Told(String settings, String policy) {}

    /** Starts one that has keycloak-js too; which servers its pages talk to is told with {@link #talksTo}. */
    public static Site start(Path folder, int port) throws IOException {
        Site site = start(folder, new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        site.pages.put("/keycloak.js", new Content("text/javascript", library()));
        return site;
    }

    /** Starts one that has what is in its folder. */
    static Site start(Path folder, InetSocketAddress address) throws IOException {
        HttpServer server = HttpServer.create(address, 0);
        Site site = new Site(server);
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String path = "/" + folder.relativize(file).toString().replace('\\', '/');
                String type = TYPES.get(path.replaceFirst(".*\\.", "."));
                if (type != null) {
                    site.pages.put(path.replaceFirst("/index\\.html$", "/"), new Content(type, Files.readString(file)));
                }
            }
        }
        server.createContext("/", site::answer);
        server.start();
        return site;
    }

    /**
     * Tells the pages their servers, and browsers which they may be.
     *
     * @param settings JSON in place of the folder's {@code settings.json}, which names the ports that everything has unless told
     *     otherwise
     * @param servers all that a page may send anything to
     */
    public void talksTo(String settings, List<URI> servers) {
        String others = servers.stream().map(URI::toString).collect(Collectors.joining(" "));
        told = new Told(
                settings,
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self' " + others
                        + "; form-action 'self' " + others + "; base-uri 'none'; frame-ancestors 'none'");
    }

    public URI uri() {
        return URI.create("http://localhost:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        Content page =
                path.equals("/settings.json") ? new Content("application/json", told.settings()) : pages.get(path);
        try (exchange) {
            if (page != null) {
                send(exchange, 200, page);
            } else if (pages.containsKey(path + "/")) {
                exchange.getResponseHeaders().set("Location", path + "/");
                exchange.sendResponseHeaders(301, -1);
            } else {
                send(exchange, 404, new Content("text/plain", "Not found"));
            }
        }
    }

    private void send(HttpExchange exchange, int status, Content content) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", content.type() + "; charset=utf-8");
        exchange.getResponseHeaders().set("Content-Security-Policy", told.policy());
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        byte[] bytes = content.text().getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    private static String library() throws IOException {
        String resource = "/META-INF/resources/webjars/keycloak-js/" + System.getProperty("keycloak-js.version")
                + "/dist/keycloak.min.js";
        try (InputStream in = Site.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IOException("not on the class path: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
