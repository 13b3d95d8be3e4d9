package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot be seen over HTTP: exact moments, and threads that meet within a microsecond. */
@Timeout(60)
class ProviderTest {
    private static final String PHONE = "+447400123456";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int THREADS = 8;

    private final Provider provider = new Provider(SimulatorOptions.defaults(), InstantSource.fixed(START), () -> {});

    private Answer send(String to) throws Refusal {
        return provider.send(new SendCall(Origin.MESSAGES, to, "login-otp", "default", Map.of(), ""));
    }

    private Answer verifyRight(String to) {
        SentMessage message = provider.lastMessage(to).orElseThrow();
        return provider.verify(message.id(), message.code());
    }

    @Test
    void codeIsGood_untilTheVeryMomentItExpires() throws Exception {
        send(PHONE);
        provider.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(verifyRight(PHONE).status()).isEqualTo(200);

        provider.reset();
        send(PHONE);
        provider.advance(Duration.ofMinutes(5));
        assertThat(verifyRight(PHONE).status()).isEqualTo(400);
    }

    @Test
    void windowEnds_atTheVeryMomentTheCodeExpires() throws Exception {
        send(PHONE);
        provider.advance(Duration.ofMinutes(5).minusMillis(1));
        assertThat(send(PHONE).status()).isEqualTo(400);
        provider.advance(Duration.ofMillis(1));
        assertThat(send(PHONE).status()).isEqualTo(200);
    }

    @Test
    void threadsThatMeet_sendOneMessage_andVerifyItOnce() throws Exception {
        // Time is read between a check and what follows from it: without the lock, threads would meet there.
        Provider slow = new Provider(SimulatorOptions.defaults(), ProviderTest::slowly, () -> {});
        SendCall call = new SendCall(Origin.MESSAGES, PHONE, "login-otp", "default", Map.of(), "");

        assertThat(acceptedOf(THREADS, () -> slow.send(call))).isEqualTo(1);
        SentMessage message = slow.lastMessage(PHONE).orElseThrow();
        assertThat(acceptedOf(THREADS, () -> slow.verify(message.id(), message.code())))
                .isEqualTo(1);
    }

    private static Instant slowly() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return START;
    }

    private static long acceptedOf(int times, Callable<Answer> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            CyclicBarrier together = new CyclicBarrier(times);
            List<Future<Answer>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(() -> {
                    together.await(20, TimeUnit.SECONDS);
                    return work.call();
                }));
            }
            long accepted = 0;
            for (Future<Answer> one : running) {
                accepted += one.get(20, TimeUnit.SECONDS).status() == 200 ? 1 : 0;
            }
            return accepted;
        } finally {
            threads.shutdownNow();
        }
    }
}
