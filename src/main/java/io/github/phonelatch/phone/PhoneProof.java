package io.github.phonelatch.phone;

import java.time.Instant;

/**
 * That somebody held a phone at a certain time.
 *
 * @param channel by which the code came, such as {@code sms}; {@code unknown} where the provider did not say
 * @param how what proved it, such as {@code code}
 */
public record PhoneProof(PhoneNumber number, Instant verifiedAt, String channel, String how) {}
