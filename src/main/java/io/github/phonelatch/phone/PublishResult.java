package io.github.phonelatch.phone;

import java.util.Optional;

/** What became of a proof. */
public sealed interface PublishResult {

    /**
     * It is stored; it counts once the caller's transaction commits.
     *
     * @param previous the number proven until now, where it was another one
     */
    record Published(Optional<PhoneNumber> previous) implements PublishResult {}

    /** As many accounts as may already have this number. */
    record NumberTaken() implements PublishResult {}

    /** It could not be stored, or the user's directory insists on another number; nothing has changed. */
    record StoreFailed() implements PublishResult {}
}
