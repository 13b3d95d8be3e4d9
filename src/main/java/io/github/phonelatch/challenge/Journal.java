package io.github.phonelatch.challenge;

/** Hears what became of messages and codes, so that nothing ends unseen. Must not throw. */
@FunctionalInterface
public interface Journal {

    /** A send came back after its page stopped waiting. Called on a thread of the gateway. */
    void settledLate(Claim claim, RequestResult result);

    /** A message was asked for; of one that is still on its way more is heard when it settles. */
    default void requested(Claim claim, RequestResult result) {}

    /** A code was brought. */
    default void checked(Claim claim, VerifyOutcome outcome) {}
}
