package io.github.phonelatch.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.support.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.keycloak.util.JsonSerialization;

/** The description of the endpoints for people and generators of code. */
final class OpenApi {
    static final String PATH = "openapi.json";
    private static final ObjectNode DOCUMENT = read();

    private OpenApi() {}

    static Answer answer() {
        return Answer.of(200, DOCUMENT);
    }

    private static ObjectNode read() {
        try (InputStream in = OpenApi.class.getResourceAsStream("/phonelatch-openapi.json")) {
            if (in == null) {
                throw new IllegalStateException("phonelatch-openapi.json is missing from the jar");
            }
            ObjectNode document = JsonSerialization.readValue(in, ObjectNode.class);
            document.withObject("/info").put("version", Version.version());
            return document;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
