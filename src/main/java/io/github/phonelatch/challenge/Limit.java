package io.github.phonelatch.challenge;

/**
 * The limits that count something and so give permits, from the widest to the narrowest. A new one begins as a
 * constant here, and every switch that has to handle it fails to compile until it does.
 */
enum Limit {
    REALM,
    COUNTRY,
    PREFIX,
    ADDRESS,
    /** Messages to one person. */
    PERSON,
    /** Messages to one number. */
    NUMBER,
    /** Attempts on the codes of one message. */
    ATTEMPTS,
    FAILURES_PER_HOUR,
    FAILURES_IN_A_ROW
}
