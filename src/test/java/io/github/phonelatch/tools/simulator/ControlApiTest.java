package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class ControlApiTest {
    private static final String PHONE = "+447400123456";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final SimulatorControl control = simulator.control();
    private final Caller provider = new Caller(simulator);
    private final Caller caller = new Caller(simulator).as("");

    @AfterEach
    void stop() {
        simulator.close();
    }

    private Caller.Reply put(String path, String json) throws Exception {
        return caller.call("PUT", path, json, "application/json");
    }

    @Test
    void index_saysWhatThisIs() throws Exception {
        JsonNode index = caller.get("/__sim/").json();

        assertThat(index.get("what").textValue()).contains("simulator", "never for production");
        assertThat(index.get("calls").isEmpty()).isFalse();
    }

    @Test
    void messages_ofOneNumberOrOfAll() throws Exception {
        String id = provider.sendAccepted(PHONE, "login-otp");
        provider.sendAccepted("+447400123457", "login-voice");
        SentMessage message = control.lastMessage(PHONE).orElseThrow();

        assertThat(caller.get("/__sim/messages").json()).hasSize(2);
        for (String to : new String[] {"+447400123456", "%2B447400123456"}) {
            JsonNode one = caller.get("/__sim/messages?to=" + to).json();
            assertThat(one).hasSize(1);
            assertThat(one.get(0).get("id").textValue()).isEqualTo(id);
            assertThat(one.get(0).get("code").textValue()).isEqualTo(message.code());
            assertThat(one.get(0).get("channel").textValue()).isEqualTo("sms");
            assertThat(Instant.parse(one.get(0).get("expires_at").textValue())).isEqualTo(message.expiresAt());
        }
        assertThat(caller.get("/__sim/messages?to=%2B1").json()).isEmpty();
    }

    @Test
    void calls_inAllAndByNumberAndMessage() throws Exception {
        String id = provider.sendAccepted(PHONE, "login-otp");
        provider.verify(id, "1");
        provider.get("/v1/template-configs");

        JsonNode calls =
                caller.get("/__sim/calls?to=%2B447400123456&message_id=" + id).json();

        assertThat(calls.toString())
                .isEqualTo("{\"send\":1,\"verify\":1,\"template\":1,\"send_to\":1,\"verify_of\":1}");
    }

    @Test
    void clock_moves() throws Exception {
        Instant before = control.now();

        JsonNode clock =
                caller.post("/__sim/clock", "{\"advance_seconds\":3600}").json();

        assertThat(clock.get("offset_seconds").intValue()).isEqualTo(3600);
        assertThat(Duration.between(before, control.now())).isBetween(Duration.ofHours(1), Duration.ofMinutes(61));
        assertThat(Instant.parse(caller.get("/__sim/clock").json().get("now").textValue()))
                .isAfter(before.plusSeconds(3599));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"advance_seconds\":\"60\"}",
                "{\"advance_seconds\":1.5}",
                "{\"advance_seconds\":-1}",
                "{\"advance_seconds\":9000000000000000000}",
                "[]"
            })
    void clock_refusesWhatIsNoMove(String body) throws Exception {
        Caller.Reply reply = caller.post("/__sim/clock", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("error").textValue()).isNotBlank();
    }

    @Test
    void clock_thatWentToItsEnd_goesNoFurther() {
        control.advance(Duration.ofDays(3000));

        assertThatThrownBy(() -> control.advance(Duration.ofDays(3000))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scripts_areTheSameAsTheObjects() throws Exception {
        caller.post("/__sim/scripts", "{\"to\":\"" + PHONE + "\",\"fault\":\"error\",\"code\":5015,\"times\":1}");
        assertThat(provider.send(PHONE, "login-otp").code()).isEqualTo(5015);

        caller.post("/__sim/scripts", "{\"fault\":\"html\",\"on\":\"all\"}");
        assertThat(control.scripts()).hasSize(3);
        assertThat(provider.send(PHONE, "login-otp").status()).isEqualTo(502);
        assertThat(provider.verify("1", "1").status()).isEqualTo(502);
        assertThat(provider.get("/v1/template-configs").status()).isEqualTo(502);
        assertThat(caller.get("/__sim/scripts").json().findValuesAsText("fault"))
                .containsExactly("html", "html", "html");

        caller.call("DELETE", "/__sim/scripts", "", "");
        assertThat(control.scripts()).isEmpty();
        assertThat(provider.send(PHONE, "login-otp").status()).isEqualTo(200);
    }

    @Test
    void scripts_knowEveryFault() throws Exception {
        caller.post("/__sim/scripts", "{\"fault\":\"too-many\",\"retry_after_seconds\":9,\"times\":1}");
        caller.post("/__sim/scripts", "{\"fault\":\"reply\",\"status\":201,\"body\":{\"a\":1},\"times\":1}");
        caller.post("/__sim/scripts", "{\"fault\":\"drop-before-accept\",\"times\":1}");
        caller.post("/__sim/scripts", "{\"fault\":\"delay\",\"delay_ms\":100,\"times\":1}");
        caller.post("/__sim/scripts", "{\"fault\":\"drop-after-accept\",\"times\":1}");
        caller.post("/__sim/scripts", "{\"fault\":\"hang\",\"times\":1}");
        caller.post("/__sim/scripts", "{\"on\":\"verify\",\"fault\":\"error\",\"times\":1}");
        caller.post("/__sim/scripts", "{\"on\":\"template\",\"fault\":\"error\",\"times\":1}");

        assertThat(provider.send(PHONE, "login-otp").header("Retry-After")).isEqualTo("9");
        Caller.Reply made = provider.send(PHONE, "login-otp");
        assertThat(made.status()).isEqualTo(201);
        assertThat(made.body()).isEqualTo("{\"a\":1}");
        assertThatThrownBy(() -> provider.send(PHONE, "login-otp")).isInstanceOf(IOException.class);
        assertThat(provider.send(PHONE, "login-otp").status()).isEqualTo(200);
        assertThatThrownBy(() -> provider.send(PHONE, "login-voice")).isInstanceOf(IOException.class);
        assertThat(control.messages(PHONE)).hasSize(2);
        assertThat(control.scripts()).extracting(one -> one.fault().name()).containsExactly("hang", "error", "error");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"fault\":\"earthquake\"}",
                "{\"fault\":\"html\",\"status\":99}",
                "{\"fault\":\"html\",\"times\":0}",
                "{\"fault\":\"html\",\"on\":\"nothing\"}",
                "{\"fault\":\"html\",\"on\":\"verify\",\"to\":\"+447400123456\"}",
                "{\"fault\":\"delay\",\"delay_ms\":-1}",
                "{\"fault\":\"delay\",\"delay_ms\":600001}",
                "{\"fault\":\"too-many\",\"retry_after_seconds\":-1}"
            })
    void scripts_refuseWhatTheyDoNotKnow(String body) throws Exception {
        Caller.Reply reply = caller.post("/__sim/scripts", body);

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.json().get("error").textValue()).isNotBlank();
        assertThat(control.scripts()).isEmpty();
    }

    @Test
    void templates_arePutApprovedWithDefaultTexts_readAndRemoved() throws Exception {
        Caller.Reply reply = put("/__sim/templates/fast", """
                {"send_channel_strategy":"voice|sms","brand_name":"Oak",
                 "verify_code_config":{"verify_code_type":1,"verify_code_len":4,"verify_code_ttl":1}}""");

        assertThat(reply.status()).isEqualTo(200);
        assertThat(provider.send(PHONE, "fast").json().get("send_channel").textValue())
                .isEqualTo("voice");
        assertThat(control.lastMessage(PHONE).orElseThrow().code()).matches("\\d{4}");
        assertThat(caller.get("/__sim/templates/fast").json().get("status").intValue())
                .isEqualTo(2);
        assertThat(caller.get("/__sim/templates").json()).hasSize(4);
        caller.call("DELETE", "/__sim/templates/fast", "", "");
        assertThat(caller.get("/__sim/templates/fast").status()).isEqualTo(404);
        assertThat(put("/__sim/templates/fast", "{}").status()).isEqualTo(400);
        assertThat(put("/__sim/templates/fast", "{\"status\":7}").status()).isEqualTo(400);
        assertThat(caller.post("/__sim/templates/fast", "{}").status()).isEqualTo(405);
    }

    @Test
    void key_canBeLimitedAndDisabled() throws Exception {
        put("/__sim/key", "{\"permissions\":[\"send\"]}");
        assertThat(control.keyPermissions()).isEqualTo(Set.of(KeyPermission.SEND));
        assertThat(control.keyDisabled()).isFalse();

        assertThat(put("/__sim/key", "{\"disabled\":true}").body())
                .isEqualTo("{\"disabled\":true,\"permissions\":[\"send\"]}");
        assertThat(provider.send(PHONE, "login-otp").code()).isEqualTo(2002);
        assertThat(caller.get("/__sim/key").json().get("disabled").booleanValue())
                .isTrue();
        assertThat(put("/__sim/key", "{\"permissions\":[\"everything\"]}").status())
                .isEqualTo(400);
    }

    @Test
    void behaviour_changesWhatIsNamedOnly() throws Exception {
        put("/__sim/behaviour", "{\"window_ends_on_verify\":true,\"failed_sends_open_window\":true}");
        put(
                "/__sim/behaviour",
                "{\"window_applies_to_own_codes\":false,\"unapproved_is_3013\":true,\"wrong_code_is_error\":true,\"attempt_limit\":3}");

        assertThat(control.behaviour()).isEqualTo(new Behaviour(true, true, false, true, true, 3));
        assertThat(caller.get("/__sim/behaviour").json().get("attempt_limit").intValue())
                .isEqualTo(3);
        assertThat(put("/__sim/behaviour", "{\"attempt_limit\":-1}").status()).isEqualTo(400);
    }

    @Test
    void reset_isTheStart() throws Exception {
        provider.sendAccepted(PHONE, "login-otp");
        provider.verify("1", "1");
        provider.get("/v1/template-configs");
        control.advance(Duration.ofHours(1));
        control.script("*", Fault.hang());
        control.removeTemplate("login-otp");
        control.keyDisabled(true);
        control.keyPermissions(Set.of());
        control.behaviour(Behaviour.DEFAULT.withAttemptLimit(1));

        assertThat(caller.post("/__sim/reset", "{}").status()).isEqualTo(200);

        assertThat(control.numbers()).isEmpty();
        assertThat(control.messages(PHONE)).isEmpty();
        assertThat(control.sendCalls()).isZero();
        assertThat(control.verifyCalls()).isZero();
        assertThat(control.templateCalls()).isZero();
        assertThat(control.scripts()).isEmpty();
        assertThat(control.template("login-otp")).isPresent();
        assertThat(control.behaviour()).isEqualTo(Behaviour.DEFAULT);
        assertThat(control.now()).isBefore(Instant.now().plusSeconds(60));
        provider.sendAccepted(PHONE, "login-otp");
    }

    @Test
    void phones_areNewestFirst_andUnchangedIs304() throws Exception {
        provider.sendAccepted(PHONE, "login-otp");
        provider.sendAccepted("+447400123457", "login-otp");
        provider.sendAccepted(PHONE, "login-voice");

        Caller.Reply phones = caller.get("/__sim/phones");
        assertThat(phones.json().get("phones").findValuesAsText("number")).containsExactly(PHONE, "+447400123457");
        assertThat(phones.json().at("/phones/0/messages")).hasSize(2);
        assertThat(phones.header("Cache-Control")).isEqualTo("no-store");

        String tag = phones.header("ETag");
        assertThat(caller.call("GET", "/__sim/phones", "", "", "If-None-Match", tag)
                        .status())
                .isEqualTo(304);
        control.advance(Duration.ofSeconds(1));
        assertThat(caller.call("GET", "/__sim/phones", "", "", "If-None-Match", tag)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void anotherRun_hasAnotherTag() throws Exception {
        String tag = caller.get("/__sim/phones").header("ETag");
        try (Simulator other = Simulator.start(SimulatorOptions.defaults())) {
            assertThat(new Caller(other).get("/__sim/phones").header("ETag")).isNotEqualTo(tag);
        }
    }

    @Test
    void changes_comeAsJson_soThatNoForeignPageCanSendThem() throws Exception {
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""}) {
            assertThat(caller.call("POST", "/__sim/scripts", "{\"fault\":\"hang\"}", type)
                            .status())
                    .isEqualTo(415);
        }
        assertThat(control.scripts()).isEmpty();
    }

    @Test
    void unknownCall_is404() throws Exception {
        assertThat(caller.get("/__sim/nothing").status()).isEqualTo(404);
        assertThat(caller.call("DELETE", "/__sim/clock", "", "").status()).isEqualTo(404);
    }
}
