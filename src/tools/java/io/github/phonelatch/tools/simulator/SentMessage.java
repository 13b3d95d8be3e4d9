package io.github.phonelatch.tools.simulator;

import java.time.Instant;
import java.util.Optional;

/**
 * A message the simulator accepted, as it stands at the moment of asking.
 *
 * @param id 19 digits, as the provider's
 * @param channel tried first; the one the caller was told
 * @param arrivedBy the channel it came by in the end; absent when it never came
 * @param code empty for a message that carries none
 * @param text what the person reads
 * @param language as asked for, {@code default} when nothing was
 */
public record SentMessage(
        String id,
        String to,
        String templateId,
        Origin origin,
        Channel channel,
        Optional<Channel> arrivedBy,
        String code,
        String text,
        String language,
        Instant createdAt,
        Instant expiresAt,
        boolean verified,
        int wrongAttempts) {

    /** Without the code, and with no more of the number than its end: this is what ends up in logs and test reports. */
    @Override
    public String toString() {
        return "SentMessage[" + id + " to " + Masked.number(to) + " by " + channel.wireName() + ", verified " + verified
                + ", wrong attempts " + wrongAttempts + "]";
    }
}
