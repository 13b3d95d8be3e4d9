package io.github.phonelatch.challenge;

import io.github.phonelatch.gateway.Channel;
import java.time.Duration;
import java.util.List;

/**
 * A challenge as its requester may see it.
 *
 * @param id a secret of the asking party, unless that party chose it. It is the same for the same code request and
 *     message
 * @param channel the first one that the message's template tries
 * @param deliveredBy the channel that the provider used in the end, in its own words. Empty before that is known
 * @param expiresIn until the code ends, zero once it has
 * @param resendIn until a new message on the same channel makes sense
 * @param pause until a message on another channel makes sense
 * @param others the channels that may be chosen instead
 * @param codeLength in characters
 * @param fresh whether this very request handed the message to the gateway
 */
public record Challenge(
        String id,
        State state,
        Channel channel,
        String deliveredBy,
        Duration expiresIn,
        Duration resendIn,
        Duration pause,
        List<OtherChannel> others,
        int codeLength,
        boolean digitsOnly,
        boolean fresh) {

    /** Whether this very request sent the message and knows that it went. */
    public boolean justSent() {
        // The provider names a channel for every message that it takes, and a message on its way has none yet.
        return fresh && !deliveredBy.isEmpty();
    }

    /** The channel that the message came by, or is to come by. */
    public Channel shownChannel() {
        return Channel.of(deliveredBy).orElse(channel);
    }

    Challenge offering(List<OtherChannel> channels) {
        return new Challenge(
                id, state, channel, deliveredBy, expiresIn, resendIn, pause, channels, codeLength, digitsOnly, fresh);
    }

    /**
     * A channel that may be chosen.
     *
     * @param in until a message on it makes sense
     */
    public record OtherChannel(Channel channel, Duration in) {}

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
