package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ParallelTest {
    private static final String PHONE = "+447400123456";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final SimulatorControl control = simulator.control();
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void hundredRightCodesAtOnce_verifyOnce() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");
        String code = control.lastMessage(PHONE).orElseThrow().code();

        List<Caller.Reply> replies = atOnce(100, () -> caller.verify(id, code));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 400 && reply.code() == 3003)
                .hasSize(99);
        assertThat(control.verifyCalls(id)).isEqualTo(100);
    }

    @Test
    void hundredSendsAtOnce_sendOneMessage() throws Exception {
        List<Caller.Reply> replies = atOnce(100, () -> caller.send(PHONE, "login-otp"));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> reply.status() == 400 && reply.code() == 3004)
                .hasSize(99);
        assertThat(control.messages(PHONE)).hasSize(1);
        assertThat(control.sendCalls(PHONE)).isEqualTo(100);
    }

    @Test
    void hundredWrongCodesAtOnce_areAllCounted() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");

        atOnce(100, () -> caller.verify(id, "none"));

        assertThat(control.lastMessage(PHONE).orElseThrow().wrongAttempts()).isEqualTo(100);
    }

    @Test
    void lateAnswers_waitSideBySide() throws Exception {
        control.script("*", Fault.delay(Duration.ofMillis(500)));
        long started = System.nanoTime();

        List<Caller.Reply> replies = atOnce(40, () -> caller.send(PHONE, "login-otp"));

        assertThat(replies).hasSize(40);
        // One after the other they would take 20 s.
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(10));
    }

    private static <T> List<T> atOnce(int times, Callable<T> work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(times);
        try {
            CountDownLatch start = new CountDownLatch(1);
            List<Future<T>> running = new ArrayList<>();
            for (int i = 0; i < times; i++) {
                running.add(threads.submit(() -> {
                    start.await();
                    return work.call();
                }));
            }
            start.countDown();
            List<T> results = new ArrayList<>();
            for (Future<T> one : running) {
                results.add(one.get(30, TimeUnit.SECONDS));
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
