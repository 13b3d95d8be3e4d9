package io.github.phonelatch.notice;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that mail: a few, with a bounded queue, so that a slow mail server keeps only these busy. They carry no
 * context of a request.
 */
final class NoticeThreads {
    private static final long IDLE_SECONDS = 30;

    private final ThreadPoolExecutor threads;

    /**
     * @param size how many mails may be under way at the same time
     * @param queue how many may wait for that
     */
    NoticeThreads(int size, int queue) {
        AtomicInteger made = new AtomicInteger();
        threads = new ThreadPoolExecutor(
                size, size, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(queue), work -> {
                    // Otherwise these threads would keep the first request's context for ever.
                    Thread thread = new Thread(null, work, "phonelatch-notice-" + made.incrementAndGet(), 0, false);
                    // Templates and translations are found through this class loader.
                    thread.setContextClassLoader(NoticeThreads.class.getClassLoader());
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /** Says whether the work will be done. Never waits. */
    boolean run(Runnable work) {
        try {
            threads.execute(work);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Takes no more work, waits a little for what there is, and drops the rest. */
    void close(Duration patience) {
        threads.shutdown();
        try {
            if (threads.awaitTermination(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        threads.shutdownNow();
    }
}
