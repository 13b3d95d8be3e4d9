package io.github.phonelatch.tools.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/** A request that has been read to its end. */
final class Request {
    private final String method;
    private final String rawPath;
    private final String rawQuery;
    private final String authorization;
    private final String contentType;
    private final String ifNoneMatch;
    private final byte[] body;

    /** Every text may be empty. */
    Request(
            String method,
            String rawPath,
            String rawQuery,
            String authorization,
            String contentType,
            String ifNoneMatch,
            byte[] body) {
        this.method = method;
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
        this.authorization = authorization;
        this.contentType = contentType;
        this.ifNoneMatch = ifNoneMatch;
        this.body = body;
    }

    String method() {
        return method;
    }

    String rawPath() {
        return rawPath;
    }

    String authorization() {
        return authorization;
    }

    String ifNoneMatch() {
        return ifNoneMatch;
    }

    boolean isJson() {
        String type = contentType.toLowerCase(Locale.ROOT);
        return type.equals("application/json") || type.startsWith("application/json;");
    }

    boolean hasBody() {
        return body.length > 0;
    }

    Optional<ObjectNode> object() {
        return Json.readObject(body);
    }

    /** What follows this prefix in the path, decoded; empty when the path is another one or has more parts. */
    Optional<String> pathAfter(String prefix) {
        if (!rawPath.startsWith(prefix) || rawPath.length() == prefix.length()) {
            return Optional.empty();
        }
        String rest = rawPath.substring(prefix.length());
        return rest.contains("/") ? Optional.empty() : decode(rest.replace("+", "%2B"));
    }

    /** The first value of this name. A plus sign stays one: numbers begin with it, and nothing here has spaces. */
    Optional<String> query(String name) {
        for (String pair : rawQuery.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return decode(pair.substring(name.length() + 1).replace("+", "%2B"));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> decode(String text) {
        try {
            return Optional.of(URLDecoder.decode(text, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
