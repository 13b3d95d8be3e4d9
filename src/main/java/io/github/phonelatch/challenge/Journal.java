package io.github.phonelatch.challenge;

/** Hears what happened after the person who asked had been answered, so that nothing ends unseen. */
@FunctionalInterface
public interface Journal {

    /** A send came back after its page stopped waiting. Called on a thread of the gateway. */
    void settledLate(Claim claim, RequestResult result);
}
