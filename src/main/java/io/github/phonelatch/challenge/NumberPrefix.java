package io.github.phonelatch.challenge;

import io.github.phonelatch.phone.PhoneNumber;

/** Numbers that begin alike, because somebody who earns from messages to numbers of their own has them in rows. */
final class NumberPrefix {
    /** A prefix is a number without so many digits at its end. */
    private static final int DIGITS_LEFT_OUT = 4;

    private NumberPrefix() {}

    static String of(PhoneNumber number) {
        String e164 = number.e164();
        return e164.substring(0, e164.length() - DIGITS_LEFT_OUT);
    }
}
