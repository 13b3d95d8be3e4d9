package io.github.phonelatch.challenge;

/**
 * What is already proven when a message is asked for. Counts are kept, and messages shared, within one standing only: whoever
 * merely claims a number must not use up the sends and tries of the person who holds it.
 */
public enum Standing {
    /** The first factor is proven, and this user has proven this number before. */
    OWNER,
    /** The first factor is proven; the number is new to this user. */
    ENROLLING
}
