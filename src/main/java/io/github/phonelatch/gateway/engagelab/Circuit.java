package io.github.phonelatch.gateway.engagelab;

import dev.failsafe.CircuitBreaker;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/** Stops all calls for a while after too many outages, so that nobody waits for a provider that is down. */
final class Circuit {
    private static final Logger LOG = Logger.getLogger(Circuit.class);

    private final CircuitBreaker<Object> breaker;

    Circuit(EngageLabOptions options) {
        breaker = CircuitBreaker.builder()
                .withFailureThreshold(options.circuitFailures(), options.circuitWindow())
                .withDelay(options.circuitDelay())
                .withSuccessThreshold(1)
                .onOpen(event -> LOG.warnf(
                        "EngageLab does not answer: no calls for %d s. %d timeouts, broken connections, 5xx or 429 came"
                                + " within %d s, or the trial call failed.",
                        options.circuitDelay().toSeconds(),
                        options.circuitFailures(),
                        options.circuitWindow().toSeconds()))
                .onHalfOpen(event -> LOG.info("EngageLab is tried again with one call."))
                .onClose(event -> LOG.info("EngageLab answers again."))
                .build();
    }

    /** Whether a call would not be made now. */
    boolean refuses() {
        // Once the delay is over, the next call is the trial that closes it again.
        return breaker.isOpen() && !breaker.getRemainingDelay().isZero();
    }

    /** 0 while calls are made, 1 where the next one is a trial, 2 where none is made now. */
    int inMetrics() {
        return refuses() ? 2 : breaker.isClosed() ? 0 : 1;
    }

    /** The call's reply, or that it was not made. Whatever ends the call is recorded: a trial must not stay open. */
    Reply guard(Supplier<Reply> call) {
        if (!breaker.tryAcquirePermit()) {
            return new Reply.NotAsked("calls are stopped for a while after repeated outages of EngageLab");
        }
        boolean well = false;
        try {
            Reply reply = call.get();
            well = !reply.isOutage();
            return reply;
        } finally {
            if (well) {
                breaker.recordSuccess();
            } else {
                breaker.recordFailure();
            }
        }
    }
}
