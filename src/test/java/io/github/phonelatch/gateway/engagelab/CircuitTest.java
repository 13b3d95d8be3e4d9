package io.github.phonelatch.gateway.engagelab;

import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.CODE;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.MESSAGE;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.MESSAGE_ID;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.SENT;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.await;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.LogCapture;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CircuitTest {
    private static final int FAILURES = 3;
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

    @ParameterizedTest
    @CsvSource({"500, 1000", "502, 0", "503, 0", "504, 0", "429, 6001"})
    void repeatedOutages_stopAllCalls(int status, int code) throws Exception {
        EngageLabGateway gateway = provider.gateway(options -> options.circuit(FAILURES, NEVER));
        try (LogCapture log = new LogCapture()) {
            for (int i = 0; i < FAILURES; i++) {
                provider.answers(status, error(code));
                await(gateway.send(MESSAGE));
            }
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("no calls for"))
                    .hasSize(1);
        }

        assertThat(await(gateway.send(MESSAGE))).isInstanceOfSatisfying(SendResult.Failed.class, failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failed.outcomeKnown()).isTrue();
        });
        assertThat(gateway.verify(MESSAGE_ID, CODE))
                .isInstanceOfSatisfying(
                        VerifyResult.Failed.class,
                        failed -> assertThat(failed.asked()).isFalse());
        assertThat(provider.server.getRequestCount()).isEqualTo(FAILURES);
    }

    @Test
    void whileCallsAreStopped_noWorkIsTaken_andAfterTheDelayItIs() throws Exception {
        EngageLabGateway stopped = opened(NEVER);
        assertThat(stopped.calls().handOver(() -> {
                    throw new AssertionError("done all the same");
                }))
                .isFalse();

        EngageLabGateway soon = opened(SOON);
        CountDownLatch done = new CountDownLatch(1);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!soon.calls().handOver(done::countDown) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void timeoutsAndBrokenConnections_stopAllCalls() throws Exception {
        EngageLabGateway gateway =
                provider.gateway(options -> options.circuit(2, NEVER).callTimeout(Duration.ofMillis(200)));
        provider.answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
        await(gateway.send(MESSAGE));
        provider.answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()));
        await(gateway.send(MESSAGE));

        await(gateway.send(MESSAGE));
        assertThat(provider.server.getRequestCount()).isEqualTo(2);
    }

    /** Else a provider that came back while the last call hung would be left alone for that call's timeout and the delay. */
    @Test
    void delay_countsFromWhenTheLastFailedCallBegan() throws Exception {
        EngageLabGateway gateway =
                provider.gateway(options -> options.circuit(1, SOON).callTimeout(SOON.multipliedBy(3)));
        provider.answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
        try (LogCapture log = new LogCapture()) {
            await(gateway.send(MESSAGE));
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("no calls for"))
                    .hasSize(1);
        }

        provider.answers(200, SENT);
        assertThat(gateway.calls().handOver(() -> {})).isTrue();
        assertThat(await(gateway.send(MESSAGE))).isInstanceOf(SendResult.Sent.class);
    }

    @ParameterizedTest
    @CsvSource({"400, 5013", "400, 3004", "401, 2001", "403, 2004", "400, 6003", "400, 5016", "200, 7777"})
    void documentedRefusals_stopNothing(int status, int code) throws Exception {
        EngageLabGateway gateway = provider.gateway(options -> options.circuit(FAILURES, NEVER));
        for (int i = 0; i < 3 * FAILURES; i++) {
            provider.answers(status, error(code));
            await(gateway.send(MESSAGE));
        }
        assertThat(provider.server.getRequestCount()).isEqualTo(3 * FAILURES);
    }

    @Test
    void afterTheDelay_oneGoodTrialLetsCallsThroughAgain() throws Exception {
        EngageLabGateway gateway = opened(SOON);
        try (LogCapture log = new LogCapture()) {
            provider.answers(200, SENT).answers(200, SENT);

            assertThat(sendUntilAsked(gateway)).isInstanceOf(SendResult.Sent.class);
            assertThat(await(gateway.send(MESSAGE))).isInstanceOf(SendResult.Sent.class);

            assertThat(log.lines())
                    .filteredOn(line -> line.contains("tried again"))
                    .hasSize(1);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("answers again"))
                    .hasSize(1);
        }
    }

    @Test
    void afterTheDelay_oneBadTrialStopsCallsAgain() throws Exception {
        EngageLabGateway gateway = opened(SOON);
        provider.answers(500, error(1000));
        assertThat(sendUntilAsked(gateway)).isInstanceOf(SendResult.Failed.class);
        int asked = provider.server.getRequestCount();

        assertThat(await(gateway.send(MESSAGE))).hasFieldOrPropertyWithValue("outcomeKnown", true);
        assertThat(provider.server.getRequestCount()).isEqualTo(asked);
    }

    private EngageLabGateway opened(Duration delay) throws Exception {
        EngageLabGateway gateway = provider.gateway(options -> options.circuit(FAILURES, delay));
        for (int i = 0; i < FAILURES; i++) {
            provider.answers(500, error(1000));
            await(gateway.send(MESSAGE));
        }
        return gateway;
    }

    /** The first result that is not the circuit's own. */
    private SendResult sendUntilAsked(EngageLabGateway gateway) throws Exception {
        int before = provider.server.getRequestCount();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (System.nanoTime() < deadline) {
            SendResult result = await(gateway.send(MESSAGE));
            if (provider.server.getRequestCount() > before) {
                return result;
            }
            Thread.onSpinWait();
        }
        throw new AssertionError("the circuit never let a trial through");
    }
}
