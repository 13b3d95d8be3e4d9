package io.github.phonelatch.challenge;

/** What a code is asked for. A challenge made for one purpose serves no other; the message it is on may be shared. */
public enum Purpose {
    /** To prove a number, at first or as a replacement. */
    VERIFY_PHONE,
    /** To show at a sign-in that a proven number is still in the person's hands. */
    SIGN_IN,
    /** To sign in by a proven number in place of an address and a password. */
    PHONE_LOGIN,
    /** To choose a new password. */
    RESET
}
