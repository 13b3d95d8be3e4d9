package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is wrong with a call, the answer is a problem document that says so, and nothing is sent or used up. */
@ExtendWith(SharedServer.class)
class RestErrorsIT {
    private static RealmAdmin realm;
    private static PhoneApi api;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        api = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));
    }

    private static Reply posted(String path, String body) {
        return api.call("POST", path, body, Map.of("Content-Type", "application/json"));
    }

    private static void assertProblem(Reply reply, int status, String problem) {
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(status);
        assertThat(reply.contentType()).startsWith("application/problem+json");
        assertThat(reply.problem()).isEqualTo(problem);
        assertThat(reply.body().get("status").asInt()).isEqualTo(status);
        assertThat(reply.text("title")).isNotBlank();
        assertThat(reply.text("detail")).isNotBlank();
    }

    static Stream<String> notTheBody() {
        return Stream.of(
                "",
                " ",
                "{",
                "null",
                "[]",
                "7",
                "'+447400100000'",
                "{'phone_number':'+447400100000'} {}",
                "{'phone_number':'+447400100000','phone_number':'+447400100001'}",
                "{'phone_number':447400100000}",
                "{'phone_number':null}",
                "{'phone_number':['+447400100000']}",
                "{'phone_number':{'e164':'+447400100000'}}",
                "{'phone_number':'+447400100000','channel':'call'}",
                "{'phone_number':'+447400100000','channel':'SMS'}",
                "{'phone_number':'+447400100000','channel':1}",
                "{'phone':'+447400100000'}",
                "{'phone_number':'+447400100000','user_id':'somebody'}",
                "{'challenge_id':'x','code':'123456'}",
                "[".repeat(2000),
                "{'a':".repeat(1000),
                "\u0000");
    }

    @ParameterizedTest
    @MethodSource("notTheBody")
    void requestOtp_withAnotherBody_isInvalid(String body) {
        assertProblem(posted("request-otp", body.replace('\'', '"')), 400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'challenge_id':'x'}",
                "{'code':'123456'}",
                "{'challenge_id':'x','code':123456}",
                "{'challenge_id':null,'code':'123456'}",
                "{'challenge_id':'x','code':'123456','phone_number':'+447400100000'}"
            })
    void verifyOtp_withAnotherBody_isInvalid(String body) {
        assertProblem(posted("verify-otp", body.replace('\'', '"')), 400, "invalid-request");
    }

    @Test
    void bodyThatIsNoUtf8_isInvalid() {
        byte[] latin = "{\"phone_number\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

        Reply reply = api.call(
                "POST",
                "request-otp",
                java.net.http.HttpRequest.BodyPublishers.ofByteArray(latin),
                Map.of("Content-Type", "application/json"));

        assertProblem(reply, 400, "invalid-request");
    }

    @Test
    void requestOtp_withoutANumber_whereTheAccountHasNone_isInvalid() {
        assertProblem(posted("request-otp", "{}"), 400, "invalid-request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/plain",
                "application/x-www-form-urlencoded",
                "application/xml",
                "application/jsonp",
                "image/png",
                "audio/ogg"
            })
    void anotherContentType_isUnsupported(String type) {
        for (String path : List.of("request-otp", "verify-otp")) {
            assertProblem(api.call("POST", path, "{}", Map.of("Content-Type", type)), 415, "unsupported-media-type");
        }
    }

    /** Keycloak looks into such bodies before it asks us. */
    @Test
    void multipart_isUnsupported_toKeycloakItself() {
        for (String path : List.of("request-otp", "verify-otp")) {
            Reply reply = api.call("POST", path, "{}", Map.of("Content-Type", "multipart/form-data; boundary=x"));
            assertThat(reply.status()).isEqualTo(415);
        }
    }

    @Test
    void noContentType_isUnsupported() {
        assertProblem(api.call("POST", "request-otp", "{}", Map.of()), 415, "unsupported-media-type");
    }

    @Test
    void contentTypeWithParameters_isRead(Phone phone) {
        Reply reply = api.call(
                "POST",
                "request-otp",
                Json.of(Map.of("phone_number", phone.number())).toString(),
                Map.of("Content-Type", "Application/JSON; charset=utf-8"));

        assertThat(reply.status()).isEqualTo(202);
    }

    @Test
    void acceptLanguageThatCannotBeRead_isIgnored() {
        assertThat(api.call("GET", "status", "", Map.of("Accept-Language", "*;q=7"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void bodyOverEightKibibytes_isTooLarge_andOneOfThatSizeIsRead() {
        String number = "{\"phone_number\":\"+44\"}";
        String fits = number + " ".repeat(8 * 1024 - number.length());

        assertProblem(posted("request-otp", fits), 422, "invalid-number");
        assertProblem(posted("request-otp", fits + " "), 413, "body-too-large");
        assertProblem(posted("request-otp", " ".repeat(1_000_000)), 413, "body-too-large");
    }

    @ParameterizedTest
    @CsvSource({
        "GET, request-otp, POST",
        "PUT, request-otp, POST",
        "DELETE, request-otp, POST",
        "PATCH, verify-otp, POST",
        "HEAD, verify-otp, POST",
        "POST, status, GET",
        "PUT, status, GET",
        "POST, openapi.json, GET"
    })
    void anotherMethod_isNotAllowed(String method, String path, String allowed) {
        Reply reply = api.call(method, path, "{}", Map.of("Content-Type", "application/json"));

        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.headers().firstValue("Allow")).hasValue(allowed + ", OPTIONS");
        if (!method.equals("HEAD")) {
            assertProblem(reply, 405, "method-not-allowed");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nothing", "status/x", "STATUS", "request-otp%00", "..%2fstatus"})
    void anotherPath_isNotFound_forEachMethod(String path) {
        for (String method : List.of("GET", "POST", "PUT", "PATCH", "DELETE")) {
            Reply reply = api.call(method, path, "{}", Map.of("Content-Type", "application/json"));
            assertProblem(reply, 404, "not-found");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'',                  invalid-number",
        "abc,                 invalid-number",
        "+44,                 invalid-number",
        "+447400,             invalid-number",
        "somebody@example.org, invalid-number",
        "+12125550123,        number-not-allowed",
        "+449098790000,       number-not-allowed",
    })
    void numberThatGetsNoCode_isUnprocessable(String number, String problem) {
        assertProblem(api.requestOtp(number), 422, problem);
    }

    @Test
    void challengeOfNobody_isUnknown() {
        for (String id : List.of("", "x", "Q".repeat(43), "a/b", "Q".repeat(5000))) {
            assertProblem(api.verifyOtp(id, "123456"), 404, "unknown-challenge");
        }
    }

    @Test
    void codeThatCannotBeTheRightOne_costsNoAttempt(Phone phone) {
        PhoneApi own = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));
        Reply asked = own.requestOtp(phone);

        for (String code : List.of("", "12345", "1234567", "12345a", "123456; drop", "９")) {
            assertProblem(own.verifyOtp(asked, code), 400, "invalid-request");
        }

        assertThat(phone.verifyCalls()).isZero();
        String spaced = phone.code().substring(0, 3) + " - " + phone.code().substring(3);
        assertThat(own.verifyOtp(asked, spaced).status()).isEqualTo(200);
    }

    @Test
    void noAnswer_namesTheProviderOrWhatWasTyped() {
        String typed = "+4470000000007";
        String body = posted("request-otp", "{\"phone_number\":\"" + typed + "\",\"" + typed + "\":\"x\"}")
                        .body()
                + posted("request-otp", "{\"phone_number\":\"" + typed + "\"")
                        .body()
                        .toString()
                + api.requestOtp(typed).body();

        assertThat(body.toLowerCase(java.util.Locale.ROOT)).doesNotContain("engagelab", typed, "70000000007");
    }
}
