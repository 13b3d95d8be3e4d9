package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifyTest {
    private static final String PHONE = "+447400123456";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final SimulatorControl control = simulator.control();
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    private String code() {
        return control.lastMessage(PHONE).orElseThrow().code();
    }

    private String wrongCode() {
        return code().startsWith("1") ? "2" + code().substring(1) : "1" + code().substring(1);
    }

    @Test
    void rightCode_inTime_isTrueAndEchoesTheRequest() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");

        Caller.Reply reply = caller.verify(id, code());

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().size()).isEqualTo(3);
        assertThat(reply.json().get("message_id").textValue()).isEqualTo(id);
        assertThat(reply.json().get("verify_code").textValue()).isEqualTo(code());
        assertThat(reply.json().get("verified").booleanValue()).isTrue();
        assertThat(control.lastMessage(PHONE).orElseThrow().verified()).isTrue();
    }

    @Test
    void wrongCode_isFalse_isCounted_andDoesNotEndTheMessage() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");

        for (int i = 0; i < 50; i++) {
            Caller.Reply reply = caller.verify(id, wrongCode());
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.json().get("verified").booleanValue()).isFalse();
        }

        assertThat(control.lastMessage(PHONE).orElseThrow().wrongAttempts()).isEqualTo(50);
        assertThat(caller.verify(id, code()).json().get("verified").booleanValue())
                .isTrue();
    }

    @Test
    void codeWithSpaces_isAWrongCode() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");

        assertThat(caller.verify(id, " " + code()).json().get("verified").booleanValue())
                .isFalse();
    }

    @Test
    void verifiedMessage_is3003ForEveryCode() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");
        caller.verify(id, code());

        assertThat(caller.verify(id, code()).code()).isEqualTo(3003);
        assertThat(caller.verify(id, wrongCode()).code()).isEqualTo(3003);
        assertThat(caller.verify(id, wrongCode()).status()).isEqualTo(400);
    }

    @Test
    void expiredMessage_is3003ForEveryCode_fromTheMomentItExpires() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");
        control.advance(Duration.ofMinutes(5));

        Caller.Reply right = caller.verify(id, code());
        assertThat(right.status()).isEqualTo(400);
        assertThat(right.code()).isEqualTo(3003);
        assertThat(caller.verify(id, wrongCode()).code()).isEqualTo(3003);
        assertThat(control.lastMessage(PHONE).orElseThrow().verified()).isFalse();
        assertThat(control.lastMessage(PHONE).orElseThrow().wrongAttempts()).isZero();
    }

    @Test
    void usedAndExpired_differInTheirTextOnly() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");
        caller.verify(id, code());
        control.advance(Duration.ofMinutes(6));
        String other = caller.sendAccepted(PHONE, "login-otp");
        control.advance(Duration.ofMinutes(6));

        assertThat(caller.verify(id, "1").json().get("message"))
                .isNotEqualTo(caller.verify(other, "1").json().get("message"));
    }

    @Test
    void unknownMessage_is4001() throws Exception {
        Caller.Reply reply = caller.verify("1725407449772531712", "123456");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(4001);
    }

    @Test
    void messageWithTheCallersOwnCode_is4001() throws Exception {
        String id = caller.post(
                        "/v1/codes",
                        "{\"to\":\"" + PHONE + "\",\"code\":\"123456\",\"template\":{\"id\":\"login-otp\"}}")
                .json()
                .get("message_id")
                .textValue();

        assertThat(caller.verify(id, "123456").code()).isEqualTo(4001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"message_id\":\"1\"}",
                "{\"message_id\":\"\",\"verify_code\":\"1\"}",
                "{\"message_id\":\"1\",\"verify_code\":\"\"}",
                "{\"message_id\":\"1\",\"verify_code\":123456}"
            })
    void badField_is3002(String body) throws Exception {
        assertThat(caller.post("/v1/verifications", body).code()).isEqualTo(3002);
    }

    @Test
    void checks_goFromTheOutsideIn() throws Exception {
        assertThat(caller.post("/v1/verifications", "no json").code()).isEqualTo(3001);
        control.keyPermissions(Set.of(KeyPermission.SEND));
        assertThat(caller.post("/v1/verifications", "no json").code()).isEqualTo(2004);
        control.keyDisabled(true);
        assertThat(caller.post("/v1/verifications", "no json").code()).isEqualTo(2002);
        caller.as("");
        assertThat(caller.post("/v1/verifications", "no json").code()).isEqualTo(2001);
    }

    @Test
    void wrongCode_canBeSwitchedToAnError() throws Exception {
        control.behaviour(Behaviour.DEFAULT.withWrongCodeIsError(true));
        String id = caller.sendAccepted(PHONE, "login-otp");

        Caller.Reply reply = caller.verify(id, wrongCode());

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(3003);
        assertThat(control.lastMessage(PHONE).orElseThrow().wrongAttempts()).isEqualTo(1);
    }

    @Test
    void attemptLimit_canBeSwitchedOn() throws Exception {
        control.behaviour(Behaviour.DEFAULT.withAttemptLimit(2));
        String id = caller.sendAccepted(PHONE, "login-otp");
        caller.verify(id, wrongCode());
        caller.verify(id, wrongCode());

        assertThat(caller.verify(id, code()).code()).isEqualTo(3003);
        assertThat(control.lastMessage(PHONE).orElseThrow().verified()).isFalse();
    }

    @Test
    void calls_areCountedByMessage() throws Exception {
        String id = caller.sendAccepted(PHONE, "login-otp");
        caller.verify(id, wrongCode());
        caller.verify(id, code());
        caller.verify("1", code());

        assertThat(control.verifyCalls()).isEqualTo(3);
        assertThat(control.verifyCalls(id)).isEqualTo(2);
    }
}
