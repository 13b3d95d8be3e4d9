package io.github.phonelatch.challenge;

/** How a code request ended. */
public sealed interface RequestResult {

    /** There is a message, or one is on its way, and this is the challenge on it. */
    record Issued(Challenge challenge) implements RequestResult {}

    /** There is none. */
    record Refused(Refusal refusal) implements RequestResult {}
}
