package io.github.phonelatch.gateway.engagelab;

import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.MESSAGE;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.MESSAGE_ID;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.NUMBER;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.SENT;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.TEMPLATE;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.await;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.LogCapture;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.http.JsonHttp;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.logging.Level;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.Credentials;
import okhttp3.HttpUrl;
import okio.Buffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngageLabSendTest {
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
    void send_asksAsDocumented() throws Exception {
        provider.answers(200, SENT);

        SendResult result = await(provider.gateway().send(MESSAGE));

        assertThat(result).isEqualTo(new SendResult.Sent(MESSAGE_ID, "sms"));
        RecordedRequest request = provider.request();
        assertThat(request.getRequestLine()).isEqualTo("POST /v1/messages HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization"))
                .isEqualTo(Credentials.basic(TestOptions.KEY, TestOptions.SECRET));
        assertThat(request.getHeaders().get("Content-Type")).isEqualTo("application/json; charset=utf-8");
        assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
        assertThat(request.getHeaders().get("User-Agent")).startsWith("Phonelatch/");
        assertThat(request.getBody().utf8())
                .isEqualTo("{\"to\":\"+447400123456\",\"template\":{\"id\":\"login-otp\",\"language\":\"en\"}}");
    }

    @ParameterizedTest
    @CsvSource({"zh-TW, zh_HK", "ar, default", "'', default", ", default"})
    void language_isMappedToWhatTheProviderHas(String locale, String language) throws Exception {
        provider.answers(200, SENT);

        await(provider.gateway().send(new OtpMessage(NUMBER, TEMPLATE, locale)));

        assertThat(ScriptedProvider.json(provider.request())
                        .at("/template/language")
                        .asText())
                .isEqualTo(language);
    }

    @Test
    void baseUrlWithAPath_keepsIt() throws Exception {
        provider.answers(200, SENT);
        EngageLabOptions options =
                TestOptions.at(provider.server.url("/engagelab/")).build();

        await(provider.gateway(options, client -> client).send(MESSAGE));

        assertThat(provider.request().getTarget()).isEqualTo("/engagelab/v1/messages");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"message_id\":\"1725407449772531712\",\"send_channel\":\"sms\",\"new\":{\"a\":[1]}}",
                "{\"message_id\":1725407449772531712,\"send_channel\":\"sms\"}",
                "{\"code\":0,\"message_id\":\"1725407449772531712\",\"send_channel\":\"sms\"}",
                "{\"code\":null,\"message_id\":\"1725407449772531712\",\"send_channel\":\"sms\"}",
            })
    void acceptedInAnyShape_isSent(String body) throws Exception {
        provider.answers(200, body);
        assertThat(await(provider.gateway().send(MESSAGE))).isEqualTo(new SendResult.Sent(MESSAGE_ID, "sms"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",\"send_channel\":null", ",\"send_channel\":\"<script>\"", ",\"send_channel\":7.5"})
    void channelThatIsNone_isUnknown(String rest) throws Exception {
        provider.answers(200, "{\"message_id\":\"1\"" + rest + "}");
        assertThat(await(provider.gateway().send(MESSAGE))).isEqualTo(new SendResult.Sent("1", "unknown"));
    }

    @ParameterizedTest
    @CsvSource({
        // HTTP status, code, kind
        "500, 1000, UNAVAILABLE, false",
        "401, 2001, MISCONFIGURED, true",
        "401, 2002, MISCONFIGURED, true",
        "403, 2004, MISCONFIGURED, true",
        "400, 3001, MISCONFIGURED, true",
        "400, 3002, MISCONFIGURED, true",
        "400, 3003, MISCONFIGURED, true",
        "400, 3004, ALREADY_SENT, true",
        "400, 3005, MISCONFIGURED, true",
        "400, 3013, MISCONFIGURED, true",
        "400, 4001, MISCONFIGURED, true",
        "400, 5001, UNAVAILABLE, true",
        "400, 5011, NUMBER_INVALID, true",
        "400, 5012, NUMBER_UNREACHABLE, true",
        "400, 5013, NUMBER_BLOCKED, true",
        "400, 5014, MISCONFIGURED, true",
        "400, 5015, NUMBER_BLOCKED, true",
        "400, 5016, UNAVAILABLE, true",
        "400, 5017, COUNTRY_NOT_SERVED, true",
        "400, 5018, NUMBER_UNREACHABLE, true",
        "400, 5019, NUMBER_BLOCKED, true",
        "400, 5020, NUMBER_INVALID, true",
        "400, 6001, RATE_LIMITED, true",
        "400, 6003, RATE_LIMITED, true",
        "400, 6006, COUNTRY_NOT_SERVED, true",
        "400, 6007, MISCONFIGURED, true",
        // unknown codes, by family
        "400, 2999, MISCONFIGURED, true",
        "400, 3999, MISCONFIGURED, true",
        "404, 4999, MISCONFIGURED, true",
        "400, 5999, UNAVAILABLE, true",
        "400, 6999, RATE_LIMITED, true",
        "400, 99, UNAVAILABLE, true",
        "400, -7, UNAVAILABLE, true",
        // code and status disagree
        "200, 3004, ALREADY_SENT, true",
        "200, 5013, NUMBER_BLOCKED, true",
        "200, 1000, UNAVAILABLE, false",
        "200, 5999, UNAVAILABLE, false",
        "503, 5016, UNAVAILABLE, false",
        "503, 2999, UNAVAILABLE, false",
        "429, 9999, RATE_LIMITED, true",
        "429, 3004, ALREADY_SENT, true",
        "408, 5001, UNAVAILABLE, false",
    })
    void errorCode_becomesItsKind(int status, int code, Kind kind, boolean outcomeKnown) throws Exception {
        provider.answers(status, error(code));

        SendResult.Failed failed = failed(await(provider.gateway().send(MESSAGE)));

        assertThat(failed.failure().kind()).isEqualTo(kind);
        assertThat(failed.failure().providerCode()).isEqualTo(code);
        assertThat(failed.failure().detail()).contains("HTTP " + status + ", code " + code, "text of the provider");
        assertThat(failed.outcomeKnown()).isEqualTo(outcomeKnown);
    }

    @Test
    void codeAsText_isUnderstood() throws Exception {
        provider.answers(400, "{\"code\":\"3004\"}");
        assertThat(failed(await(provider.gateway().send(MESSAGE))).failure().kind())
                .isEqualTo(Kind.ALREADY_SENT);
    }

    @ParameterizedTest
    @CsvSource({
        "401, MISCONFIGURED, true",
        "403, MISCONFIGURED, true",
        "404, UNAVAILABLE, true",
        "405, UNAVAILABLE, true",
        "413, UNAVAILABLE, true",
        "429, RATE_LIMITED, true",
        "408, UNAVAILABLE, false",
        "301, UNAVAILABLE, false",
        "500, UNAVAILABLE, false",
        "502, UNAVAILABLE, false",
        "503, UNAVAILABLE, false",
        "504, UNAVAILABLE, false",
        "200, UNAVAILABLE, false",
    })
    void pageOfAProxy_isJudgedByItsStatus(int status, Kind kind, boolean outcomeKnown) throws Exception {
        provider.answers(status, "<html><body>Something +447400123456</body></html>");

        SendResult.Failed failed = failed(await(provider.gateway().send(MESSAGE)));

        assertThat(failed.failure().kind()).isEqualTo(kind);
        assertThat(failed.failure().providerCode()).isNull();
        assertThat(failed.failure().detail()).contains("HTTP " + status).doesNotContain("447400123456");
        assertThat(failed.outcomeKnown()).isEqualTo(outcomeKnown);
    }

    static Stream<String> notUnderstood() {
        return Stream.of(
                "",
                " ",
                "{",
                "null",
                "true",
                "[]",
                "\"" + MESSAGE_ID + "\"",
                "{}",
                "{\"message_id\":null,\"send_channel\":\"sms\"}",
                "{\"message_id\":\"\",\"send_channel\":\"sms\"}",
                "{\"message_id\":\"a b\",\"send_channel\":\"sms\"}",
                "{\"message_id\":\"" + "9".repeat(129) + "\",\"send_channel\":\"sms\"}",
                "{\"message_id\":1.5e18,\"send_channel\":\"sms\"}",
                "{\"message_id\":[\"1\"],\"send_channel\":\"sms\"}",
                "{\"code\":\"OK\",\"message_id\":\"1\",\"send_channel\":\"sms\"}",
                "{\"code\":{},\"message_id\":\"1\",\"send_channel\":\"sms\"}",
                "{\"message_id\":\"1\",\"message_id\":\"2\",\"send_channel\":\"sms\"}",
                SENT + SENT,
                SENT + "<html>",
                "{\"a\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}",
                "{\"message_id\":\"1\",\"fill\":\"" + "x".repeat(JsonHttp.LONGEST_REPLY) + "\"}");
    }

    @ParameterizedTest
    @MethodSource
    void notUnderstood(String body) throws Exception {
        provider.answers(200, body);

        SendResult.Failed failed = failed(await(provider.gateway().send(MESSAGE)));

        assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failed.outcomeKnown()).isFalse();
    }

    @Test
    void longestReply_isStillRead() throws Exception {
        String head = "{\"message_id\":\"1\",\"send_channel\":\"sms\",\"fill\":\"";
        provider.answers(200, head + "x".repeat(JsonHttp.LONGEST_REPLY - head.length() - 2) + "\"}");
        assertThat(await(provider.gateway().send(MESSAGE))).isEqualTo(new SendResult.Sent("1", "sms"));
    }

    @Test
    void endlessReply_isGivenUpAtTheLimit() throws Exception {
        provider.answers(new MockResponse.Builder()
                .chunkedBody(new Buffer().writeUtf8(" ".repeat(20 * JsonHttp.LONGEST_REPLY)), 1024));
        assertThat(failed(await(provider.gateway().send(MESSAGE))).failure().detail())
                .contains("more than 65536 bytes");
    }

    @Test
    void slowHeaders_endAtTheCallTimeoutWithTheOutcomeUnknown() throws Exception {
        provider.answers(new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE));
        SendResult.Failed failed = failed(await(provider.gateway(options -> options.callTimeout(Duration.ofMillis(300)))
                .send(MESSAGE)));
        assertThat(failed.failure()).satisfies(failure -> {
            assertThat(failure.kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failure.detail()).isEqualTo("no complete reply within 300 ms");
        });
        assertThat(failed.outcomeKnown()).isFalse();
    }

    @Test
    void slowBody_endsAtTheCallTimeoutWithTheOutcomeUnknown() throws Exception {
        provider.answers(new MockResponse.Builder().body(SENT).throttleBody(1, 200, TimeUnit.MILLISECONDS));
        assertThat(failed(await(provider.gateway(options -> options.callTimeout(Duration.ofMillis(300)))
                                .send(MESSAGE)))
                        .outcomeKnown())
                .isFalse();
    }

    static Stream<MockResponse.Builder> cutAfterTheRequest() {
        return Stream.of(
                new MockResponse.Builder().onRequestBody(new SocketEffect.CloseSocket()),
                new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()),
                new MockResponse.Builder().body(SENT).onResponseBody(new SocketEffect.CloseSocket()));
    }

    @ParameterizedTest
    @MethodSource
    void cutAfterTheRequest(MockResponse.Builder cut) throws Exception {
        provider.answers(cut).answers(200, SENT);

        SendResult.Failed failed = failed(await(provider.gateway().send(MESSAGE)));

        assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
        assertThat(failed.outcomeKnown()).isFalse();
        assertThat(provider.server.getRequestCount()).isLessThan(2);
    }

    @Test
    void refusedConnection_certainlySentNothing() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        SendResult.Failed failed = failed(await(provider.gateway(
                        TestOptions.at(HttpUrl.get("http://127.0.0.1:" + port)).build(), client -> client)
                .send(MESSAGE)));
        assertThat(failed.outcomeKnown()).isTrue();
        assertThat(failed.failure().detail())
                .startsWith("there was no connection")
                .contains("127.0.0.1:" + port);
    }

    @Test
    void unknownHost_certainlySentNothing() throws Exception {
        SendResult.Failed failed = failed(await(provider.gateway(
                        TestOptions.at(HttpUrl.get("http://simulator")).build(),
                        client -> client.newBuilder()
                                .dns(host -> {
                                    throw new UnknownHostException(host);
                                })
                                .build())
                .send(MESSAGE)));
        assertThat(failed.outcomeKnown()).isTrue();
        assertThat(failed.failure().detail()).isEqualTo("the host name was not found (simulator)");
    }

    @Test
    void timeoutBeforeThereIsAConnection_certainlySentNothing() throws Exception {
        CountDownLatch resolved = new CountDownLatch(1);
        CompletionStage<SendResult> stage = provider.gateway(
                        TestOptions.at(provider.url())
                                .callTimeout(Duration.ofMillis(200))
                                .build(),
                        client -> client.newBuilder()
                                .dns(host -> {
                                    try {
                                        resolved.await(10, TimeUnit.SECONDS);
                                    } catch (InterruptedException e) {
                                        throw new UnknownHostException(host);
                                    }
                                    return okhttp3.Dns.SYSTEM.lookup(host);
                                })
                                .build())
                .send(MESSAGE);
        assertThatThrownBy(() -> stage.toCompletableFuture().get(400, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        resolved.countDown();

        assertThat(failed(await(stage)).outcomeKnown()).isTrue();
        assertThat(provider.server.getRequestCount()).isZero();
    }

    @Test
    void redirect_isNotFollowedAndTheSecretGoesNowhere() throws Exception {
        try (ScriptedProvider elsewhere = ScriptedProvider.started()) {
            elsewhere.answers(200, SENT);
            for (int status : List.of(301, 302, 303, 307, 308)) {
                provider.answers(new MockResponse.Builder()
                        .code(status)
                        .addHeader("Location", elsewhere.url().toString()));
                assertThat(failed(await(provider.gateway().send(MESSAGE)))
                                .failure()
                                .kind())
                        .isEqualTo(Kind.UNAVAILABLE);
            }
            assertThat(elsewhere.server.getRequestCount()).isZero();
            assertThat(provider.server.getRequestCount()).isEqualTo(5);
        }
    }

    @ParameterizedTest
    @CsvSource({"503, 0, false", "429, 30, true", "408, 0, false", "421, 0, true"})
    void retryAfter_isNeverObeyedByTheClientItself(int status, String seconds, boolean outcomeKnown) throws Exception {
        provider.answers(new MockResponse.Builder().code(status).addHeader("Retry-After", seconds))
                .answers(200, SENT);

        assertThat(failed(await(provider.gateway().send(MESSAGE))).outcomeKnown())
                .isEqualTo(outcomeKnown);
        assertThat(provider.server.getRequestCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "447400123456",
                "+0740012345",
                "+123456",
                "+1234567890123456",
                "+44 7400 123456",
                "+447400123456\n",
                "+٤٤٧٤٠٠١٢٣٤٥٦",
                "pupil@school.example",
                "+447400123456,+447400123457",
                "{{code}}"
            })
    void whatIsNoE164Number_neverLeavesTheProcess(String to) throws Exception {
        SendResult.Failed failed = failed(await(provider.gateway().send(new OtpMessage(to, TEMPLATE, "en"))));

        assertThat(failed.failure().kind()).isEqualTo(Kind.NUMBER_INVALID);
        assertThat(failed.outcomeKnown()).isTrue();
        assertThat(provider.server.getRequestCount()).isZero();
    }

    @Test
    void templateIdThatIsNone_neverLeavesTheProcess() throws Exception {
        for (String id : List.of("", "  ", "x".repeat(129))) {
            SendResult.Failed failed = failed(await(provider.gateway().send(new OtpMessage(NUMBER, id, "en"))));
            assertThat(failed.failure().kind()).isEqualTo(Kind.MISCONFIGURED);
            assertThat(failed.outcomeKnown()).isTrue();
        }
        assertThat(provider.server.getRequestCount()).isZero();
    }

    @Test
    void slowReply_completesTheStageAfterThePageStoppedWaiting() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        provider.server.setDispatcher(holding(answer));
        CompletionStage<SendResult> stage = provider.gateway().send(MESSAGE);

        assertThatThrownBy(() -> stage.toCompletableFuture().get(100, TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        stage.toCompletableFuture().cancel(true);
        answer.countDown();

        assertThat(await(stage)).isEqualTo(new SendResult.Sent(MESSAGE_ID, "sms"));
    }

    @Test
    void fullThreads_refuseAtOnceWithoutACall() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        provider.server.setDispatcher(holding(answer));
        EngageLabGateway gateway = provider.gateway(options -> options.maxConcurrentCalls(2));
        List<CompletionStage<SendResult>> underWay = List.of(gateway.send(MESSAGE), gateway.send(MESSAGE));
        provider.request();
        provider.request();

        List<Long> millis = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            long began = System.nanoTime();
            SendResult.Failed failed =
                    failed(gateway.send(MESSAGE).toCompletableFuture().getNow(new SendResult.Sent("not refused", "")));
            millis.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
            assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failed.outcomeKnown()).isTrue();
        }
        // The quickest of five, since a busy test machine may stop us at any one.
        assertThat(millis).anyMatch(took -> took < 50);
        assertThat(provider.server.getRequestCount()).isEqualTo(2);

        answer.countDown();
        for (CompletionStage<SendResult> stage : underWay) {
            assertThat(await(stage)).isInstanceOf(SendResult.Sent.class);
        }
        assertThat(await(gateway.send(MESSAGE))).isInstanceOf(SendResult.Sent.class);
    }

    @Test
    void oneThread_servesOneSendAfterTheOther() throws Exception {
        EngageLabGateway gateway = provider.gateway(options -> options.maxConcurrentCalls(1));
        for (int i = 0; i < 50; i++) {
            provider.answers(200, SENT);
            assertThat(await(gateway.send(MESSAGE))).isInstanceOf(SendResult.Sent.class);
        }
    }

    @Test
    void stage_completesOnADaemonThreadOfTheGateway() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        provider.server.setDispatcher(holding(answer));
        CompletionStage<Thread> thread = provider.gateway().send(MESSAGE).thenApply(result -> Thread.currentThread());
        answer.countDown();

        assertThat(thread.toCompletableFuture().get(10, TimeUnit.SECONDS)).satisfies(on -> {
            assertThat(on.getName()).startsWith("phonelatch-gateway-");
            assertThat(on.isDaemon()).isTrue();
        });
    }

    @Test
    void bugInside_isAFailureAndTellsNothingPrivate() throws Exception {
        try (LogCapture log = new LogCapture()) {
            EngageLabGateway gateway = provider.gateway(
                    TestOptions.at(provider.url()).build(),
                    client -> client.newBuilder()
                            .addInterceptor(chain -> {
                                throw new AssertionError("about " + NUMBER);
                            })
                            .build());

            SendResult.Failed failed = failed(await(gateway.send(MESSAGE)));

            assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE);
            assertThat(failed.outcomeKnown()).isFalse();
            assertThat(log.lines()).anyMatch(line -> line.contains("AssertionError"));
            assertThat(log.lines()).noneMatch(line -> line.contains("7400"));
        }
    }

    @Test
    void afterTheServerStopped_everythingIsRefused() throws Exception {
        EngageLabGateway gateway = provider.gateway();
        gateway.calls().close();

        assertThat(failed(await(gateway.send(MESSAGE))).outcomeKnown()).isTrue();
        assertThat(gateway.verify(MESSAGE_ID, "123456")).hasFieldOrPropertyWithValue("asked", false);
        assertThat(provider.server.getRequestCount()).isZero();
    }

    @Test
    void endOfAKeycloakSession_closesNothing() throws Exception {
        EngageLabGateway gateway = provider.gateway();
        gateway.close();
        provider.answers(200, SENT);
        assertThat(await(gateway.send(MESSAGE))).isInstanceOf(SendResult.Sent.class);
    }

    @ParameterizedTest
    @CsvSource({
        "401, 2001, dev-key and dev-secret",
        "401, 2002, renew or enable it",
        "403, 2004, permissions Send and Verify",
        "400, 3005, top it up",
        "400, 3013, state in the EngageLab console",
        "400, 4001, check templates",
    })
    void misconfigured_logsOneLineThatSaysWhatToDo(int status, int code, String advice) throws Exception {
        provider.answers(status, error(code));
        try (LogCapture log = new LogCapture()) {
            await(provider.gateway().send(MESSAGE));
            assertThat(log.lines(Level.WARNING))
                    .singleElement()
                    .asString()
                    .contains("an admin has to act", "code " + code, advice);
        }
    }

    @Test
    void hostileMessageOfTheProvider_isMaskedInLogAndFailure() throws Exception {
        provider.answers(
                400,
                "{\"code\":5013,\"message\":\"" + NUMBER + " 00447400123456\\n2026 ERROR forged " + TestOptions.SECRET
                        + " " + Credentials.basic(TestOptions.KEY, TestOptions.SECRET) + "\"}");
        try (LogCapture log = new LogCapture()) {
            SendResult.Failed failed = failed(await(provider.gateway().send(MESSAGE)));

            assertThat(failed.failure().detail()).contains("code 5013", "ERROR forged");
            List<String> everything = new ArrayList<>(log.lines());
            everything.add(failed.toString());
            everything.add(MESSAGE.toString());
            assertThat(everything)
                    .allSatisfy(line -> assertThat(line)
                            .doesNotContain("7400123456", TestOptions.SECRET, "\n")
                            .doesNotContain(Credentials.basic(TestOptions.KEY, TestOptions.SECRET)
                                    .substring(6)));
        }
    }

    private static Dispatcher holding(CountDownLatch answer) {
        return new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                try {
                    answer.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return new MockResponse.Builder().body(SENT).build();
            }
        };
    }

    private static SendResult.Failed failed(SendResult result) {
        assertThat(result).isInstanceOf(SendResult.Failed.class);
        return (SendResult.Failed) result;
    }
}
