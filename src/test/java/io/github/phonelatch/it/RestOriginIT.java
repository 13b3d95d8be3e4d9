package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Which pages in a browser may call the endpoints and read their answers. */
@ExtendWith(SharedServer.class)
class RestOriginIT {
    private static final String APP = "https://app.example";
    private static final String OTHER = "https://other.example";
    private static final String ALLOW = "Access-Control-Allow-Origin";

    private static RealmAdmin realm;
    private static PhoneApi api;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        realm.updateClient("school-mobile", client -> client.set("webOrigins", Json.of(List.of(APP))));
        realm.updateClient("student-portal", client -> client.set("webOrigins", Json.of(List.of(OTHER))));
        api = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));
    }

    private static Reply get(PhoneApi caller, String path, String origin) {
        return caller.call("GET", path, "", Map.of("Origin", origin));
    }

    @Test
    void originOfTheApplication_readsAnswersAndErrors() {
        Reply status = get(api, "status", APP);
        assertThat(status.status()).isEqualTo(200);
        assertThat(status.headers().firstValue(ALLOW)).hasValue(APP);

        Reply error = api.call("POST", "request-otp", "{", Map.of("Origin", APP, "Content-Type", "application/json"));
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.headers().firstValue(ALLOW)).hasValue(APP);
        assertThat(error.headers().firstValue("Access-Control-Expose-Headers").orElse(""))
                .contains("Retry-After", "WWW-Authenticate");
    }

    @Test
    void anotherOrigin_isRefused_evenOneOfAnotherApplication(Phone phone) {
        for (String origin :
                List.of(OTHER, "https://evil.example", "null", "http://app.example", APP + ".evil.example")) {
            Reply reply = api.call(
                    "POST",
                    "request-otp",
                    Json.of(Map.of("phone_number", phone.number())).toString(),
                    Map.of("Origin", origin, "Content-Type", "application/json"));

            assertThat(reply.status()).as(origin).isEqualTo(403);
            assertThat(reply.problem()).isEqualTo("origin-not-allowed");
            assertThat(reply.headers().firstValue(ALLOW)).isEmpty();
        }
        assertThat(phone.messages()).isEmpty();
    }

    @Test
    void expiredToken_isToldToTheApplicationsOrigin_andToNoOther() {
        PhoneApi expired = realm.phoneApi("no.longer.valid");

        assertThat(get(expired, "status", APP).headers().firstValue(ALLOW)).hasValue(APP);
        Reply other = get(expired, "status", OTHER);
        assertThat(other.status()).isEqualTo(401);
        assertThat(other.headers().firstValue(ALLOW)).isEmpty();
    }

    @Test
    void preflight_isAnsweredToAnyOrigin_asKeycloaksOwn() {
        for (String path : List.of("request-otp", "verify-otp", "status")) {
            Map<String, String> headers = new HashMap<>(Map.of("Origin", OTHER, "Authorization", ""));
            headers.put("Access-Control-Request-Method", path.equals("status") ? "GET" : "POST");
            headers.put("Access-Control-Request-Headers", "authorization,content-type");

            Reply reply = realm.phoneApi((String) null).call("OPTIONS", path, "", headers);

            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.headers().firstValue(ALLOW)).hasValue(OTHER);
            assertThat(reply.headers()
                            .firstValue("Access-Control-Allow-Methods")
                            .orElse(""))
                    .isEqualTo(path.equals("status") ? "GET" : "POST");
            assertThat(reply.headers()
                            .firstValue("Access-Control-Allow-Headers")
                            .orElse(""))
                    .contains("Authorization", "Content-Type", "DPoP");
        }
    }

    @Test
    void description_isEverybodys() {
        Reply reply = get(realm.phoneApi((String) null), "openapi.json", OTHER);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.headers().firstValue(ALLOW)).hasValue(OTHER);
        assertThat(reply.text("openapi")).startsWith("3.1");
    }
}
