package io.github.phonelatch.phone;

/**
 * Decides who keeps a number when one account too many verifies it. The names, in lower case, are stored in realm
 * settings.
 */
public enum NumberOwner {
    /** The present holders keep it. The account one too many is told that the number is taken. */
    REFUSE,
    /** The account that verifies it now gets it. The earliest verification is withdrawn. */
    NEWEST
}
