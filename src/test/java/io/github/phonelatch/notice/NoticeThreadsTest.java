package io.github.phonelatch.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoticeThreadsTest {
    private final NoticeThreads threads = new NoticeThreads(2, 3);
    private final CountDownLatch silent = new CountDownLatch(1);

    @AfterEach
    void close() {
        silent.countDown();
        threads.close(Duration.ofSeconds(5));
    }

    @Test
    void twoAreUnderWay_threeWait_andTheNextIsRefusedAtOnce() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch done = new CountDownLatch(5);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        Runnable mail = () -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            begun.countDown();
            await(silent);
            now.decrementAndGet();
            done.countDown();
        };

        for (int i = 0; i < 5; i++) {
            assertThat(threads.run(mail)).as("mail %d", i).isTrue();
        }
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(threads.run(mail)).as("one too many").isFalse();
        silent.countDown();

        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(most).hasValue(2);
    }

    @Test
    void closed_itTakesNothing_andLetsGoOfWhatHangs() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        threads.run(() -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        assertThat(begun.await(5, TimeUnit.SECONDS)).isTrue();

        threads.close(Duration.ofMillis(10));

        assertThat(threads.run(() -> {})).isFalse();
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
