package io.github.phonelatch.phone;

/** What became of a proof. */
public sealed interface PublishResult {

    /**
     * It is stored; it counts once the caller's transaction commits.
     *
     * @param verification as it was stored
     * @param change what it is to the account
     */
    record Published(Verification verification, Change change) implements PublishResult {}

    /** What a verification is to the account that has it now. */
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

    /** The account got another number meanwhile, of which the sign-in knows nothing; that one stays. */
    record Outdated() implements PublishResult {}

    /** It could not be stored, or the user's directory insists on another number; nothing says that it is proven. */
    record StoreFailed() implements PublishResult {}
}
