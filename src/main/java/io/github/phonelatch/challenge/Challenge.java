package io.github.phonelatch.challenge;

import java.time.Duration;

/**
 * A challenge as its requester may see it.
 *
 * @param id a secret of the asking party, unless that party chose it. It is the same for the same code request and
 *     message
 * @param channel of the message as the provider names it, empty before that is known
 * @param expiresIn until the code ends, zero once it has
 * @param resendIn until a new message on the same way makes sense
 * @param otherWayIn until a message on the other way makes sense, negative where there is no other way
 * @param codeLength in characters
 * @param fresh whether this very request handed the message to the gateway
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
        // The provider names a channel for every message that it takes, and a message on its way has none yet.
        return fresh && !channel.isEmpty();
    }

    /** How far the message is. */
    public enum State {
        SENDING,
        SENT,
        /** All attempts are used up. */
        EXHAUSTED,
        EXPIRED,
        /** Nobody knows whether the message was sent. Its code can never be checked. */
        UNKNOWN
    }
}
