package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phonelatch.it.support.Await;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FaultsTest {
    private static final String PHONE = "+447400123456";
    private static final String OTHER = "+447400123457";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final SimulatorControl control = simulator.control();
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void error_isTheProvidersShape_andNothingIsSent() throws Exception {
        control.script(PHONE, Fault.error(500, 1000, "internal error"));

        Caller.Reply reply = caller.send(PHONE, "login-otp");

        assertThat(reply.status()).isEqualTo(500);
        assertThat(reply.body()).isEqualTo("{\"code\":1000,\"message\":\"internal error\"}");
        assertThat(control.messages(PHONE)).isEmpty();
        assertThat(caller.send(OTHER, "login-otp").status()).isEqualTo(200);
    }

    @Test
    void star_isEveryNumber_andTheNumbersOwnGoesFirst() throws Exception {
        control.script("*", Fault.error(400, 5001, "all"));
        control.script(PHONE, Fault.error(400, 5015, "one"), 1);

        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(5015);
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(5001);
        assertThat(caller.send(OTHER, "login-otp").code()).isEqualTo(5001);
    }

    @Test
    void countedFaults_happenInTheirOrder_andEnd() throws Exception {
        control.script(PHONE, Fault.error(400, 5001, "a"), 2);
        control.script(PHONE, Fault.error(400, 5016, "b"), 1);

        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(5001);
        assertThat(control.scripts()).hasSize(2);
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(5001);
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(5016);
        assertThat(control.scripts()).isEmpty();
        assertThat(caller.send(PHONE, "login-otp").status()).isEqualTo(200);
    }

    @Test
    void lastingFault_replacesWhatWasScriptedForTheNumberBefore() throws Exception {
        control.script(PHONE, Fault.error(400, 5016, "counted"), 5);
        control.script(PHONE, Fault.error(400, 5001, "lasting"));

        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(5001);
    }

    @Test
    void scriptedFault_goesBeforeTheOutcomeOfATestNumber() throws Exception {
        control.script("+447400100001", Fault.error(400, 5016, "scripted"), 1);

        assertThat(caller.send("+447400100001", "login-otp").code()).isEqualTo(5016);
        assertThat(caller.send("+447400100001", "login-otp").code()).isEqualTo(5011);
    }

    @Test
    void html_isNoJson() throws Exception {
        control.script("*", Fault.html(502));

        Caller.Reply reply = caller.send(PHONE, "login-otp");

        assertThat(reply.status()).isEqualTo(502);
        assertThat(reply.header("Content-Type")).startsWith("text/html");
        assertThat(reply.body()).startsWith("<!doctype html>");
    }

    @Test
    void tooMany_saysWhenToComeBack() throws Exception {
        control.script("*", Fault.tooMany(Duration.ofSeconds(7)));

        Caller.Reply reply = caller.send(PHONE, "login-otp");

        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.header("Retry-After")).isEqualTo("7");
    }

    @Test
    void reply_isAnythingAtAll() throws Exception {
        control.script(PHONE, Fault.reply(200, "application/json", "{\"message_id\":1}"));
        assertThat(caller.send(PHONE, "login-otp").body()).isEqualTo("{\"message_id\":1}");

        control.script(PHONE, Fault.reply(200, "application/json", ""));
        assertThat(caller.send(PHONE, "login-otp").body()).isEmpty();
    }

    @Test
    void dropBeforeAccept_cutsTheConnection_andNothingIsSent() throws Exception {
        control.script(PHONE, Fault.dropBeforeAccept(), 1);

        assertThatThrownBy(() -> caller.send(PHONE, "login-otp")).isInstanceOf(IOException.class);
        assertThat(control.messages(PHONE)).isEmpty();
        assertThat(caller.send(PHONE, "login-otp").status()).isEqualTo(200);
    }

    @Test
    void dropAfterAccept_cutsTheConnection_andTheMessageIsThere() throws Exception {
        control.script(PHONE, Fault.dropAfterAccept(), 1);

        assertThatThrownBy(() -> caller.send(PHONE, "login-otp")).isInstanceOf(IOException.class);
        assertThat(control.messages(PHONE)).hasSize(1);
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(3004);
    }

    @Test
    void breakOff_cutsTheConnectionInMidAnswer_andTheMessageIsThere() throws Exception {
        control.script(PHONE, Fault.breakOff(), 1);

        try (Socket socket =
                new Socket(simulator.uri().getHost(), simulator.uri().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(sendRequest().getBytes(StandardCharsets.UTF_8));
            String received = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(received)
                    .startsWith("HTTP/1.1 200")
                    .contains("{\"message_id\":")
                    .doesNotContain("}");
        }
        assertThat(control.messages(PHONE)).hasSize(1);
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(3004);
    }

    private static String sendRequest() {
        String body = "{\"to\":\"" + PHONE + "\",\"template\":{\"id\":\"login-otp\"}}";
        return "POST /v1/messages HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                + Caller.basic("demo-key", "demo-secret")
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void refusedConnections_cutWhatIsUnderWay_andNothingIsForgotten() throws Exception {
        caller.sendAccepted(PHONE, "login-otp");
        control.script(OTHER, Fault.hang(), 1);
        CompletableFuture<Caller.Reply> hanging = async(() -> caller.send(OTHER, "login-otp"));
        Await.until("the call that hangs", () -> control.sendCalls(OTHER) == 1);

        simulator.refuseConnections();

        assertThatThrownBy(() -> hanging.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
        assertThatThrownBy(() -> caller.send(OTHER, "login-otp")).isInstanceOf(ConnectException.class);
        simulator.acceptConnections();
        simulator.acceptConnections();
        assertThat(caller.send(OTHER, "login-otp").status()).isEqualTo(200);
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(3004);
    }

    @Test
    void delay_letsTheMessageGoAtOnce_andAnswersLater() throws Exception {
        control.script(PHONE, Fault.delay(Duration.ofMillis(700)), 1);
        long started = System.nanoTime();

        CompletableFuture<Caller.Reply> late = async(() -> caller.send(PHONE, "login-otp"));
        awaitMessage();
        assertThat(late).isNotDone();

        assertThat(late.get(10, TimeUnit.SECONDS).status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
    }

    @Test
    void lateError_isAnErrorLater() throws Exception {
        control.script(PHONE, Fault.error(400, 5001, "scripted").after(Duration.ofMillis(300)));
        long started = System.nanoTime();

        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(5001);
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
    }

    @Test
    void hang_neverAnswers_untilTheScriptsAreCleared() throws Exception {
        control.script("*", Fault.hang());
        caller.waitingAtMost(Duration.ofMillis(400));
        assertThatThrownBy(() -> caller.send(PHONE, "login-otp")).isInstanceOf(HttpTimeoutException.class);

        control.clearScripts();
        control.script("*", Fault.hang(), 1);
        caller.waitingAtMost(Duration.ofSeconds(20));
        CompletableFuture<Caller.Reply> held = async(() -> caller.send(PHONE, "login-otp"));
        awaitNoScripts();
        assertThat(held).isNotDone();
        control.clearScripts();

        assertThatThrownBy(() -> held.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
        assertThat(control.messages(PHONE)).isEmpty();
        assertThat(caller.send(PHONE, "login-otp").status()).isEqualTo(200);
    }

    @Test
    void manyThatHang_doNotKeepOthersFromAnAnswer() throws Exception {
        control.script(PHONE, Fault.hang());
        List<CompletableFuture<Caller.Reply>> held = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            held.add(async(() -> caller.send(PHONE, "login-otp")));
        }
        awaitSendCalls(300);

        assertThat(caller.send(OTHER, "login-otp").status()).isEqualTo(200);
        assertThat(held).noneMatch(CompletableFuture::isDone);
    }

    @Test
    void verifyFault_usesNoCode_unlessTheConnectionIsCutAfterwards() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");
        String code = control.lastMessage(PHONE).orElseThrow().code();
        control.scriptVerify(Fault.error(500, 1000, "internal error"), 1);
        control.scriptVerify(Fault.dropBeforeAccept(), 1);
        control.scriptVerify(Fault.dropAfterAccept(), 1);

        assertThat(caller.verify(id, code).code()).isEqualTo(1000);
        assertThatThrownBy(() -> caller.verify(id, code)).isInstanceOf(IOException.class);
        assertThat(control.lastMessage(PHONE).orElseThrow().verified()).isFalse();
        assertThatThrownBy(() -> caller.verify(id, code)).isInstanceOf(IOException.class);
        assertThat(control.lastMessage(PHONE).orElseThrow().verified()).isTrue();
        assertThat(caller.verify(id, code).code()).isEqualTo(3003);
    }

    @Test
    void lastingFaults_ofEachKindOfCall() throws Exception {
        control.scriptVerify(Fault.html(503));
        control.scriptTemplates(Fault.html(504));

        assertThat(caller.verify("1", "1").status()).isEqualTo(503);
        assertThat(caller.verify("1", "1").status()).isEqualTo(503);
        assertThat(caller.get("/v1/template-configs/login-otp").status()).isEqualTo(504);
        assertThat(caller.send(PHONE, "login-otp").status()).isEqualTo(200);

        control.clearScripts();
        assertThat(caller.get("/v1/template-configs/login-otp").status()).isEqualTo(200);
        assertThat(caller.verify("1", "1").code()).isEqualTo(4001);
    }

    @Test
    void templateFault_counted() throws Exception {
        control.scriptTemplates(Fault.html(504), 1);

        assertThat(caller.get("/v1/template-configs").status()).isEqualTo(504);
        assertThat(caller.get("/v1/template-configs").status()).isEqualTo(200);
    }

    @Test
    void close_cutsWhatIsStillOpen() throws Exception {
        control.script("*", Fault.hang(), 1);
        CompletableFuture<Caller.Reply> held = async(() -> caller.send(PHONE, "login-otp"));
        awaitNoScripts();

        simulator.close();

        assertThatThrownBy(() -> held.get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void heldForOthers_answersNobodyBeforeTheLastHasCome_andThenEverybody() throws Exception {
        Gathering three = Gathering.of(3, Duration.ofSeconds(20));
        control.script("*", Fault.error(400, 5001, "together").heldFor(three));
        List<CompletableFuture<Caller.Reply>> held = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            held.add(async(() -> caller.send(PHONE, "login-otp")));
        }
        awaitSendCalls(2);
        assertThat(three.isComplete()).isFalse();
        assertThat(held).noneMatch(CompletableFuture::isDone);

        assertThat(caller.send(OTHER, "login-otp").code()).isEqualTo(5001);

        for (CompletableFuture<Caller.Reply> one : held) {
            assertThat(one.get(10, TimeUnit.SECONDS).code()).isEqualTo(5001);
        }
        assertThat(three.isComplete()).isTrue();
        assertThat(caller.send(PHONE, "login-otp").code()).as("held no longer").isEqualTo(5001);
    }

    @Test
    void heldForOthersWhoDoNotCome_isCut_andDoesNotCountForTheNext() throws Exception {
        Gathering two = Gathering.of(2, Duration.ofMillis(200));
        control.script("*", Fault.delay(Duration.ZERO).heldFor(two));

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> caller.send(PHONE, "login-otp")).isInstanceOf(IOException.class);
        }

        assertThat(two.isComplete()).isFalse();
        assertThat(control.messages(PHONE)).as("carried out all the same").isNotEmpty();
        assertThat(control.scripts().get(0).fault()).hasToString("answer, held until 2 have come");
    }

    private interface Work {
        Caller.Reply run() throws IOException, InterruptedException;
    }

    private static CompletableFuture<Caller.Reply> async(Work work) {
        CompletableFuture<Caller.Reply> future = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                future.complete(work.run());
            } catch (IOException e) {
                future.completeExceptionally(new CompletionException(e));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                future.cancel(false);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return future;
    }

    private void awaitMessage() throws InterruptedException {
        while (control.messages(PHONE).isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void awaitNoScripts() throws InterruptedException {
        while (!control.scripts().isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    private void awaitSendCalls(int calls) throws InterruptedException {
        while (control.sendCalls() < calls) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }
}
