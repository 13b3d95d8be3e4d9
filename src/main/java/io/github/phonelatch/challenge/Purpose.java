package io.github.phonelatch.challenge;

/** What a code is asked for. A code asked for one purpose serves no other. */
public enum Purpose {
    /** To prove a number, at first or as a replacement. */
    VERIFY_PHONE
}
