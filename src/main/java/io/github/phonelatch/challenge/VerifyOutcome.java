package io.github.phonelatch.challenge;

/** How checking a code ended. */
public sealed interface VerifyOutcome {

    /** The code was right, and this very call consumed the message. */
    record Verified(VerifiedCode code) implements VerifyOutcome {}

    /** The code was compared and is wrong: one attempt was made. */
    record Wrong(Refusal refusal) implements VerifyOutcome {}

    /** No code was compared, or the outcome is unknown. */
    record Refused(Refusal refusal) implements VerifyOutcome {}
}
