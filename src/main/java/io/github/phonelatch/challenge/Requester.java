package io.github.phonelatch.challenge;

/**
 * What is already proven when a message is asked for. Counts are kept, and messages shared, within one standing only: whoever
 * merely claims a number must not use up the sends and tries of the person who holds it.
 */
public enum Requester {
    /** The first factor is proven, and this user has proven this number before. */
    OWNER,
    /** The first factor is proven; the number is new to this user. */
    ENROLLEE,
    /** Nothing is proven: somebody gave the person's number or address. */
    ANONYMOUS_ACCOUNT,
    /**
     * Nothing is proven, and what was given stands in the person's place, whether or not there is one: all that a stranger
     * is shown depends on it alone.
     */
    ANONYMOUS_INPUT
}
