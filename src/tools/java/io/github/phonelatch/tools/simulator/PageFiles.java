package io.github.phonelatch.tools.simulator;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The page for people: files of ours, nothing from elsewhere. */
final class PageFiles {
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    private final Map<String, Answer> files;

    PageFiles() {
        Answer page = file("phones.html", "text/html; charset=utf-8");
        files = Map.of(
                "/", page,
                "/phones", page,
                "/phones.css", file("phones.css", "text/css; charset=utf-8"),
                "/phones.js", file("phones.js", "text/javascript; charset=utf-8"),
                "/favicon.svg", file("favicon.svg", "image/svg+xml"));
    }

    Optional<Answer> at(Request request) {
        return request.method().equals("GET") ? Optional.ofNullable(files.get(request.rawPath())) : Optional.empty();
    }

    private static Answer file(String name, String contentType) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing from the jar");
            }
            return Answer.of(200, contentType, new String(in.readAllBytes(), StandardCharsets.UTF_8))
                    .with("Content-Security-Policy", POLICY)
                    .with("Cache-Control", "no-cache");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
