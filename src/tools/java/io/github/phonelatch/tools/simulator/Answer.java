package io.github.phonelatch.tools.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What goes back to a caller.
 *
 * @param status 0 where nothing goes back
 * @param delay how much later, in real time
 * @param gathering with which others it goes back, after its delay
 */
record Answer(
        Kind kind,
        int status,
        String body,
        Map<String, String> headers,
        Duration delay,
        Optional<Gathering> gathering) {
    static final String JSON = "application/json";

    enum Kind {
        REPLY,
        /** The connection is cut. */
        DROP,
        /** Half of it goes back, then the connection is cut. */
        BREAK_OFF,
        /** The connection stays open and silent. */
        HANG
    }

    static Answer of(int status, String contentType, String body) {
        return new Answer(
                Kind.REPLY, status, body, Map.of("Content-Type", contentType), Duration.ZERO, Optional.empty());
    }

    static Answer json(int status, JsonNode body) {
        return of(status, JSON, body.toString());
    }

    /** The provider's one error shape. */
    static Answer error(int status, int code, String message) {
        return json(status, Json.object().put("code", code).put("message", message));
    }

    static Answer drop() {
        return new Answer(Kind.DROP, 0, "", Map.of(), Duration.ZERO, Optional.empty());
    }

    /** The same, of which only half goes back. */
    Answer brokenOff() {
        return new Answer(Kind.BREAK_OFF, status, body, headers, delay, gathering);
    }

    static Answer hang() {
        return new Answer(Kind.HANG, 0, "", Map.of(), Duration.ZERO, Optional.empty());
    }

    Answer with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new Answer(kind, status, body, Map.copyOf(more), delay, gathering);
    }

    Answer after(Duration duration) {
        return new Answer(kind, status, body, headers, delay.plus(duration), gathering);
    }

    Answer heldFor(Optional<Gathering> others) {
        return new Answer(kind, status, body, headers, delay, others);
    }

    @Override
    public String toString() {
        return "Answer[" + kind + " " + status + "]";
    }
}
