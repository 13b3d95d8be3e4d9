package io.github.phonelatch.gateway.engagelab;

import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.TEMPLATE;
import static io.github.phonelatch.gateway.engagelab.ScriptedProvider.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.TemplateResult;
import java.time.Duration;
import java.util.List;
import mockwebserver3.RecordedRequest;
import okhttp3.Credentials;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngageLabTemplateTest {
    private static final String DETAIL = "{\"template_id\":\"login-otp\",\"send_channel_strategy\":\"whatsapp|sms\","
            + "\"brand_name\":\"Acme\",\"verify_code_config\":{\"verify_code_type\":1,\"verify_code_len\":6,"
            + "\"verify_code_ttl\":5},\"created_time\":1700000000,\"status\":2,\"audit_remark\":\"\"}";

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
    void template_isReadAsDocumented() throws Exception {
        provider.answers(200, DETAIL);

        assertThat(provider.gateway().check(TEMPLATE))
                .isEqualTo(new TemplateResult.Template(
                        TEMPLATE, true, Duration.ofMinutes(5), 6, true, List.of("whatsapp", "sms")));

        RecordedRequest request = provider.request();
        assertThat(request.getRequestLine()).isEqualTo("GET /v1/template-configs/login-otp HTTP/1.1");
        assertThat(request.getHeaders().get("Authorization"))
                .isEqualTo(Credentials.basic(TestOptions.KEY, TestOptions.SECRET));
        assertThat(request.getHeaders().get("Accept")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @CsvSource({
        "a/b, /v1/template-configs/a%2Fb",
        "a b?c#d, /v1/template-configs/a%20b%3Fc%23d",
        "../messages, /v1/template-configs/..%2Fmessages",
        "vorlage-ä, /v1/template-configs/vorlage-%C3%A4",
        "a%2Fb, /v1/template-configs/a%252Fb",
    })
    void idInThePath_isPercentEncoded(String id, String target) throws Exception {
        provider.answers(400, error(4001));
        assertThat(provider.gateway().check(id)).isEqualTo(new TemplateResult.Unknown(id));
        assertThat(provider.request().getTarget()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ".", ".."})
    void idThatIsNone_isUnknownWithoutACall(String id) {
        assertThat(provider.gateway().check(id)).isEqualTo(new TemplateResult.Unknown(id));
        assertThat(provider.server.getRequestCount()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true", "3, false", "9, false"})
    void onlyStatusTwo_isApproved(int status, boolean approved) {
        provider.answers(200, "{\"template_id\":\"login-otp\",\"status\":" + status + "}");
        assertThat(provider.gateway().check(TEMPLATE))
                .isEqualTo(new TemplateResult.Template(TEMPLATE, approved, Duration.ZERO, 0, false, List.of()));
    }

    @ParameterizedTest
    @CsvSource({"1, true", "2, false", "4, false", "3, false", "7, false"})
    void onlyTypeOne_isDigitsOnly(int type, boolean digitsOnly) {
        provider.answers(200, "{\"status\":2,\"verify_code_config\":{\"verify_code_type\":" + type + "}}");
        assertThat(provider.gateway().check(TEMPLATE)).hasFieldOrPropertyWithValue("digitsOnly", digitsOnly);
    }

    @ParameterizedTest
    @CsvSource({"-5, -6", "0, 0", "999999999, 1000", "\"5\", \"6\"", "2147483648, 2147483648"})
    void absurdConfig_isAsIfNotSaid(String ttl, String length) {
        provider.answers(
                200,
                "{\"status\":2,\"verify_code_config\":{\"verify_code_ttl\":" + ttl + ",\"verify_code_len\":" + length
                        + "}}");
        assertThat(provider.gateway().check(TEMPLATE))
                .hasFieldOrPropertyWithValue("lifetime", Duration.ZERO)
                .hasFieldOrPropertyWithValue("codeLength", 0);
    }

    @ParameterizedTest
    @CsvSource({
        "500, 1000, UNAVAILABLE",
        "401, 2001, MISCONFIGURED",
        "401, 2002, MISCONFIGURED",
        "403, 2004, UNAVAILABLE",
        "400, 3001, MISCONFIGURED",
        "400, 3002, MISCONFIGURED",
        "400, 3003, MISCONFIGURED",
        "429, 9999, RATE_LIMITED",
        "500, 4001, MISCONFIGURED",
    })
    void error_isAFailure(int status, int code, Kind kind) {
        provider.answers(status, error(code));
        assertThat(provider.gateway().check(TEMPLATE)).isInstanceOfSatisfying(TemplateResult.Failed.class, failed -> {
            assertThat(failed.failure().kind()).isEqualTo(kind);
            assertThat(failed.failure().providerCode()).isEqualTo(code);
        });
    }

    @Test
    void keyThatMayNotReadTemplates_isNoBrokenSetup() {
        provider.answers(403, error(2004));
        assertThat(provider.gateway().check(TEMPLATE))
                .isInstanceOfSatisfying(
                        TemplateResult.Failed.class,
                        failed -> assertThat(failed.failure().detail()).contains("cannot be checked"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>",
                "[]",
                "{}",
                "{\"status\":\"2\"}",
                "{\"status\":null}",
                "{\"template_id\":\"another\",\"status\":2}",
                "{\"code\":7,\"status\":2}"
            })
    void notUnderstood_isAFailure(String body) {
        provider.answers(200, body);
        assertThat(provider.gateway().check(TEMPLATE))
                .isInstanceOfSatisfying(
                        TemplateResult.Failed.class,
                        failed -> assertThat(failed.failure().kind()).isEqualTo(Kind.UNAVAILABLE));
    }
}
