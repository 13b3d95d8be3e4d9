package io.github.phonelatch.phone;

import java.time.Duration;
import java.time.Instant;

/**
 * The fact that a person held a phone at a certain time.
 *
 * @param channel by which the code came, such as {@code sms}, or {@code unknown} where the provider did not say
 * @param how the means of verification, such as {@value #BY_CODE}
 * @param since when the account got this number: the first time that it was verified, however often it was verified again
 * @param id names this verification of this number for this account. It stays while the same number is verified again, and no
 *     other verification has it
 */
public record Verification(
        PhoneNumber number, Instant verifiedAt, String channel, String how, Instant since, String id) {
    /** {@link #how()} of a number that was verified with a one-time code. */
    public static final String BY_CODE = "code";

    /** Of a number that the account did not hold before. Its id follows from the time until it is stored. */
    public Verification(PhoneNumber number, Instant verifiedAt, String channel, String how) {
        this(number, verifiedAt, channel, how, verifiedAt, derivedId(verifiedAt));
    }

    /** Of a verification that was stored without an id. */
    static String derivedId(Instant since) {
        return "@" + since.getEpochSecond();
    }

    /** The same number, verified again. */
    public Verification again(Instant at, String by) {
        return new Verification(number, at, by, BY_CODE, since, id);
    }

    /**
     * Whether an admin or another system marked the number, so that no code was typed for it. It counts for the gate
     * and in tokens. Where a code is asked for, the person verifies this very number first.
     */
    public boolean byHand() {
        return !BY_CODE.equals(how);
    }

    /** Negative where a clock was ahead. */
    Duration age(Instant now) {
        return Duration.between(verifiedAt, now);
    }
}
