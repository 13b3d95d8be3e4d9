package io.github.phonelatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallThreadsTest {
    private final CallThreads threads = new CallThreads("Somebody", 1, "too few", InstantSource.system());

    @AfterEach
    void close() {
        threads.close(Duration.ofSeconds(2));
    }

    @Test
    void whatFollowsFromACall_runsOnItsThread_elseTheLastOneWouldWaitForItself() throws Exception {
        CompletableFuture<Thread> outer = new CompletableFuture<>();
        CompletableFuture<Thread> inner = new CompletableFuture<>();

        assertThat(threads.run(() -> {
                    outer.complete(Thread.currentThread());
                    if (!threads.run(() -> inner.complete(Thread.currentThread()))) {
                        inner.complete(null);
                    }
                }))
                .isTrue();

        assertThat(inner.get(5, TimeUnit.SECONDS)).isNotNull().isSameAs(outer.get(5, TimeUnit.SECONDS));
    }
}
