package io.github.phonelatch.config;

/** What somebody does who no longer has the phone of their number. The names, in lower case with dashes, are stored. */
public enum LostNumber {
    /** An admin removes the number; then another one is verified as at first. */
    ADMIN,
    /** Who signed in with their password a moment ago replaces it, where the phone is no second factor of theirs. */
    FRESH_SIGN_IN
}
