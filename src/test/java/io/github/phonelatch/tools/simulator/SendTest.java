package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SendTest {
    private static final String PHONE = "+447400123456";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final SimulatorControl control = simulator.control();
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    @Test
    void accepted_answersIdAndFirstChannel_andThePhoneHasTheMessage() throws Exception {
        Caller.Reply reply = caller.send(PHONE, "login-otp");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().size()).isEqualTo(2);
        assertThat(reply.json().get("message_id").textValue()).matches("\\d{19}");
        assertThat(reply.json().get("send_channel").textValue()).isEqualTo("sms");
        SentMessage message = control.lastMessage(PHONE).orElseThrow();
        assertThat(message.id()).isEqualTo(reply.json().get("message_id").textValue());
        assertThat(message.code()).matches("\\d{6}");
        assertThat(message.text()).contains(message.code()).contains("My School");
        assertThat(message.arrivedBy()).contains(Channel.SMS);
        assertThat(Duration.between(message.createdAt(), message.expiresAt())).isEqualTo(Duration.ofMinutes(5));
        assertThat(message.verified()).isFalse();
    }

    @Test
    void everyMessageHasAnIdOfItsOwn() throws Exception {
        assertThat(caller.sendAccepted(PHONE, "login-otp")).isNotEqualTo(caller.sendAccepted(PHONE, "login-voice"));
        assertThat(control.messages(PHONE)).hasSize(2);
        assertThat(control.lastMessage(PHONE).orElseThrow().channel()).isEqualTo(Channel.VOICE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Basic", "Bearer abc", "Basic !!!", "Basic ZGVtby1rZXk6d3Jvbmc="})
    void badCredentials_goBeforeEverythingElse(String authorization) throws Exception {
        caller.as(authorization);

        Caller.Reply reply = caller.post("/v1/messages", "no json");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo(2001);
    }

    @Test
    void disabledKey_goesBeforePermission() throws Exception {
        control.keyDisabled(true);
        control.keyPermissions(Set.of());

        Caller.Reply reply = caller.send(PHONE, "login-otp");

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.code()).isEqualTo(2002);
    }

    @Test
    void missingPermission_goesBeforeJson() throws Exception {
        control.keyPermissions(Set.of(KeyPermission.VERIFY));

        Caller.Reply reply = caller.post("/v1/messages", "no json");

        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.code()).isEqualTo(2004);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no json", "[]", "\"text\"", "{} {}", "{\"to\":", "null"})
    void whatIsNotAJsonObject_is3001(String body) throws Exception {
        Caller.Reply reply = caller.post("/v1/messages", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(3001);
    }

    @Test
    void emptyBody_is3001() throws Exception {
        assertThat(caller.post("/v1/messages", "").code()).isEqualTo(3001);
    }

    @Test
    void jsonUnderAnotherContentType_is3001() throws Exception {
        assertThat(caller.call("POST", "/v1/messages", "{}", "text/plain").code())
                .isEqualTo(3001);
    }

    @Test
    void bodyOver64KiB_isRefused() throws Exception {
        assertThat(caller.post("/v1/messages", "{\"to\":\"" + "1".repeat(70_000) + "\"}")
                        .status())
                .isEqualTo(413);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"to\":\"\",\"template\":{\"id\":\"none\"}}",
                "{\"to\":447400123456,\"template\":{\"id\":\"none\"}}",
                "{\"to\":[\"+447400123456\"],\"template\":{\"id\":\"none\"}}",
                "{\"to\":\"+447400123456\"}",
                "{\"to\":\"+447400123456\",\"template\":\"none\"}",
                "{\"to\":\"+447400123456\",\"template\":{}}",
                "{\"to\":\"+447400123456\",\"template\":{\"id\":\" \"}}",
                "{\"to\":\"+447400123456\",\"template\":{\"id\":\"none\",\"language\":\"fr\"}}",
                "{\"to\":\"+447400123456\",\"template\":{\"id\":\"none\",\"params\":[]}}",
                "{\"to\":\"+447400123456\",\"template\":{\"id\":\"none\",\"params\":{\"a\":1}}}"
            })
    void badField_is3002_beforeTheTemplateIsLookedUp(String body) throws Exception {
        Caller.Reply reply = caller.post("/v1/messages", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(3002);
    }

    @Test
    void unknownTemplate_is4001_beforeTheNumberIsLookedAt() throws Exception {
        Caller.Reply reply = caller.send("nonsense", "none");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(4001);
    }

    @Test
    void unapprovedTemplate_is3003_or3013WhereSwitched_beforeTheNumberIsLookedAt() throws Exception {
        assertThat(caller.send("nonsense", "pending-otp").code()).isEqualTo(3003);

        control.behaviour(Behaviour.DEFAULT.withUnapprovedIs3013(true));

        assertThat(caller.send("nonsense", "pending-otp").code()).isEqualTo(3013);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "447400123456",
                "+0447400123456",
                "+44 7400 123456",
                "+123456",
                "+1234567890123456",
                "a@b.example"
            })
    void badNumber_is5011_beforeAnyFault(String to) throws Exception {
        control.script("*", Fault.error(400, 5015, "scripted"));

        Caller.Reply reply = caller.send(to, "login-otp");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.code()).isEqualTo(5011);
    }

    @Test
    void emailTemplate_takesAnAddressAndNoNumber() throws Exception {
        control.putTemplate(Template.approved("mail", Channel.EMAIL));

        assertThat(caller.send(PHONE, "mail").code()).isEqualTo(5011);
        assertThat(caller.send("sandbox@example.com", "mail")
                        .json()
                        .get("send_channel")
                        .textValue())
                .isEqualTo("email");
    }

    @Test
    void fault_goesBeforeTheWindow() throws Exception {
        caller.sendAccepted(PHONE, "login-otp");
        control.script(PHONE, Fault.error(400, 5015, "scripted"));

        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(5015);
    }

    @Test
    void window_blocksTheSameTemplateAndNumberUntilTheCodeExpires() throws Exception {
        caller.sendAccepted(PHONE, "login-otp");

        Caller.Reply second = caller.send(PHONE, "login-otp");
        assertThat(second.status()).isEqualTo(400);
        assertThat(second.code()).isEqualTo(3004);
        assertThat(caller.send(PHONE, "login-voice").status()).isEqualTo(200);
        assertThat(caller.send("+447400123457", "login-otp").status()).isEqualTo(200);

        control.advance(Duration.ofMinutes(5).minusSeconds(20));
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(3004);
        control.advance(Duration.ofSeconds(20));
        assertThat(caller.send(PHONE, "login-otp").status()).isEqualTo(200);
        assertThat(control.messages(PHONE)).hasSize(3);
    }

    @Test
    void window_staysAfterVerification_unlessSwitched() throws Exception {
        String first = caller.sendAccepted(PHONE, "login-otp");
        caller.verify(first, control.lastMessage(PHONE).orElseThrow().code());
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(3004);

        control.advance(Duration.ofMinutes(5));
        control.behaviour(Behaviour.DEFAULT.withWindowEndsOnVerify(true));
        String second = caller.sendAccepted(PHONE, "login-otp");
        caller.verify(second, control.lastMessage(PHONE).orElseThrow().code());
        assertThat(caller.send(PHONE, "login-otp").status()).isEqualTo(200);
    }

    @Test
    void refusedSend_opensNoWindow_unlessSwitched() throws Exception {
        control.script(PHONE, Fault.error(400, 5001, "scripted"), 1);
        caller.send(PHONE, "login-otp");
        caller.sendAccepted(PHONE, "login-otp");

        control.reset();
        control.behaviour(Behaviour.DEFAULT.withFailedSendsOpenWindow(true));
        control.script(PHONE, Fault.error(400, 5001, "scripted"), 1);
        caller.send(PHONE, "login-otp");
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(3004);
    }

    @Test
    void ownCode_isDelivered_andSharesTheWindow_unlessSwitched() throws Exception {
        String body = "{\"to\":\"" + PHONE + "\",\"code\":\"039821\",\"template\":{\"id\":\"login-otp\"}}";
        assertThat(caller.post("/v1/codes", body).status()).isEqualTo(200);
        assertThat(control.lastMessage(PHONE).orElseThrow().code()).isEqualTo("039821");
        assertThat(caller.post("/v1/codes", body).code()).isEqualTo(3004);
        assertThat(caller.send(PHONE, "login-otp").code()).isEqualTo(3004);

        control.reset();
        control.behaviour(Behaviour.DEFAULT.withWindowAppliesToOwnCodes(false));
        assertThat(caller.post("/v1/codes", body).status()).isEqualTo(200);
        assertThat(caller.post("/v1/codes", body).status()).isEqualTo(200);
    }

    @Test
    void ownCode_thatIsMissing_is3002() throws Exception {
        assertThat(caller.post("/v1/codes", "{\"to\":\"" + PHONE + "\",\"template\":{\"id\":\"login-otp\"}}")
                        .code())
                .isEqualTo(3002);
    }

    @Test
    void customMessage_needsACodeOnlyWhereTheTemplateHasOne_andFillsItsVariables() throws Exception {
        String without = "{\"to\":\"" + PHONE + "\",\"template\":{\"id\":\"login-otp\",\"params\":{}}}";
        assertThat(caller.post("/v1/custom-messages", without).code()).isEqualTo(3002);

        String with = "{\"to\":\"" + PHONE + "\",\"template\":{\"id\":\"login-otp\",\"params\":{\"code\":\"1234\"}}}";
        assertThat(caller.post("/v1/custom-messages", with).status()).isEqualTo(200);
        assertThat(control.lastMessage(PHONE).orElseThrow().code()).isEqualTo("1234");

        String notice = """
                {"template_id":"notice","send_channel_strategy":"sms","brand_name":"Oak","sms_config":{"template_type":2,
                 "template_custom_config":{"custom_sub_type":"utility","custom_content":"{{brand_name}}: {{what}} {{missing}}"}}}""";
        caller.post("/v1/template-configs", notice);
        control.putTemplate(control.template("notice").orElseThrow().withStatus(Template.Status.APPROVED));
        String send = "{\"to\":\"" + PHONE + "\",\"template\":{\"id\":\"notice\",\"params\":{\"what\":\"closed\"}}}";
        assertThat(caller.post("/v1/custom-messages", send).status()).isEqualTo(200);
        assertThat(caller.post("/v1/custom-messages", send).status()).isEqualTo(200);
        assertThat(control.lastMessage(PHONE).orElseThrow().text()).isEqualTo("Oak: closed {{missing}}");
    }

    @Test
    void codeInParams_isIgnoredWhereTheProviderMakesTheCode() throws Exception {
        caller.post(
                "/v1/messages",
                "{\"to\":\"" + PHONE + "\",\"template\":{\"id\":\"login-otp\",\"params\":{\"code\":\"mine\"}}}");

        assertThat(control.lastMessage(PHONE).orElseThrow().text()).doesNotContain("mine");
    }

    @Test
    void language_choosesTheText() throws Exception {
        caller.post(
                "/v1/messages", "{\"to\":\"" + PHONE + "\",\"template\":{\"id\":\"login-otp\",\"language\":\"es\"}}");

        SentMessage message = control.lastMessage(PHONE).orElseThrow();
        assertThat(message.language()).isEqualTo("es");
        assertThat(message.text()).contains("es tu código para My School");
    }

    @Test
    void codes_followTheTemplate_andKeepLeadingZeros() throws Exception {
        control.putTemplate(Template.approved("upper", Channel.SMS).withCodes(new CodeConfig(4, 10, 1)));
        caller.sendAccepted(PHONE, "upper");
        assertThat(control.lastMessage(PHONE).orElseThrow().code()).matches("[A-Z]{10}");

        control.putTemplate(Template.approved("short", Channel.SMS).withCodes(new CodeConfig(1, 4, 1)));
        boolean zeroSeen = false;
        for (int i = 0; i < 200 && !zeroSeen; i++) {
            String to = "+4474002" + (10_000 + i);
            caller.sendAccepted(to, "short");
            String code = control.lastMessage(to).orElseThrow().code();
            assertThat(code).matches("\\d{4}");
            zeroSeen = code.startsWith("0");
        }
        assertThat(zeroSeen).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"01,5011", "02,5012", "11,5013", "12,5019", "18,5018", "99,3004"})
    void testNumbers_thatAreRefused(String suffix, int code) throws Exception {
        for (String block : new String[] {"+4474001000", "+100000000"}) {
            Caller.Reply reply = caller.send(block + suffix, "login-otp");
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.code()).isEqualTo(code);
            assertThat(control.messages(block + suffix)).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"00,SMS", "03,SMS", "10,SMS", "05,SMS", "77,SMS", "04,WHATSAPP", "24,WHATSAPP"})
    void testNumbers_thatReceive(String suffix, Channel arrivedBy) throws Exception {
        for (String block : new String[] {"+4474001000", "+100000000"}) {
            String to = block + suffix;
            assertThat(caller.send(to, "login-otp").json().get("send_channel").textValue())
                    .isEqualTo("sms");
            assertThat(control.lastMessage(to).orElseThrow().arrivedBy()).contains(arrivedBy);
        }
    }

    @Test
    void testNumber05_alwaysGetsTheSameCode_and14NeverGetsItsMessage() throws Exception {
        String id = caller.sendAccepted("+447400100005", "login-otp");
        assertThat(caller.verify(id, "123456").json().get("verified").booleanValue())
                .isTrue();

        caller.sendAccepted("+447400100014", "login-otp");
        assertThat(control.lastMessage("+447400100014").orElseThrow().arrivedBy())
                .isEmpty();
    }

    @Test
    void numberThatOnlyLooksLikeATestNumber_isOrdinary() throws Exception {
        caller.sendAccepted("+4474001000011", "login-otp");
        caller.sendAccepted("+447400100101", "login-otp");
    }

    @Test
    void calls_areCountedWhateverIsAnswered() throws Exception {
        caller.send(PHONE, "login-otp");
        caller.send(PHONE, "login-otp");
        caller.send(PHONE, "none");
        caller.post("/v1/codes", "no json");
        caller.as("");
        caller.send(PHONE, "login-otp");

        assertThat(control.sendCalls()).isEqualTo(5);
        assertThat(control.sendCalls(PHONE)).isEqualTo(4);
        assertThat(control.sendCalls("+447400123457")).isZero();
        assertThat(control.messages(PHONE)).hasSize(1);
    }

    @Test
    void unknownPathOrMethod_isNoJson() throws Exception {
        assertThat(caller.post("/v1/custom-send-otp", "{}").status()).isEqualTo(404);
        Caller.Reply get = caller.get("/v1/messages");
        assertThat(get.status()).isEqualTo(405);
        assertThat(get.header("Allow")).isEqualTo("POST");
    }

    @Test
    void memory_isBounded() throws Exception {
        try (Simulator small = Simulator.start(SimulatorOptions.defaults().keeping(2, 3))) {
            Caller to = new Caller(small);
            for (int i = 0; i < 5; i++) {
                to.sendAccepted("+447400200001", "login-otp");
                small.control().advance(Duration.ofMinutes(5));
            }
            assertThat(small.control().messages("+447400200001")).hasSize(3);
            String oldest = small.control().messages("+447400200001").get(0).id();
            to.sendAccepted("+447400200002", "login-otp");
            to.sendAccepted("+447400200003", "login-otp");

            assertThat(small.control().numbers()).containsExactly("+447400200003", "+447400200002");
            assertThat(to.verify(oldest, "000000").code()).isEqualTo(4001);
        }
    }

    @Test
    void nothingThatIsPrinted_holdsACodeOrAFullNumber() throws Exception {
        caller.sendAccepted(PHONE, "login-otp");
        SentMessage message = control.lastMessage(PHONE).orElseThrow();
        control.script(PHONE, Fault.hang());

        assertThat(message.toString()).doesNotContain(message.code()).doesNotContain(PHONE.substring(1));
        assertThat(control.scripts().toString()).doesNotContain(PHONE.substring(1));
        assertThat(SimulatorOptions.defaults().toString()).doesNotContain(SimulatorOptions.DEFAULT_SECRET);
    }
}
