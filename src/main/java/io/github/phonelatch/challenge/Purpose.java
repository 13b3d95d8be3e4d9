package io.github.phonelatch.challenge;

/** What a code is for. A challenge serves one purpose only, but its message may be shared with others. */
public enum Purpose {
    /** To verify a number, the first one or a replacement. */
    VERIFY_PHONE,
    /** To show at a sign-in that the person still holds the verified number. */
    SIGN_IN,
    /** To sign in by a verified number in place of an address and a password. */
    PHONE_LOGIN,
    /** To choose a new password. */
    RESET
}
