package io.github.phonelatch.gateway.http;

import dev.failsafe.CircuitBreaker;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Stops all calls for a while after too many outages, so that nobody waits for a provider that is down.
 *
 * <p>The delay counts from when the last failed call began, not from when it failed, because a call that hung for its whole
 * timeout says nothing of the provider after it was asked. So a provider that is back is asked again within the delay,
 * however long the last calls hung.
 */
final class Circuit {
    private static final Logger LOG = Logger.getLogger(Circuit.class);

    private final String provider;
    private final CircuitBreaker<Object> breaker;
    private final long delayNanos;
    /** When the last of the failed calls began, as {@link System#nanoTime}, the time that the breaker goes by. */
    private final AtomicLong lastBad = new AtomicLong();

    Circuit(HttpOptions options) {
        provider = options.provider().name();
        delayNanos = options.circuitDelay().toNanos();
        breaker = CircuitBreaker.builder()
                .withFailureThreshold(options.circuitFailures(), options.circuitWindow())
                .withDelay(options.circuitDelay())
                .withSuccessThreshold(1)
                .onOpen(event -> LOG.warnf(
                        "%s does not answer: no calls for %d s. %d timeouts, broken connections, 5xx or 429 came"
                                + " within %d s, or the trial call failed.",
                        provider,
                        options.circuitDelay().toSeconds(),
                        options.circuitFailures(),
                        options.circuitWindow().toSeconds()))
                .onHalfOpen(event -> LOG.infof("%s is tried again with one call.", provider))
                .onClose(event -> LOG.infof("%s answers again.", provider))
                .build();
    }

    /** Whether a call would not be made now. */
    boolean refuses() {
        // Once the delay is over, the next call is the trial that closes it again.
        return breaker.isOpen() && !delayIsOver();
    }

    /** 0 while calls are made, 1 where the next one is a trial, 2 where none is made now. */
    int inMetrics() {
        return refuses() ? 2 : breaker.isClosed() ? 0 : 1;
    }

    /** The call's reply, or that it was not made. Whatever ends the call is recorded, because a trial must not stay open. */
    Reply call(Supplier<Reply> call) {
        if (breaker.isOpen() && delayIsOver()) {
            breaker.halfOpen();
        }
        if (!breaker.tryAcquirePermit()) {
            return new Reply.NotAsked("calls are stopped for a while after repeated outages of " + provider);
        }
        long began = System.nanoTime();
        boolean well = false;
        try {
            Reply reply = call.get();
            well = !reply.isOutage();
            return reply;
        } finally {
            if (well) {
                breaker.recordSuccess();
            } else {
                lastBad.accumulateAndGet(began, (last, mine) -> mine - last > 0 ? mine : last);
                breaker.recordFailure();
            }
        }
    }

    private boolean delayIsOver() {
        return System.nanoTime() - lastBad.get() >= delayNanos
                || breaker.getRemainingDelay().isZero();
    }
}
