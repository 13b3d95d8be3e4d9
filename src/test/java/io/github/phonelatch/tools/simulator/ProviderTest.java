package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What cannot be seen over HTTP: exact moments, and threads that meet within a microsecond. */
@Timeout(60)
class ProviderTest {
    private static final String PHONE = "+447400123456";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final int THREADS = 4;
    private static final int ROUNDS = 2000;

    private final Provider provider =
            new Provider(SimulatorOptions.defaults().keeping(ROUNDS, 50), InstantSource.fixed(START), () -> {});

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
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger verified = new AtomicInteger();
        CyclicBarrier together = new CyclicBarrier(THREADS);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            for (Future<Boolean> one : IntStream.range(0, THREADS)
                    .mapToObj(thread -> threads.submit(() -> {
                        for (int round = 0; round < ROUNDS; round++) {
                            String to = "+44740020" + (1000 + round);
                            together.await(20, TimeUnit.SECONDS);
                            sent.addAndGet(send(to).status() == 200 ? 1 : 0);
                            together.await(20, TimeUnit.SECONDS);
                            verified.addAndGet(verifyRight(to).status() == 200 ? 1 : 0);
                        }
                        return true;
                    }))
                    .toList()) {
                assertThat(one.get(50, TimeUnit.SECONDS)).isTrue();
            }
        } finally {
            threads.shutdownNow();
        }

        assertThat(sent).hasValue(ROUNDS);
        assertThat(verified).hasValue(ROUNDS);
    }
}
