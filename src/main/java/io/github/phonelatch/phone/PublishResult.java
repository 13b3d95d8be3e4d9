package io.github.phonelatch.phone;

/** What became of a proof. */
public sealed interface PublishResult {

    /** It is stored; it counts once the caller's transaction commits. */
    record Published() implements PublishResult {}

    /** As many accounts as may already have this number. */
    record NumberTaken() implements PublishResult {}

    /** It could not be stored, or the user's directory insists on another number; nothing says that it is proven. */
    record StoreFailed() implements PublishResult {}
}
