package io.github.phonelatch.challenge;

/** How asking for a code ended. */
public sealed interface RequestResult {

    /** There is a message, or one is on its way, and this challenge is a claim on it. */
    record Issued(Challenge challenge) implements RequestResult {}

    /** There is none. */
    record Refused(Refusal refusal) implements RequestResult {}
}
