package io.github.phonelatch.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;

class ProviderCallsTest {
    private static final SendResult SENT = new SendResult.Sent("1", "sms");

    @Test
    void send_returnsAtOnce_andCompletesWhenTheCallHas() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        CompletableFuture<SendResult> result = ProviderCalls.ofServer()
                .send(() -> {
                    try {
                        answered.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    return SENT;
                })
                .toCompletableFuture();
        assertThat(result.isDone()).isFalse();

        answered.countDown();
        assertThat(result.get(30, TimeUnit.SECONDS)).isEqualTo(SENT);
    }

    @Test
    void callThatThrows_isAFailureOfUnknownOutcome_andOneLineWithoutItsMessage() throws Exception {
        try (LogCapture log = new LogCapture()) {
            assertThat(ProviderCalls.ofServer()
                            .send(() -> {
                                throw new IllegalStateException("for +447400123456");
                            })
                            .toCompletableFuture()
                            .get(30, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(SendResult.Failed.class, failed -> {
                        assertThat(failed.outcomeKnown()).isFalse();
                        assertThat(failed.failure().kind()).isEqualTo(GatewayFailure.Kind.UNAVAILABLE);
                    });
            assertThat(log.lines(Level.SEVERE))
                    .singleElement()
                    .asString()
                    .contains("Send failed unexpectedly", "IllegalStateException", "ProviderCallsTest")
                    .doesNotContain("447400123456");
        }
    }

    @Test
    void noThreadFree_isAFailureOfKnownOutcome() throws Exception {
        ProviderCalls busy = work -> false;
        assertThat(busy.send(() -> SENT).toCompletableFuture().get(30, TimeUnit.SECONDS))
                .isInstanceOfSatisfying(
                        SendResult.Failed.class,
                        failed -> assertThat(failed.outcomeKnown()).isTrue());
    }

    @Test
    void whoStopsWaiting_doesNotEndTheSendForWhoeverStoresIt() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        var stage = ProviderCalls.ofServer().send(() -> {
            try {
                answered.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return SENT;
        });
        stage.toCompletableFuture().cancel(true);
        answered.countDown();
        assertThat(stage.toCompletableFuture().get(30, TimeUnit.SECONDS)).isEqualTo(SENT);
    }
}
