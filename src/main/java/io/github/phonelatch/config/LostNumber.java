package io.github.phonelatch.config;

/** How the number of a lost phone is replaced. The names, in lower case with dashes, are stored. */
public enum LostNumber {
    /** An admin removes the number. Then another one is verified as at first. */
    ADMIN,
    /** A person replaces it within minutes of typing the password, unless the phone is a second factor of theirs. */
    FRESH_SIGN_IN
}
