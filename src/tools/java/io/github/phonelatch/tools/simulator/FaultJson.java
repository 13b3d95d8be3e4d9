package io.github.phonelatch.tools.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/** Faults as the control API reads and writes them. */
final class FaultJson {
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(10);

    private FaultJson() {}

    static ObjectNode write(ScriptedFault scripted) {
        ObjectNode json = Json.object()
                .put("on", scripted.on().wireName())
                .put("to", scripted.to())
                .put("fault", scripted.fault().name())
                .put("text", scripted.fault().toString());
        scripted.timesLeft().ifPresent(times -> json.put("times", times));
        return json;
    }

    static Fault read(ObjectNode json) {
        Duration delay = Duration.ofMillis(json.path("delay_ms").asLong(0));
        if (delay.isNegative() || delay.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("delay_ms is 0 to " + LONGEST_DELAY.toMillis());
        }
        String name = json.path("fault").asText("");
        String message = json.path("message").asText("scripted");
        Fault fault = switch (name) {
            case "error" -> Fault.error(status(json, 400), json.path("code").asInt(5001), message);
            case "html" -> Fault.html(status(json, 502));
            case "too-many" -> Fault.tooMany(Duration.ofSeconds(wholeSeconds(json)));
            case "reply" ->
                Fault.reply(status(json, 200), json.path("content_type").asText(Answer.JSON), text(json.path("body")));
            case "drop-before-accept" -> Fault.dropBeforeAccept();
            case "drop-after-accept" -> Fault.dropAfterAccept();
            case "break-off" -> Fault.breakOff();
            case "hang" -> Fault.hang();
            case "delay" -> Fault.delay(Duration.ZERO);
            default ->
                throw new IllegalArgumentException("fault is one of error, html, too-many, reply, delay,"
                        + " drop-before-accept, drop-after-accept, break-off, hang");
        };
        return delay.isZero() ? fault : fault.after(delay);
    }

    private static int status(ObjectNode json, int otherwise) {
        int status = json.path("status").asInt(otherwise);
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status is 200 to 599");
        }
        return status;
    }

    private static long wholeSeconds(ObjectNode json) {
        long seconds = json.path("retry_after_seconds").asLong(30);
        if (seconds < 0) {
            throw new IllegalArgumentException("retry_after_seconds is 0 or more");
        }
        return seconds;
    }

    private static String text(JsonNode body) {
        return body.isTextual() ? body.textValue() : body.isMissingNode() ? "" : body.toString();
    }
}
