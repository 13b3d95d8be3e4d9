package io.github.phonelatch.gateway.engagelab;

import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.CODE;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.MESSAGE;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.MESSAGE_ID;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.SENT;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.VERIFIED;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.await;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.OtpMessage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the metrics say of the provider, and of what stands between us and it. */
class GatewayMetersTest {
    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(100);

    private ScriptedProvider provider;

    @BeforeEach
    void start() throws Exception {
        provider = ScriptedProvider.started();
    }

    @AfterEach
    void stop() {
        provider.close();
    }

    @Test
    void eachCall_isMeasuredOnce_withHowItEnded() throws Exception {
        EngageLabGateway gateway = provider.gateway(options -> options.callTimeout(Duration.ofMillis(300)));
        provider.answers(200, SENT).answers(400, error(5013)).answers(503, "<html>down</html>");
        await(gateway.send(MESSAGE));
        await(gateway.send(MESSAGE));
        await(gateway.send(MESSAGE));
        provider.answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
        await(gateway.send(MESSAGE));
        provider.answers(200, VERIFIED);
        gateway.verify(MESSAGE_ID, CODE);
        provider.answers(200, "<html>somebody else</html>");
        gateway.check("login-otp");

        assertThat(calls("send", "ok")).isEqualTo(1);
        assertThat(calls("send", "refused")).isEqualTo(1);
        assertThat(calls("send", "outage")).isEqualTo(2);
        assertThat(calls("verify", "ok")).isEqualTo(1);
        assertThat(calls("template", "outage")).isEqualTo(1);
        assertThat(latencies())
                .hasSize(5)
                .allSatisfy(timer -> assertThat(
                                Arrays.stream(timer.takeSnapshot().histogramCounts())
                                        .map(CountAtBucket::bucket)
                                        .map(nanos -> TimeUnit.NANOSECONDS.toMillis(nanos.longValue())))
                        .containsExactly(100L, 300L, 1_000L, 3_000L, 10_000L));
    }

    @Test
    void callThatIsNotMade_isNotMeasured() throws Exception {
        EngageLabGateway gateway = provider.gateway(options -> options.circuit(1, NEVER));
        provider.answers(500, error(1000));
        await(gateway.send(MESSAGE));
        await(gateway.send(MESSAGE));
        gateway.verify(MESSAGE_ID, CODE);

        assertThat(latencies())
                .singleElement()
                .satisfies(timer -> assertThat(timer.count()).isEqualTo(1));
    }

    @ParameterizedTest
    @CsvSource({
        "401, 2001, credentials",
        "401, 2002, credentials",
        "403, 2004, permission",
        "400, 3002, template",
        "400, 3003, template",
        "400, 3013, template",
        "404, 4001, template",
        "400, 5014, template",
        "400, 3005, balance",
        "400, 6007, account",
        "400, 3001, other"
    })
    void refusalThatAnAdminHasToActOn_isCountedByWhatIsWrong(int status, int code, String reason) throws Exception {
        provider.answers(status, error(code));
        await(provider.gateway().send(MESSAGE));

        assertThat(misconfigured()).containsExactly(reason);
    }

    @Test
    void refusalWithoutACode_isOfTheKey() throws Exception {
        provider.answers(401, "no").answers(403, "{}");
        EngageLabGateway gateway = provider.gateway();
        await(gateway.send(MESSAGE));
        await(gateway.send(MESSAGE));

        assertThat(misconfigured()).containsExactly("credentials", "credentials");
    }

    @Test
    void templateIdThatCanBeNone_isOneOfTheRealm() throws Exception {
        await(provider.gateway().send(new OtpMessage(ScriptedProvider.NUMBER, " ", "en")));

        assertThat(misconfigured()).containsExactly("template");
    }

    /** A key for sending and checking alone is a good key. */
    @ParameterizedTest
    @CsvSource({"400, 5013", "400, 3004", "429, 6001", "500, 1000"})
    void whatNoAdminCanChange_isNotCounted(int status, int code) throws Exception {
        provider.answers(status, error(code));
        await(provider.gateway().send(MESSAGE));
        provider.answers(403, error(2004));
        provider.gateway().check("login-otp");

        assertThat(misconfigured()).isEmpty();
    }

    @Test
    void circuit_isShownClosedOpenAndOnTrial() throws Exception {
        EngageLabGateway stopped = provider.gateway(options -> options.circuit(1, NEVER));
        assertThat(gauge("circuit.state")).isZero();
        provider.answers(500, error(1000));
        await(stopped.send(MESSAGE));
        assertThat(gauge("circuit.state")).isEqualTo(2);
        stopped.calls().close();

        EngageLabGateway soon = provider.gateway(options -> options.circuit(1, SOON));
        provider.answers(500, error(1000));
        await(soon.send(MESSAGE));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (gauge("circuit.state") == 2 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(gauge("circuit.state")).isEqualTo(1);
        provider.answers(200, SENT);
        await(soon.send(MESSAGE));
        assertThat(gauge("circuit.state")).isZero();
    }

    @Test
    void threads_areShownWhileTheyWork() throws Exception {
        EngageLabGateway gateway = provider.gateway(options -> options.maxConcurrentCalls(3));
        CountDownLatch working = new CountDownLatch(2);
        CountDownLatch enough = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            assertThat(gateway.calls().handOver(() -> {
                        working.countDown();
                        try {
                            enough.await();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    }))
                    .isTrue();
        }
        assertThat(working.await(20, TimeUnit.SECONDS)).isTrue();

        assertThat(gauge("threads.used")).isEqualTo(2);
        assertThat(gauge("threads.size")).isEqualTo(3);
        enough.countDown();
    }

    @Test
    void gatewayThatIsShutDown_showsNothingMore() {
        provider.gateway().calls().close();

        assertThat(provider.meters.getMeters())
                .extracting(Meter::getId)
                .noneMatch(id -> id.getName().matches("phonelatch\\.(circuit|threads).*"));
    }

    private double gauge(String name) {
        return provider.meters.get("phonelatch." + name).gauge().value();
    }

    private long calls(String endpoint, String outcome) {
        return provider.meters
                .get("phonelatch.provider.latency")
                .tags("endpoint", endpoint, "outcome", outcome)
                .timer()
                .count();
    }

    private List<Timer> latencies() {
        return List.copyOf(provider.meters.get("phonelatch.provider.latency").timers());
    }

    /** A reason for each time it was counted. */
    private List<String> misconfigured() {
        return provider.meters.find("phonelatch.misconfigured").counters().stream()
                .flatMap(counter -> Collections.nCopies((int) counter.count(), reason(counter)).stream())
                .toList();
    }

    private static String reason(Counter counter) {
        return counter.getId().getTag("reason");
    }
}
