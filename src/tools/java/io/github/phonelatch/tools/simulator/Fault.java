package io.github.phonelatch.tools.simulator;

import java.time.Duration;
import java.util.Optional;

/**
 * Something that goes wrong with a call on purpose. All but {@link #delay}, {@link #dropAfterAccept} and
 * {@link #breakOff} happen instead of the call: no message is accepted and no code is used up.
 */
public final class Fault {
    private enum Kind {
        LATE,
        THEN_CUT,
        THEN_BROKEN_OFF,
        INSTEAD
    }

    private final Kind kind;
    private final String name;
    private final String text;
    private final Answer answer;

    private Fault(Kind kind, String name, String text, Answer answer) {
        this.kind = kind;
        this.name = name;
        this.text = text;
        this.answer = answer;
    }

    /** An error in the provider's own shape. */
    public static Fault error(int httpStatus, int code, String message) {
        return new Fault(
                Kind.INSTEAD,
                "error",
                "error " + code + " (HTTP " + httpStatus + ")",
                Answer.error(httpStatus, code, message));
    }

    /** The call is carried out at once and its answer comes this much later, in real time. */
    public static Fault delay(Duration duration) {
        return new Fault(Kind.LATE, "delay", "answer", Answer.drop().after(duration));
    }

    /** The connection is cut when the request has been read. */
    public static Fault dropBeforeAccept() {
        return new Fault(Kind.INSTEAD, "drop-before-accept", "connection cut, nothing done", Answer.drop());
    }

    /** The call is carried out, the message arrives, and the connection is cut instead of the answer. */
    public static Fault dropAfterAccept() {
        return new Fault(Kind.THEN_CUT, "drop-after-accept", "done, then connection cut", Answer.drop());
    }

    /** The call is carried out, and the connection is cut in the middle of the answer. */
    public static Fault breakOff() {
        return new Fault(
                Kind.THEN_BROKEN_OFF, "break-off", "done, then cut in the middle of the answer", Answer.drop());
    }

    /** A page of some proxy in place of JSON. */
    public static Fault html(int httpStatus) {
        String page = "<!doctype html><html><head><title>" + httpStatus + "</title></head><body><h1>" + httpStatus
                + "</h1><p>The upstream server did not answer.</p></body></html>";
        return new Fault(
                Kind.INSTEAD,
                "html",
                "HTML page with HTTP " + httpStatus,
                Answer.of(httpStatus, "text/html; charset=utf-8", page));
    }

    /** 429 with {@code Retry-After} in whole seconds. */
    public static Fault tooMany(Duration retryAfter) {
        Answer answer = Answer.of(429, Answer.JSON, "{\"message\":\"too many requests\"}")
                .with("Retry-After", Long.toString(retryAfter.toSeconds()));
        return new Fault(Kind.INSTEAD, "too-many", "HTTP 429, again in " + retryAfter.toSeconds() + " s", answer);
    }

    /** Any answer at all, to see what a client makes of it. */
    public static Fault reply(int httpStatus, String contentType, String body) {
        return new Fault(
                Kind.INSTEAD,
                "reply",
                "a made-up answer with HTTP " + httpStatus,
                Answer.of(httpStatus, contentType, body));
    }

    /** No answer, until the scripts are cleared. */
    public static Fault hang() {
        return new Fault(Kind.INSTEAD, "hang", "no answer", Answer.hang());
    }

    /** The same, this much later in real time. */
    public Fault after(Duration delay) {
        return new Fault(kind, name, text, answer.after(delay));
    }

    /** The same, held back until others have come. The control API knows nothing of it: who lets go must be who waits. */
    public Fault heldFor(Gathering others) {
        return new Fault(kind, name, text, answer.heldFor(Optional.of(others)));
    }

    /** The name that the control API knows it by. */
    public String name() {
        return name;
    }

    /** One that is carried out first and only then goes wrong. */
    boolean letsTheCallThrough() {
        return kind != Kind.INSTEAD;
    }

    /** What the caller sees in place of {@code real}, the answer to a call that was let through. */
    Answer inPlaceOf(Answer real) {
        return switch (kind) {
            case LATE -> real.after(answer.delay()).heldFor(answer.gathering());
            case THEN_BROKEN_OFF -> real.brokenOff().after(answer.delay()).heldFor(answer.gathering());
            case THEN_CUT, INSTEAD -> answer;
        };
    }

    /** What the caller sees when the call was not let through. */
    Answer answer() {
        return answer;
    }

    @Override
    public String toString() {
        String late = answer.delay().isZero() ? "" : ", " + answer.delay().toMillis() + " ms late";
        return text + late + Gathering.text(answer.gathering());
    }
}
