package io.github.phonelatch.gateway;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Where and for how long calls to the provider run: a bounded number of threads and two times. Calls have threads of their
 * own, because a provider that hangs must not take the threads that sign people in.
 */
public interface ProviderCalls {

    /** The calls of a provider without needs of its own: 32 threads, 15 s for a send, 3 s for a page. */
    static ProviderCalls ofServer() {
        return CallThreads.OF_SERVER::run;
    }

    /**
     * Does some work on one of the threads, at once and without its caller. A send within it happens on the same thread, so
     * that the work and what follows from it take one of them.
     *
     * @param work must not throw
     * @return whether the work is being done. False where every thread is busy, or where a send would be refused unasked
     */
    boolean handOver(Runnable work);

    /** How long a send may still be under way after it began. After that its outcome is known or nobody will know it. */
    default Duration sendTimeout() {
        return Duration.ofSeconds(15);
    }

    /** How long a page may wait, from the click on, before it says that the message is on its way. */
    default Duration pageWait() {
        return Duration.ofSeconds(3);
    }

    /**
     * Runs a send on one of the threads. This is what a provider's {@link OtpGateway#send} returns.
     *
     * @param call sends one message and blocks until its outcome is known, for at most {@link #sendTimeout}. Where it
     *     throws, the outcome is unknown
     */
    default CompletionStage<SendResult> send(Supplier<SendResult> call) {
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        boolean taken = handOver(() -> {
            try {
                result.complete(call.get());
            } catch (Throwable bug) {
                result.complete(new SendResult.Failed(Unexpected.failure("Send", bug), false));
            }
        });
        if (!taken) {
            return CompletableFuture.completedStage(SendResult.Failed.notAsked());
        }
        // A page that stops waiting must not be able to end the stage for the one who stores the message.
        return result.minimalCompletionStage();
    }
}
