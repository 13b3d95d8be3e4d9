package io.github.phonelatch.challenge;

import java.time.Instant;
import java.util.Objects;

/**
 * A right code that one call of {@link Challenges#verify} consumed. No other call ever gets one for the same message.
 *
 * <p>Only the core makes it. A step or an endpoint that lets somebody go on takes it as a parameter, so that reaching the
 * step is never enough.
 */
public final class VerifiedCode {
    private final String userId;
    private final Instant at;
    private final String channel;

    VerifiedCode(String userId, Instant at, String channel) {
        this.userId = userId;
        this.at = at;
        this.channel = channel;
    }

    /** The user of the code request. Of an anonymous request's visible half it is no account's id. */
    public String userId() {
        return userId;
    }

    /** When the code was consumed. */
    public Instant at() {
        return at;
    }

    /** The channel of the message, as the provider names it. */
    public String channel() {
        return channel;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VerifiedCode code
                && userId.equals(code.userId)
                && at.equals(code.at)
                && channel.equals(code.channel);
    }

    @Override
    public int hashCode() {
        return Objects.hash(userId, at, channel);
    }

    @Override
    public String toString() {
        return "VerifiedCode[" + at + ", " + channel + "]";
    }
}
