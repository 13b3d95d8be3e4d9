package io.github.phonelatch.challenge;

import java.util.function.DoubleSupplier;

/** Notified of the result of every send and every attempt. Must not throw. */
@FunctionalInterface
public interface ChallengeListener {

    /** A send came back after its page stopped waiting. Called on a thread of the gateway. */
    void settledLate(CodeRequest request, RequestResult result);

    /** A message was requested. Where it is still on its way {@link #settledLate} follows. */
    default void requested(CodeRequest request, RequestResult result) {}

    /** A code was entered. */
    default void checked(CodeRequest request, VerifyOutcome outcome) {}

    /**
     * This node leased some more of a daily budget.
     *
     * @param scope {@code realm}, or a country's two letters
     * @param used the share that this node has leased at the time of the call, from 0 to 1
     */
    default void budgetLeased(String scope, DoubleSupplier used) {}
}
