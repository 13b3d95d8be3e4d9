package io.github.phonelatch.challenge;

import java.util.function.DoubleSupplier;

/** Hears what became of messages and codes, so that nothing ends unseen. Must not throw. */
@FunctionalInterface
public interface ChallengeListener {

    /** A send came back after its page stopped waiting. Called on a thread of the gateway. */
    void settledLate(CodeRequest request, RequestResult result);

    /** A message was asked for; of one that is still on its way more is heard when it settles. */
    default void requested(CodeRequest request, RequestResult result) {}

    /** A code was brought. */
    default void checked(CodeRequest request, VerifyOutcome outcome) {}

    /**
     * This node claimed some more of a daily budget.
     *
     * @param scope {@code realm}, or a country's two letters
     * @param used which share this node has claimed whenever it is asked, from 0 to 1
     */
    default void budgetLeased(String scope, DoubleSupplier used) {}
}
