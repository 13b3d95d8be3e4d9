package io.github.phonelatch.gateway.engagelab;

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
 * The threads all calls run on: a fixed number and no queue, since a queued send would only time out later. Checks of
 * codes run here too, although their caller waits for them: so the bound is one, and a caller can stop waiting on time
 * even where the call hangs in something that nothing interrupts, such as a name lookup.
 */
final class CallThreads {
    private static final Logger LOG = Logger.getLogger(CallThreads.class);

    /** Long enough for a thread that has just answered to become free, short enough to count as refusing at once. */
    private static final long PATIENCE_MS = 20;

    private static final long IDLE_SECONDS = 30;
    private static final Duration BETWEEN_WARNINGS = Duration.ofSeconds(10);

    private final int size;
    private final InstantSource clock;
    private final ThreadPoolExecutor threads;
    private final AtomicLong quietUntilMillis = new AtomicLong();

    CallThreads(int size, InstantSource clock) {
        this.size = size;
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

    /** Says whether the work is being done. */
    boolean run(Runnable work) {
        if (Thread.currentThread() instanceof Worker worker && worker.serves(this)) {
            // What follows from a call belongs to it: waiting for a second thread while holding the first could wait
            // for
            // itself.
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
            LOG.error("No thread could be started for a call to EngageLab.");
            return false;
        }
    }

    /** How many are at work. */
    int used() {
        return threads.getActiveCount();
    }

    int size() {
        return size;
    }

    /** Takes no more work and waits a little for what is being done. */
    void close(Duration patience) {
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

    /** Every refused call would be one line each exactly when the server is busiest. */
    private void warn() {
        long now = clock.millis();
        long quietUntil = quietUntilMillis.get();
        if (!threads.isShutdown()
                && now >= quietUntil
                && quietUntilMillis.compareAndSet(quietUntil, now + BETWEEN_WARNINGS.toMillis())) {
            LOG.warnf(
                    "All %d calls to EngageLab are under way, more are refused: EngageLab is slow, or %s%s is too low.",
                    size, ServerOption.PREFIX, EngageLabOptions.MAX_CONCURRENT_CALLS.key());
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
