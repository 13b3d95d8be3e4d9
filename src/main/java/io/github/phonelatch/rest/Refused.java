package io.github.phonelatch.rest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.challenge.Problem;
import io.github.phonelatch.challenge.Refusal;
import io.github.phonelatch.signin.PassedFactors;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a call with a problem (RFC 9457). Caught by {@link PhonelatchResource}, so that Keycloak's own error page never answers. */
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final String PROBLEM_JSON = "application/problem+json";
    /** Where waiting helps and nobody knows how long. */
    private static final Duration SOON = Duration.ofSeconds(5);

    private final transient Answer answer;

    private Refused(ProblemType type, Answer answer) {
        // This is normal control flow, so nobody reads where it came from.
        super(type.urn(), null, false, false);
        this.answer = answer;
    }

    /** @param detail for the developer of the application: what is wrong and what to do. Holds nothing a person typed */
    static Refused of(ProblemType type, String detail) {
        return new Refused(type, new Answer(type.status(), PROBLEM_JSON, body(type, detail), Map.of()));
    }

    static Refused of(Refusal refusal) {
        ProblemType type = ProblemType.of(refusal.problem());
        ObjectNode body = body(type, ProblemType.detail(refusal.problem()));
        if (refusal.attemptsLeft() >= 0) {
            body.put("attempts_left", refusal.attemptsLeft());
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

    /**
     * The application has to have a code to the current number typed first, by {@code request-otp} without a number and then
     * {@code verify-otp}. Where a sign-in would do too, it is told as RFC 9470 says.
     *
     * @param challenge how {@code WWW-Authenticate} begins
     */
    static Refused showCurrentNumber(String challenge, SignIn signIn) {
        ObjectNode body = body(
                ProblemType.INSUFFICIENT_USER_AUTHENTICATION,
                "A verified number is replaced only within " + PassedFactors.RECENT.toSeconds()
                        + " seconds of a right code to it. Call request-otp without a number, then verify-otp, then repeat this"
                        + " call.");
        body.put("phone_verification", true);
        return signIn.bySigningIn() ? signIn(challenge, signIn, body) : insufficient(challenge, body);
    }

    /**
     * RFC 9470: the application has to send the person through another sign-in first.
     *
     * @param challenge how {@code WWW-Authenticate} begins
     */
    static Refused signInAgain(String challenge, SignIn signIn) {
        return signIn(
                challenge,
                signIn,
                body(
                        ProblemType.INSUFFICIENT_USER_AUTHENTICATION,
                        "The session is older than the verified number of its person. A new sign-in is needed."));
    }

    private static Refused signIn(String challenge, SignIn signIn, ObjectNode body) {
        long maxAge = PassedFactors.RECENT.toSeconds();
        body.put("max_age", maxAge);
        String header = challenge + ", max_age=\"" + maxAge + "\"";
        if (signIn.missingLevel().isPresent()) {
            body.put("acr_values", signIn.missingLevel().get());
            header += ", acr_values=\"" + signIn.missingLevel().get() + "\"";
        }
        return insufficient(header, body);
    }

    private static Refused insufficient(String header, ObjectNode body) {
        ProblemType type = ProblemType.INSUFFICIENT_USER_AUTHENTICATION;
        return new Refused(type, new Answer(type.status(), PROBLEM_JSON, body, Map.of("WWW-Authenticate", header)));
    }

    /** Rounded up, so that nobody who waits as long as told is told to wait again. */
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
}
