package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Dpop;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Kinds of access tokens: bound to a key or a certificate, and those that say little. */
@ExtendWith(SharedServer.class)
class RestDpopIT {
    private static RealmAdmin realm;

    private Person student;
    private Dpop key;
    private String token;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            Admin.phoneSettings(school).put("api-clients", "dpop-app##mtls-app##light-app");
            addApp(school, "dpop-app", "dpop.bound.access.tokens");
            addApp(school, "light-app", "client.use.lightweight.access.token.enabled");
            addApp(school, "mtls-app", "");
        });
    }

    /** As the school's app is, with one attribute more. */
    private static void addApp(ObjectNode school, String clientId, String attribute) {
        ObjectNode app = null;
        for (JsonNode client : school.get("clients")) {
            if (client.get("clientId").asText().equals("school-mobile")) {
                app = client.deepCopy();
            }
        }
        app.put("clientId", clientId);
        if (!attribute.isEmpty()) {
            app.withObject("/attributes").put(attribute, "true");
        }
        school.withArray("clients").add(app);
    }

    @BeforeEach
    void signedIn() {
        student = realm.newStudent();
        key = new Dpop();
        token = realm.app("dpop-app").directGrant(student, key).accessToken();
    }

    @Test
    void tokenBoundToAKey_withItsVerification_isGoodForAllEndpoints(Phone phone) {
        assertThat(call("GET", "status", "").status()).isEqualTo(200);

        Reply asked = call("POST", "request-otp", "{\"phone_number\":\"" + phone.number() + "\"}");

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        Reply verified = call(
                "POST",
                "verify-otp",
                Json.of(Map.of("challenge_id", asked.text("challenge_id"), "code", phone.code()))
                        .toString());
        assertThat(verified.status()).as(verified.body().toString()).isEqualTo(200);
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(phone.number());
    }

    @Test
    void tokenBoundToAKey_withoutItsVerification_isRefused() {
        for (String path : List.of("status", "request-otp", "verify-otp")) {
            assertRefused(send(path, Map.of("Authorization", "DPoP " + token)));
            assertRefused(send(path, Map.of("Authorization", "DPoP " + token, "DPoP", "")));
            assertRefused(send(path, Map.of("Authorization", "DPoP " + token, "DPoP", "x")));
            assertRefused(send(path, Map.of("Authorization", "DPoP " + token, "DPoP", token)));
        }
    }

    @Test
    void tokenBoundToAKey_isNoBearerToken() {
        for (String path : List.of("status", "request-otp", "verify-otp")) {
            String verification = key.verification(method(path), uri(path), token);
            assertRefused(send(path, Map.of("Authorization", "Bearer " + token)));
            assertRefused(send(path, Map.of("Authorization", "Bearer " + token, "DPoP", verification)));
        }
    }

    @Test
    void verificationOfAnotherCall_isRefused() {
        for (String path : List.of("status", "request-otp", "verify-otp")) {
            String other = path.equals("status") ? "request-otp" : "status";
            assertVerificationRefused(path, key.verification(method(other), uri(path), token));
            assertVerificationRefused(path, key.verification(method(path), uri(other), token));
            assertVerificationRefused(path, key.verification(method(path), uri(path), token + "x"));
            assertVerificationRefused(path, changed(path, claims -> claims.remove("ath")));
            assertVerificationRefused(path, changed(path, claims -> claims.remove("jti")));
            assertVerificationRefused(
                    path,
                    changed(path, claims -> claims.put("iat", Instant.now().getEpochSecond() - 3600)));
            assertVerificationRefused(
                    path,
                    changed(path, claims -> claims.put("iat", Instant.now().getEpochSecond() + 3600)));
        }
    }

    @Test
    void verificationOfAnotherKey_isRefused() {
        for (String path : List.of("status", "request-otp", "verify-otp")) {
            assertVerificationRefused(path, new Dpop().verification(method(path), uri(path), token));
        }
    }

    @Test
    void verification_isGoodOnce() {
        String verification = key.verification("GET", uri("status"), token);
        assertThat(send("status", Map.of("Authorization", "DPoP " + token, "DPoP", verification))
                        .status())
                .isEqualTo(200);

        assertVerificationRefused("status", verification);
    }

    /** The certificate is asked for although the token was issued before the application had to have one. */
    @Test
    void tokenThatHasToBeBoundToACertificate_withoutOne_isRefused() {
        App app = realm.app("mtls-app");
        PhoneApi api = realm.phoneApi(app.directGrant(student));
        assertThat(api.status().status()).isEqualTo(200);
        realm.updateClient(
                "mtls-app",
                client -> client.withObject("/attributes").put("tls.client.certificate.bound.access.tokens", "true"));

        for (Reply reply : List.of(api.status(), api.requestOtp("+447400100000"), api.verifyOtp("x", "123456"))) {
            assertRefused(reply);
        }
    }

    @Test
    void lightweightToken_isGoodForAllEndpoints(Phone phone) {
        Tokens light = realm.app("light-app").directGrant(student);
        assertThat(light.accessClaims().has("email")).isFalse();
        PhoneApi api = realm.phoneApi(light);

        Reply asked = api.requestOtp(phone);

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(api.verifyOtp(asked, phone.code()).status()).isEqualTo(200);
        assertThat(api.status().body().get("verified").asBoolean()).isTrue();
    }

    private Reply call(String method, String path, String body) {
        String verification = key.verification(method, uri(path), token);
        return realm.phoneApi((String) null)
                .call(
                        method,
                        path,
                        body,
                        Map.of(
                                "Authorization",
                                "DPoP " + token,
                                "DPoP",
                                verification,
                                "Content-Type",
                                "application/json"));
    }

    private Reply send(String path, Map<String, String> headers) {
        return realm.phoneApi((String) null).call(method(path), path, "", headers);
    }

    private String changed(String path, Consumer<ObjectNode> changes) {
        return key.verification(method(path), uri(path), token, changes);
    }

    private void assertVerificationRefused(String path, String verification) {
        assertRefused(send(path, Map.of("Authorization", "DPoP " + token, "DPoP", verification)));
    }

    private static void assertRefused(Reply reply) {
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("invalid-token");
        assertThat(reply.headers().firstValue("WWW-Authenticate").orElse("")).contains("error=\"invalid_token\"");
    }

    private static String method(String path) {
        return path.equals("status") ? "GET" : "POST";
    }

    private static URI uri(String path) {
        return URI.create(realm.uri() + "/phonelatch/" + path);
    }
}
