package io.github.phonelatch.challenge;

import java.time.Duration;

/**
 * A challenge as its owner may see it.
 *
 * @param id a secret of the asking party, not to be guessed unless that party chose it; the same for the same
 *     claim on the same message
 * @param channel of the message as the provider names it; empty before that is known
 * @param expiresIn until the code ends; zero once it has
 * @param resendIn until a new message on the same way makes sense
 * @param otherWayIn until a message on the other way makes sense; negative where there is no other way
 * @param codeLength in characters
 * @param fresh true where this very request sent the message, or tried to
 */
public record Challenge(
        String id,
        State state,
        Way way,
        String channel,
        Duration expiresIn,
        Duration resendIn,
        Duration otherWayIn,
        int codeLength,
        boolean digitsOnly,
        boolean fresh) {

    /** Whether this very request sent the message and knows that it went. */
    public boolean justSent() {
        // The provider names a channel for every message it takes; one on its way has none yet.
        return fresh && !channel.isEmpty();
    }

    /** How far the message is. */
    public enum State {
        SENDING,
        SENT,
        /** All tries are used up. */
        EXHAUSTED,
        EXPIRED,
        /** Nobody knows whether the message went out; it can never be verified. */
        UNKNOWN
    }
}
