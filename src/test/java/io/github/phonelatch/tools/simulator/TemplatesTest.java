package io.github.phonelatch.tools.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TemplatesTest {
    private static final String DEFAULT_TEXT =
            "{\"template_type\":1,\"template_default_config\":{\"contain_security\":true,\"contain_expire\":false}}";
    private static final String CODES =
            "\"verify_code_config\":{\"verify_code_type\":1,\"verify_code_len\":6,\"verify_code_ttl\":5}";

    private final Simulator simulator = Simulator.start(SimulatorOptions.defaults());
    private final SimulatorControl control = simulator.control();
    private final Caller caller = new Caller(simulator);

    @AfterEach
    void stop() {
        simulator.close();
    }

    private static String sms(String id, String more) {
        return "{\"template_id\":\"" + id + "\",\"send_channel_strategy\":\"sms\",\"sms_config\":" + DEFAULT_TEXT + ","
                + more + "}";
    }

    @Test
    void firstTemplates_areTwoThatWorkAndOneThatWaits() throws Exception {
        JsonNode list = caller.get("/v1/template-configs").json();

        assertThat(list.isArray()).isTrue();
        assertThat(list.findValuesAsText("template_id")).containsExactly("login-otp", "login-voice", "pending-otp");
        assertThat(list.findValuesAsText("status")).containsExactly("2", "2", "1");
        assertThat(list.findValues("verify_code_config")).isEmpty();
    }

    @Test
    void detail_hasTheCodesAndTheTexts() throws Exception {
        JsonNode detail = caller.get("/v1/template-configs/login-otp").json();

        assertThat(detail.get("send_channel_strategy").textValue()).isEqualTo("sms|whatsapp");
        assertThat(detail.get("status").intValue()).isEqualTo(2);
        assertThat(detail.get("created_time").isIntegralNumber()).isTrue();
        assertThat(detail.get("audit_remark").textValue()).isEmpty();
        assertThat(detail.get("verify_code_config").toString())
                .isEqualTo("{\"verify_code_type\":1,\"verify_code_len\":6,\"verify_code_ttl\":5}");
        assertThat(detail.at("/sms_config/template_parts").intValue()).isEqualTo(1);
        assertThat(detail.at("/whatsapp_config/template_type").intValue()).isEqualTo(1);
    }

    @Test
    void create_isReviewedBeforeItSends_andDeleteEndsIt() throws Exception {
        Caller.Reply created = caller.post("/v1/template-configs", sms("new one/ü", CODES));
        assertThat(created.status()).isEqualTo(200);
        assertThat(created.body()).isEqualTo("{\"code\":0,\"message\":\"success\"}");
        assertThat(caller.send("+447400123456", "new one/ü").code()).isEqualTo(3003);

        Template template = control.template("new one/ü").orElseThrow();
        control.putTemplate(template.withStatus(Template.Status.APPROVED));
        assertThat(caller.send("+447400123456", "new one/ü").status()).isEqualTo(200);
        assertThat(control.lastMessage("+447400123456").orElseThrow().text())
                .contains("Do not share")
                .doesNotContain("valid for");

        String path = "/v1/template-configs/new%20one%2F%C3%BC";
        assertThat(caller.get(path).json().get("status").intValue()).isEqualTo(2);
        assertThat(caller.call("DELETE", path, "", "").body()).isEqualTo("{\"code\":0,\"message\":\"success\"}");
        assertThat(caller.call("DELETE", path, "", "").code()).isEqualTo(4001);
        assertThat(caller.get(path).code()).isEqualTo(4001);
    }

    @Test
    void unknownTemplate_is4001() throws Exception {
        Caller.Reply reply = caller.get("/v1/template-configs/none");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"code\":4001,\"message\":\"config not exist\"}");
    }

    @Test
    void idThatExists_is3003() throws Exception {
        assertThat(caller.post("/v1/template-configs", sms("login-otp", CODES)).code())
                .isEqualTo(3003);
    }

    @Test
    void strategyWithoutAnyConfig_is3003WithTheProvidersWords() throws Exception {
        Caller.Reply reply = caller.post(
                "/v1/template-configs", "{\"template_id\":\"a\",\"send_channel_strategy\":\"sms\"," + CODES + "}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.body()).isEqualTo("{\"code\":3003,\"message\":\"not contains any channel config\"}");
    }

    @Test
    void channelWithoutItsConfig_is3003() throws Exception {
        String body = sms("a", CODES).replace("\"sms\"", "\"sms|voice\"");

        assertThat(caller.post("/v1/template-configs", body).code()).isEqualTo(3003);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "fax",
                "sms|sms",
                "sms|",
                "SMS",
                "email|sms",
            })
    void strategyThatIsNone_is3002(String strategy) throws Exception {
        String body = sms("a", CODES).replace("\"sms\"", "\"" + strategy + "\"");

        assertThat(caller.post("/v1/template-configs", body).code()).isEqualTo(3002);
    }

    @ParameterizedTest
    @CsvSource({
        "verify_code_type,0", "verify_code_type,8", "verify_code_type,'\"1\"'", "verify_code_len,3",
        "verify_code_len,11", "verify_code_ttl,0", "verify_code_ttl,11", "verify_code_ttl,1.5"
    })
    void codesOutOfRange_are3002(String field, String value) throws Exception {
        String codes = CODES.replaceAll("\"" + field + "\":\\d+", "\"" + field + "\":" + value);
        assertThat(codes).isNotEqualTo(CODES);

        assertThat(caller.post("/v1/template-configs", sms("a", codes)).code()).isEqualTo(3002);
    }

    @Test
    void whatsApp_allowsThreeLifetimesOnly() throws Exception {
        String three = sms("a", CODES.replace("\"verify_code_ttl\":5", "\"verify_code_ttl\":3"));
        String withWhatsApp = three.replace("\"sms\"", "\"whatsapp|sms\"")
                .replace("{\"template_id\"", "{\"whatsapp_config\":" + DEFAULT_TEXT + ",\"template_id\"");

        assertThat(caller.post("/v1/template-configs", withWhatsApp).code()).isEqualTo(3002);
        assertThat(caller.post("/v1/template-configs", three).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"brand_name\":\"A\"",
                "\"brand_name\":\"ElevenChars\"",
                "\"brand_name\":12",
                "\"sms_config\":[]",
                "\"sms_config\":{\"template_type\":3}",
                "\"sms_config\":{\"template_type\":1}",
                "\"sms_config\":{\"template_type\":2}",
                "\"sms_config\":{\"template_type\":2,\"template_custom_config\":{\"custom_sub_type\":\"other\",\"custom_content\":\"{{code}}\"}}",
                "\"sms_config\":{\"template_type\":2,\"template_custom_config\":{\"custom_sub_type\":\"authentication\",\"custom_content\":\"no code\"}}",
                "\"sms_config\":{\"template_type\":2,\"template_custom_config\":{\"custom_sub_type\":\"marketing\",\"custom_content\":\"\"}}"
            })
    void badField_is3002(String field) throws Exception {
        assertThat(caller.post("/v1/template-configs", sms("a", CODES + "," + field))
                        .code())
                .isEqualTo(3002);
    }

    @Test
    void lengths_areLimited() throws Exception {
        assertThat(caller.post("/v1/template-configs", sms("a".repeat(129), CODES))
                        .code())
                .isEqualTo(3002);
        assertThat(caller.post("/v1/template-configs", sms("a", CODES + ",\"description\":\"" + "d".repeat(256) + "\""))
                        .code())
                .isEqualTo(3002);
        assertThat(caller.post("/v1/template-configs", sms("a".repeat(128), CODES))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void templateWithACode_needsItsConfig() throws Exception {
        assertThat(caller.post("/v1/template-configs", sms("a", "\"description\":\"\""))
                        .code())
                .isEqualTo(3002);
    }

    @Test
    void voiceAndEmail_haveTheirOwnConfigs() throws Exception {
        String voice = "{\"template_id\":\"v\",\"send_channel_strategy\":\"voice\",\"voice_config\":" + DEFAULT_TEXT
                + "," + CODES + "}";
        String email =
                "{\"template_id\":\"e\",\"send_channel_strategy\":\"email\",\"email_config\":{\"template_name\":\"n\","
                        + "\"template_custom_configs\":[{\"language\":\"en\",\"pre_from_mail\":\"a@b.example\","
                        + "\"pre_subject\":\"s\",\"template_content\":\"{{code}}\"}]}," + CODES + "}";

        assertThat(caller.post("/v1/template-configs", voice).status()).isEqualTo(200);
        assertThat(caller.post("/v1/template-configs", email.replace("\"pre_subject\":\"s\",", ""))
                        .code())
                .isEqualTo(3002);
        assertThat(caller.post("/v1/template-configs", email).status()).isEqualTo(200);
        assertThat(caller.post(
                                "/v1/template-configs",
                                voice.replace("\"template_type\":1", "\"template_type\":2")
                                        .replace("\"v\"", "\"v2\""))
                        .code())
                .isEqualTo(3002);
    }

    @Test
    void checks_goFromTheOutsideIn_andCallsAreCounted() throws Exception {
        assertThat(caller.post("/v1/template-configs", "no json").code()).isEqualTo(3001);
        control.keyPermissions(Set.of(KeyPermission.SEND, KeyPermission.VERIFY));
        assertThat(caller.get("/v1/template-configs/login-otp").code()).isEqualTo(2004);
        control.keyDisabled(true);
        assertThat(caller.get("/v1/template-configs").code()).isEqualTo(2002);
        caller.as(Caller.basic("demo-key", "wrong"));
        assertThat(caller.get("/v1/template-configs/login-otp").code()).isEqualTo(2001);
        assertThat(caller.call("PUT", "/v1/template-configs/login-otp", "", "").status())
                .isEqualTo(405);

        assertThat(control.templateCalls()).isEqualTo(4);
    }

    @Test
    void removedTemplate_sendsNothingMore() throws Exception {
        control.removeTemplate("login-otp");

        assertThat(caller.send("+447400123456", "login-otp").code()).isEqualTo(4001);
    }
}
