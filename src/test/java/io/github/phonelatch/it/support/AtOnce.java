package io.github.phonelatch.it.support;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/** Does a thing many times at the same moment: each time on a thread of its own, all released when the last one is ready. */
public final class AtOnce {
    private AtOnce() {}

    /** Results by index. The first failure of any ends the test. */
    public static <T> List<T> run(int times, IntFunction<T> thing) {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        CountDownLatch ready = new CountDownLatch(times);
        try {
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                int index = i;
                running.add(threads.submit(() -> {
                    ready.countDown();
                    ready.await();
                    return thing.apply(index);
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("one of " + times + " at once failed: " + e.getCause(), e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + times + " things were being done", e);
        } finally {
            threads.shutdownNow();
        }
    }
}
