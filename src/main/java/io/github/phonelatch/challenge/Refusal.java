package io.github.phonelatch.challenge;

import io.github.phonelatch.gateway.GatewayFailure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A problem, and what a person needs to know to go on.
 *
 * @param retryAfter until another request makes sense, null where waiting changes nothing
 * @param attemptsLeft on this code, -1 where the problem is another one
 * @param cause what the provider said, for events and the log only, because pages tell nothing of the provider
 */
public record Refusal(
        Problem problem,
        @Nullable Duration retryAfter,
        int attemptsLeft,
        @Nullable GatewayFailure cause) {

    public static Refusal of(Problem problem) {
        return new Refusal(problem, null, -1, null);
    }

    public static Refusal of(Problem problem, Duration wait) {
        return new Refusal(problem, wait, -1, null);
    }

    static Refusal of(GatewayFailure cause) {
        Problem problem = switch (cause.kind()) {
            case ALREADY_SENT -> Problem.CODE_ALREADY_OUT;
            case NUMBER_INVALID -> Problem.INVALID_NUMBER;
            case NUMBER_UNREACHABLE -> Problem.NUMBER_UNREACHABLE;
            case NUMBER_BLOCKED -> Problem.NUMBER_REFUSED;
            case COUNTRY_NOT_SERVED -> Problem.COUNTRY_NOT_ALLOWED;
            case RATE_LIMITED, UNAVAILABLE -> Problem.UNAVAILABLE;
            case MISCONFIGURED, NOT_CONFIGURED -> Problem.NOT_CONFIGURED;
        };
        return new Refusal(problem, null, -1, cause);
    }

    static Refusal wrongCode(int attemptsLeft) {
        return new Refusal(Problem.WRONG_CODE, null, attemptsLeft, null);
    }
}
