package io.github.phonelatch.challenge;

/**
 * Who requests a code. Counts are kept, and messages shared, for each kind of requester apart, because somebody who
 * only types a number must not use up the messages and attempts of the person that holds it.
 */
public enum Requester {
    /** Signed in with the first factor, and this user has verified this number before. */
    OWNER,
    /** Signed in with the first factor, and the number is new to this user. */
    ENROLLEE,
    /** Anonymous, and counted by the account that the typed number or address belongs to. */
    ANONYMOUS_ACCOUNT,
    /** Anonymous, and counted by the typed text, so that the answer cannot reveal whether an account exists. */
    ANONYMOUS_INPUT
}
