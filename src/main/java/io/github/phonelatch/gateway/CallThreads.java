package io.github.phonelatch.gateway;

import io.github.phonelatch.support.KeycloakClock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The threads that calls to a provider run on: a fixed number and no queue, because a queued send would only time out later.
 * Verifications may run here too, although their caller waits for them. Then one bound holds for all calls, and a caller can
 * stop waiting on time even where the call hangs in something that nothing interrupts, such as a name lookup.
 */
public final class CallThreads {
    private static final Logger LOG = Logger.getLogger(CallThreads.class);

    /** Long enough for a thread that has just answered to become free, short enough to count as refusing at once. */
    private static final long PATIENCE_MS = 20;

    private static final long IDLE_SECONDS = 30;
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    /** Those of providers without needs of their own. Nobody closes them, because an idle thread ends by itself. */
    static final CallThreads OF_SERVER =
            new CallThreads("the provider", 32, "the provider has too few threads", KeycloakClock.INSTANCE);

    private final String provider;
    private final int size;
    private final String orElse;
    private final InstantSource clock;
    private final ThreadPoolExecutor threads;
    private final AtomicLong quietUntilMillis = new AtomicLong();

    /**
     * Makes the threads when they are needed and ends those that are idle.
     *
     * @param provider as the log names it
     * @param size how many calls may be under way at once
     * @param orElse why calls may be refused although the provider is quick, for the log, such as {@code
     *     max-concurrent-calls is too low}
     */
    public CallThreads(String provider, int size, String orElse, InstantSource clock) {
        this.provider = provider;
        this.size = size;
        this.orElse = orElse;
        this.clock = clock;
        this.threads = new ThreadPoolExecutor(
                0,
                size,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                new Named(),
                CallThreads::waitForOneToBecomeFree);
    }

    /** Says whether the work is being done. Work that one of these threads asks for runs on that thread, at once. */
    public boolean run(Runnable work) {
        if (Thread.currentThread() instanceof Worker worker && worker.serves(this)) {
            // What follows from a call belongs to it, because waiting for a second thread while holding the first could
            // be waiting for oneself.
            work.run();
            return true;
        }
        try {
            threads.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            warn();
            return false;
        } catch (OutOfMemoryError e) {
            // No thread could be made, so the work has not begun.
            LOG.errorf("No thread could be started for a call to %s.", provider);
            return false;
        }
    }

    /** How many calls are under way. */
    public int used() {
        return threads.getActiveCount();
    }

    /** How many calls may be under way. */
    public int size() {
        return size;
    }

    /** Takes no more work and waits a little for what is being done. */
    public void close(Duration patience) {
        threads.shutdown();
        try {
            threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void waitForOneToBecomeFree(Runnable work, ThreadPoolExecutor threads) {
        try {
            if (!threads.isShutdown() && threads.getQueue().offer(work, PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new RejectedExecutionException();
    }

    /** One line in a while, because one for each refused call would come exactly when the server is busiest. */
    private void warn() {
        long now = clock.millis();
        long quietUntil = quietUntilMillis.get();
        if (!threads.isShutdown()
                && now >= quietUntil
                && quietUntilMillis.compareAndSet(quietUntil, now + BETWEEN_WARNINGS.toMillis())) {
            LOG.warnf(
                    "All %d calls to %s are under way, more are refused: %s is slow, or %s.",
                    size, provider, provider, orElse);
        }
    }

    private final class Named implements ThreadFactory {
        private final AtomicInteger made = new AtomicInteger();

        @Override
        public Thread newThread(Runnable work) {
            return new Worker(work, "phonelatch-gateway-" + made.incrementAndGet());
        }
    }

    private final class Worker extends Thread {
        private Worker(Runnable work, String name) {
            super(work, name);
            setDaemon(true);
        }

        private boolean serves(CallThreads pool) {
            return pool == CallThreads.this;
        }
    }
}
