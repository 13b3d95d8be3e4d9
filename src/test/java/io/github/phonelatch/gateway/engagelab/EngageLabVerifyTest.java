package io.github.phonelatch.gateway.engagelab;

import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.CODE;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.MESSAGE_ID;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.VERIFIED;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.LogCapture;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.gateway.http.JsonHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngageLabVerifyTest {
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
    void verify_asksAsDocumented() throws Exception {
        provider.answers(200, VERIFIED);

        assertThat(provider.gateway().verify(MESSAGE_ID, CODE)).isEqualTo(new VerifyResult.Verified());

        RecordedRequest request = provider.request();
        assertThat(request.getRequestLine()).isEqualTo("POST /v1/verifications HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization"))
                .isEqualTo(Credentials.basic(TestOptions.KEY, TestOptions.SECRET));
        assertThat(request.getBody().utf8())
                .isEqualTo("{\"message_id\":\"1725407449772531712\",\"verify_code\":\"667090\"}");
    }

    @Test
    void leadingZeros_areSentAsTyped() throws Exception {
        provider.answers(200, "{\"message_id\":\"1\",\"verify_code\":\"000012\",\"verified\":false}");
        assertThat(provider.gateway().verify("1", "000012")).isEqualTo(new VerifyResult.WrongCode());
        assertThat(ScriptedProvider.json(provider.request()).get("verify_code").asText())
                .isEqualTo("000012");
    }

    @Test
    void messageIdAsNumber_isTheSameId() {
        provider.answers(200, "{\"message_id\":1725407449772531712,\"verified\":true}");
        assertThat(provider.gateway().verify(MESSAGE_ID, CODE)).isEqualTo(new VerifyResult.Verified());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message_id\":\"1725407449772531712\",\"verified\":false}", "{\"verified\":false}"})
    void literalFalse_isAWrongCode(String body) {
        provider.answers(200, body);
        assertThat(provider.gateway().verify(MESSAGE_ID, CODE)).isEqualTo(new VerifyResult.WrongCode());
    }

    static Stream<String> notTheLiteralTrueForThisMessage() {
        return Stream.of(
                "\"verified\":\"true\"",
                "\"verified\":1",
                "\"verified\":null",
                "\"verified\":[true]",
                "\"verified\":{\"verified\":true}",
                "\"Verified\":true",
                "\"verified\":false,\"verified\":true",
                "\"other\":true",
                "\"code\":5,\"verified\":true",
                "\"code\":\"fine\",\"verified\":true",
                "\"code\":true,\"verified\":true");
    }

    @ParameterizedTest
    @MethodSource
    void notTheLiteralTrueForThisMessage(String member) {
        provider.answers(200, "{\"message_id\":\"" + MESSAGE_ID + "\"," + member + "}");
        assertUnavailableAndAsked(provider.gateway().verify(MESSAGE_ID, CODE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message_id\":\"1725407449772531713\",\"verified\":true}",
                "{\"message_id\":1.725407449772531712e18,\"verified\":true}",
                "{\"message_id\":\"1725407449772531712 \",\"verified\":true}",
                "{\"message_id\":null,\"verified\":true}",
                "{\"message_id\":[\"1725407449772531712\"],\"verified\":true}",
                "{\"verified\":true}",
                "{\"message_id\":\"1725407449772531713\",\"verified\":false}",
                "true",
                "[{\"message_id\":\"1725407449772531712\",\"verified\":true}]",
            })
    void foreignOrMissingMessageId_verifiesNothing(String body) {
        provider.answers(200, body);
        assertUnavailableAndAsked(provider.gateway().verify(MESSAGE_ID, CODE));
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 202, 206, 301, 302, 400, 401, 403, 404, 409, 429, 500, 502, 503})
    void anyStatusBut200_neverVerifies(int status) {
        provider.answers(status, VERIFIED);
        assertThat(provider.gateway().verify(MESSAGE_ID, CODE))
                .isInstanceOfSatisfying(
                        VerifyResult.Failed.class,
                        failed -> assertThat(failed.asked()).isTrue());
    }

    @ParameterizedTest
    @CsvSource({"400, 3003", "400, 4001", "404, 4001", "200, 3003"})
    void usedExpiredOrUnknown_isExpired(int status, int code) {
        provider.answers(status, error(code));
        assertThat(provider.gateway().verify(MESSAGE_ID, CODE)).isEqualTo(new VerifyResult.Expired());
    }

    @ParameterizedTest
    @CsvSource({
        "500, 1000, UNAVAILABLE",
        "401, 2001, MISCONFIGURED",
        "401, 2002, MISCONFIGURED",
        "403, 2004, MISCONFIGURED",
        "400, 3001, MISCONFIGURED",
        "400, 3002, MISCONFIGURED",
        "400, 5001, UNAVAILABLE",
        "400, 6001, RATE_LIMITED",
        "429, 6001, RATE_LIMITED",
        "400, 7777, UNAVAILABLE",
        "500, 3003, MISCONFIGURED",
    })
    void otherErrors_leaveTheAnswerOpen(int status, int code, Kind kind) {
        provider.answers(status, error(code));
        assertThat(provider.gateway().verify(MESSAGE_ID, CODE))
                .isInstanceOfSatisfying(VerifyResult.Failed.class, failed -> {
                    assertThat(failed.failure().kind()).isEqualTo(kind);
                    assertThat(failed.failure().providerCode()).isEqualTo(code);
                    assertThat(failed.asked()).isTrue();
                });
    }

    @ParameterizedTest
    @CsvSource({"200", "404", "500", "502", "504"})
    void htmlPage_leavesTheAnswerOpen(int status) {
        provider.answers(status, "<html>verified: true</html>");
        assertUnavailableAndAsked(provider.gateway().verify(MESSAGE_ID, CODE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "null"})
    void notJson_leavesTheAnswerOpen(String body) {
        provider.answers(200, body);
        assertUnavailableAndAsked(provider.gateway().verify(MESSAGE_ID, CODE));
    }

    @Test
    void hugeReply_leavesTheAnswerOpen() {
        provider.answers(200, VERIFIED + " ".repeat(JsonHttp.LONGEST_REPLY));
        assertUnavailableAndAsked(provider.gateway().verify(MESSAGE_ID, CODE));
    }

    @Test
    void cutAfterTheQuestion_isAskedAndNotRepeated() {
        provider.answers(new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()))
                .answers(200, VERIFIED);
        assertUnavailableAndAsked(provider.gateway().verify(MESSAGE_ID, CODE));
        assertThat(provider.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void slowReply_holdsTheCallerForTheVerifyTimeoutAndNoLonger() {
        provider.answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
        EngageLabGateway gateway = provider.gateway(options -> options.verifyTimeout(Duration.ofMillis(300)));

        long began = System.nanoTime();
        assertUnavailableAndAsked(gateway.verify(MESSAGE_ID, CODE));

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isGreaterThanOrEqualTo(Duration.ofMillis(250))
                .isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void connectionThatFailsBeforeTheQuestion_isTriedOnceMore() {
        provider.answers(200, VERIFIED);
        FlakySockets sockets = new FlakySockets(1);

        assertThat(gateway(sockets).verify(MESSAGE_ID, CODE)).isEqualTo(new VerifyResult.Verified());
        assertThat(sockets.attempts.get()).isEqualTo(2);
    }

    @Test
    void connectionThatKeepsFailing_isTriedTwiceAndNothingWasAsked() {
        FlakySockets sockets = new FlakySockets(Integer.MAX_VALUE);

        assertThat(gateway(sockets).verify(MESSAGE_ID, CODE))
                .isInstanceOfSatisfying(VerifyResult.Failed.class, failed -> {
                    assertThat(failed.asked()).isFalse();
                    assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
                });
        assertThat(sockets.attempts.get()).isEqualTo(2);
        assertThat(provider.server.getRequestCount()).isZero();
    }

    @Test
    void connectionThatDiedWhileIdle_costsTheCallerNothing() throws Exception {
        provider.answers(200, VERIFIED).answers(200, VERIFIED);
        FlakySockets sockets = new FlakySockets(0);
        EngageLabGateway gateway = gateway(sockets);

        assertThat(gateway.verify(MESSAGE_ID, CODE)).isEqualTo(new VerifyResult.Verified());
        sockets.last.get().shutdownInput(); // what the client sees when the other side has closed
        assertThat(gateway.verify(MESSAGE_ID, CODE)).isEqualTo(new VerifyResult.Verified());

        assertThat(sockets.attempts.get()).isEqualTo(2);
    }

    @Test
    void timeoutDuringTheNameLookup_hasCertainlyNotAsked() {
        CountDownLatch resolve = new CountDownLatch(1);
        EngageLabGateway gateway = gateway(
                TestOptions.at(provider.url()).verifyTimeout(Duration.ofMillis(200)), new CountDownLatch(1), resolve);

        assertThat(gateway.verify(MESSAGE_ID, CODE))
                .isInstanceOfSatisfying(
                        VerifyResult.Failed.class,
                        failed -> assertThat(failed.asked()).isFalse());
        resolve.countDown();
    }

    @Test
    void callerThatGaveUpDuringTheNameLookup_isNotAskedForLater() throws Exception {
        CountDownLatch resolving = new CountDownLatch(1);
        CountDownLatch resolve = new CountDownLatch(1);
        EngageLabGateway gateway = gateway(TestOptions.at(provider.url()).maxConcurrentCalls(1), resolving, resolve);
        AtomicReference<VerifyResult> result = new AtomicReference<>();
        Thread caller = new Thread(() -> result.set(gateway.verify(MESSAGE_ID, CODE)));
        caller.start();
        resolving.await(10, TimeUnit.SECONDS);
        caller.interrupt();
        caller.join(10_000);
        assertThat(result.get())
                .isInstanceOfSatisfying(
                        VerifyResult.Failed.class,
                        failed -> assertThat(failed.asked()).isFalse());

        // There is time left and the lookup ends well, and still that question is never written.
        resolve.countDown();
        provider.answers(200, VERIFIED).answers(200, VERIFIED);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        VerifyResult next = gateway.verify("another", CODE);
        while (System.nanoTime() < deadline && next instanceof VerifyResult.Failed failed && !failed.asked()) {
            next = gateway.verify("another", CODE);
        }
        assertThat(ScriptedProvider.json(provider.request()).get("message_id").asText())
                .isEqualTo("another");
        assertThat(provider.server.getRequestCount()).isEqualTo(1);
    }

    @Test
    void interruptedCaller_keepsItsInterruptAndAnAnswer() throws Exception {
        provider.answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
        EngageLabGateway gateway = provider.gateway();
        Thread.currentThread().interrupt();

        VerifyResult result = gateway.verify(MESSAGE_ID, CODE);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(result).isInstanceOf(VerifyResult.Failed.class);
    }

    @Test
    void codeInTheProvidersMessage_isMasked() {
        provider.answers(400, "{\"code\":3002,\"message\":\"bad code aB3x9Z for 1725407449772531712\"}");
        try (LogCapture log = new LogCapture()) {
            VerifyResult result = provider.gateway().verify(MESSAGE_ID, "aB3x9Z");
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains("aB3x9Z"));
            assertThat(result.toString()).contains("bad code •••").doesNotContain("aB3x9Z");
        }
    }

    @Test
    void noOutcome_logsACodeOrABody() {
        try (LogCapture log = new LogCapture()) {
            EngageLabGateway gateway = provider.gateway();
            String echo = "\"verify_code\":\"" + CODE + "\"";
            for (String body : new String[] {VERIFIED, "{" + echo, "{" + echo + "}", error(3003), CODE, "<p>" + CODE}) {
                provider.answers(200, body);
                gateway.verify(MESSAGE_ID, CODE);
            }
            assertThat(log.lines()).isNotEmpty().noneMatch(line -> line.contains(CODE));
        }
    }

    private EngageLabGateway gateway(SocketFactory sockets) {
        UnaryOperator<OkHttpClient> change =
                client -> client.newBuilder().socketFactory(sockets).build();
        return provider.gateway(
                TestOptions.at(provider.server
                                .url("/")
                                .newBuilder()
                                .host("127.0.0.1")
                                .build())
                        .build(),
                change);
    }

    /** One whose name lookups wait. */
    private EngageLabGateway gateway(TestOptions options, CountDownLatch resolving, CountDownLatch resolve) {
        return provider.gateway(
                options.build(),
                client -> client.newBuilder()
                        .dns(host -> {
                            resolving.countDown();
                            await(resolve, host);
                            return okhttp3.Dns.SYSTEM.lookup(host);
                        })
                        .build());
    }

    private static void assertUnavailableAndAsked(VerifyResult result) {
        assertThat(result).isInstanceOfSatisfying(VerifyResult.Failed.class, failed -> {
            assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failed.asked()).isTrue();
        });
    }

    private static void await(CountDownLatch latch, String host) throws UnknownHostException {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new UnknownHostException(host);
        }
    }

    /** Sockets of which the first few cannot connect. */
    private static final class FlakySockets extends SocketFactory {
        private final AtomicInteger attempts = new AtomicInteger();
        private final AtomicReference<Socket> last = new AtomicReference<>();
        private final int failing;

        private FlakySockets(int failing) {
            this.failing = failing;
        }

        @Override
        public Socket createSocket() {
            boolean fails = attempts.incrementAndGet() <= failing;
            Socket socket = new Socket() {
                @Override
                public void connect(SocketAddress endpoint, int timeout) throws IOException {
                    if (fails) {
                        throw new ConnectException("refused");
                    }
                    super.connect(endpoint, timeout);
                }
            };
            last.set(socket);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            Socket socket = createSocket();
            socket.connect(new InetSocketAddress(host, port));
            return socket;
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw new UnsupportedOperationException();
        }
    }
}
