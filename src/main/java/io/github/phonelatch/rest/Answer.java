package io.github.phonelatch.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The answer to a call, without the headers that depend on the caller's origin. */
record Answer(int status, String mediaType, JsonNode body, Map<String, String> headers) {
    private static final String JSON = "application/json";

    static Answer of(int status, JsonNode body) {
        return new Answer(status, JSON, body, Map.of());
    }

    Answer withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Answer(status, mediaType, body, Map.copyOf(more));
    }
}
