package io.github.phonelatch.phone;

/** The outcome of publishing a verification. */
public sealed interface PublishResult {

    /**
     * It is stored, and counts once the caller's transaction commits.
     *
     * @param verification as it was stored
     * @param change what it changed for the account
     */
    record Published(Verification verification, Change change) implements PublishResult {}

    /** What the verification changed for its account. */
    enum Change {
        /** The account held no number before. */
        FIRST,
        /** Another number than the account held before. */
        REPLACED,
        /** The number that the account held before. */
        AGAIN
    }

    /** As many accounts as may already have this number. */
    record NumberTaken() implements PublishResult {}

    /** The account got another number that the sign-in does not know of. That number stays. */
    record Outdated() implements PublishResult {}

    /** The user's directory names another number and does not let it be written. The number is not verified. */
    record NotInDirectory() implements PublishResult {}

    /** It could not be stored. The number is not verified. */
    record StoreFailed() implements PublishResult {}
}
