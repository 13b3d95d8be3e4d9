package io.github.phonelatch.phone;

import java.time.Duration;
import java.time.Instant;

/**
 * That somebody held a phone at a certain time.
 *
 * @param channel by which the code came, such as {@code sms}; {@code unknown} where the provider did not say
 * @param how what proved it, such as {@value #BY_CODE}
 */
public record PhoneProof(PhoneNumber number, Instant verifiedAt, String channel, String how) {
    /** {@link #how()} of a number that was proven with a one-time code. */
    public static final String BY_CODE = "code";

    /** Negative where a clock was ahead. */
    Duration age(Instant now) {
        return Duration.between(verifiedAt, now);
    }
}
