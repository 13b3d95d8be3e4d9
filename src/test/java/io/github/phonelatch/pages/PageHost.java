package io.github.phonelatch.pages;

import com.microsoft.playwright.Page;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/** Serves rendered pages with all the files that a Keycloak would send with them. The browser keeps these files. */
final class PageHost implements AutoCloseable {
    private static final String THEME = PageRenderer.RESOURCES + "/";
    private static final String COMMON = "/resources/tag00/common/keycloak/";
    private static final String PAGE = "/realms/school/login-actions/required-action";
    private static final Map<String, String> TYPES =
            Map.of("css", "text/css", "js", "text/javascript", "svg", "image/svg+xml", "woff2", "font/woff2");

    private final LoginTheme theme;
    private final HttpServer server;
    private final boolean scripts;
    private final Set<String> missing = new ConcurrentSkipListSet<>();
    private final Set<Page> stopped = new HashSet<>();
    private volatile byte[] html = {};

    /** @param scripts whether those of the page are run. A test's are in any case. */
    PageHost(String theme, boolean scripts) {
        this.theme = new LoginTheme(theme);
        this.scripts = scripts;
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Loads the page with its clocks stopped: what it shows stays what the server said. */
    void show(Page page, String rendered) {
        html = rendered.getBytes(StandardCharsets.UTF_8);
        if (stopped.add(page)) {
            page.addInitScript("window.setInterval = () => 0;");
        }
        page.navigate("http://localhost:" + server.getAddress().getPort() + PAGE);
    }

    /** Files that pages asked for and that are nowhere. */
    Set<String> missing() {
        return missing;
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        try (exchange) {
            if (path.equals(PAGE)) {
                if (!scripts) {
                    exchange.getResponseHeaders().set("Content-Security-Policy", "script-src 'none'");
                }
                send(exchange, "text/html; charset=UTF-8", "no-store", html);
                return;
            }
            Optional<URL> file = file(path);
            if (file.isPresent()) {
                String type = TYPES.getOrDefault(path.substring(path.lastIndexOf('.') + 1), "application/octet-stream");
                send(exchange, type, "max-age=3600", bytes(file.get()));
            } else {
                missing.add(path);
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private static void send(HttpExchange exchange, String type, String cache, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", cache);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
    }

    private Optional<URL> file(String path) {
        if (path.startsWith(THEME)) {
            return theme.resource(path.substring(THEME.length()));
        }
        return path.startsWith(COMMON)
                ? Optional.ofNullable(
                        getClass().getResource("/theme/keycloak/common/resources/" + path.substring(COMMON.length())))
                : Optional.empty();
    }

    private static byte[] bytes(URL file) throws IOException {
        try (InputStream in = file.openStream()) {
            return in.readAllBytes();
        }
    }
}
