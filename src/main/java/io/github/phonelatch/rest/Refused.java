package io.github.phonelatch.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a call with a problem (RFC 9457). Caught by {@link Endpoints}, so that Keycloak's own error page never answers. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String PROBLEM_JSON = "application/problem+json";
    /** Where waiting helps and nobody knows how long. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final transient Answer answer;

    private Refused(ProblemType type, Answer answer) {
        // Normal control flow: nobody reads where it came from.
        super(type.urn(), null, false, false);
        this.answer = answer;
    }

    /** @param detail for the developer of the application: what is wrong and what to do. Holds nothing a person typed */
    static Refused of(ProblemType type, String detail) {
        return new Refused(type, new Answer(type.status(), PROBLEM_JSON, body(type, detail), Map.of()));
    }

    static Refused of(Refusal refusal) {
        ProblemType type = ProblemType.of(refusal.problem());
        ObjectNode body = body(type, detail(refusal.problem()));
        if (refusal.triesLeft() >= 0) {
            body.put("attempts_left", refusal.triesLeft());
        }
        Answer answer = new Answer(type.status(), PROBLEM_JSON, body, Map.of());
        Duration wait = wait(type, refusal);
        if (wait != null) {
            body.put("retry_after", wholeSeconds(wait));
            answer = answer.withHeader("Retry-After", Long.toString(wholeSeconds(wait)));
        }
        return new Refused(type, answer);
    }

    /** The same problem with one more header. */
    static Refused of(ProblemType type, String detail, String header, String value) {
        Answer answer = of(type, detail).answer().withHeader(header, value);
        return new Refused(type, answer);
    }

    /** RFC 9470: the application has to send the person through a sign-in no older than so many seconds. */
    static Refused signInAgain(String challenge, Duration maxAge) {
        ProblemType type = ProblemType.INSUFFICIENT_USER_AUTHENTICATION;
        ObjectNode body = body(
                type,
                "A verified number is replaced only within " + maxAge.toSeconds()
                        + " seconds of a sign-in. Sign in again with max_age or prompt=login.");
        body.put("max_age", maxAge.toSeconds());
        return new Refused(type, new Answer(type.status(), PROBLEM_JSON, body, Map.of("WWW-Authenticate", challenge)));
    }

    /** Rounded up: who comes back after the time that was told must not be told to wait again. */
    static long wholeSeconds(Duration duration) {
        return duration.plusMillis(999).toSeconds();
    }

    Answer answer() {
        return answer;
    }

    private static ObjectNode body(ProblemType type, String detail) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type.urn())
                .put("title", type.title())
                .put("status", type.status())
                .put("detail", detail);
    }

    private static @Nullable Duration wait(ProblemType type, Refusal refusal) {
        if (refusal.retryAfter() != null) {
            return refusal.retryAfter();
        }
        return type.status() == 429 || refusal.problem() == Problem.ON_ITS_WAY ? SOON : null;
    }

    private static String detail(Problem problem) {
        return switch (problem) {
            case COUNTRY_NOT_ALLOWED -> "Codes are not sent to this number's country.";
            case NUMBER_TYPE_NOT_ALLOWED -> "Codes are not sent to this kind of number.";
            case LANDLINE_NOT_ALLOWED -> "This is a landline, and nothing here can call it.";
            case INVALID_NUMBER -> "The number is not in service.";
            case NUMBER_REFUSED -> "Messages to this number are refused.";
            case NUMBER_UNREACHABLE -> "The phone is off, out of reach or suspended.";
            case NUMBER_TAKEN -> "As many accounts as allowed have proven this number.";
            case WRONG_CODE -> "This is not the code that was sent.";
            case CODE_EXPIRED -> "Ask for a new code.";
            case UNKNOWN_CHALLENGE ->
                "It has ended, or was made for another person, session or application. Ask for a new code.";
            case TOO_MANY_TRIES -> "No more tries on this code. Ask for a new one after the wait.";
            case TOO_MANY_FAILURES -> "Too many wrong codes within the hour.";
            case BLOCKED -> "Too many wrong codes in a row: no code is accepted for a day.";
            case COOLDOWN -> "The last code was sent a moment ago.";
            case TOO_MANY_SENDS -> "Too many codes were sent within the hour or the day.";
            case CODE_ALREADY_OUT -> "An earlier code for this number has to end first.";
            case ACCOUNT_LOCKED -> "Too many failed sign-ins, or disabled by an administrator.";
            case ON_ITS_WAY -> "The code is still on its way.";
            case OUTCOME_UNKNOWN -> "Nobody knows whether the code was sent. Ask for another one after the wait.";
            case UNAVAILABLE -> "Try again later.";
            case NOT_CONFIGURED -> "An administrator has to complete the set-up of phone codes.";
        };
    }
}
