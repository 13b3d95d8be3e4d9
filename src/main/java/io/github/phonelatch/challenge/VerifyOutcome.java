package io.github.phonelatch.challenge;

import java.time.Instant;

/** How checking a code ended. */
public sealed interface VerifyOutcome {

    /**
     * The code was right, and this very call consumed the message: no other call ever gets this for the same message.
     *
     * @param channel of the message as the provider names it
     */
    record Verified(Instant at, String channel) implements VerifyOutcome {}

    /** The code was compared and is wrong: one guess was made. */
    record Wrong(Refusal refusal) implements VerifyOutcome {}

    /** No code was compared, or nobody knows the answer. */
    record Refused(Refusal refusal) implements VerifyOutcome {}
}
