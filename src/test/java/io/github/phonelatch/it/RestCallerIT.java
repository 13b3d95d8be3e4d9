package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who may call the endpoints: whoever Keycloak itself would listen to, from an application that is listed. */
@ExtendWith(SharedServer.class)
class RestCallerIT {
    private static RealmAdmin realm;
    private static Signed key;

    private Person student;
    private Tokens tokens;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0");
            settings.put("api-clients", "school-mobile##school-robot");
        });
        realm.createClient(Map.of(
                "clientId", "school-robot",
                "publicClient", false,
                "secret", "robot",
                "serviceAccountsEnabled", true,
                "standardFlowEnabled", false));
        key = Signed.keyOf(realm);
    }

    @BeforeEach
    void signedIn() {
        student = realm.newStudent();
        tokens = realm.schoolMobile().directGrant(student);
    }

    @Test
    void nobody_isToldToBringAToken() {
        Reply reply = realm.phoneApi((String) null).status();

        assertUnauthorized(reply);
        assertThat(authenticate(reply))
                .startsWith("Bearer realm=\"" + realm.name())
                .doesNotContain("error");
    }

    @Test
    void whatIsNoAccessTokenOfTheRealm_isRefused(RealmAdmin otherRealm) {
        String access = tokens.accessToken();
        assertInvalid(realm.phoneApi(tokens.idToken()));
        assertInvalid(realm.phoneApi(tokens.refreshToken()));
        assertInvalid(realm.phoneApi(access.substring(0, access.length() - 8) + "AAAAAAAA"));
        assertInvalid(realm.phoneApi(
                otherRealm.schoolMobile().directGrant(otherRealm.newStudent()).accessToken()));
        // Without an algorithm, with one that needs no key, and no token at all.
        String claims = Signed.part(tokens.accessClaims());
        for (String header : List.of("{}", "{'alg':'none'}", "{'alg':'HS1'}", "{'alg':null}", "null", "[]", "7")) {
            String forged = Signed.part(Json.parse(header.replace('\'', '"'))) + "." + claims + ".";
            assertUnauthorized(realm.phoneApi(forged).status());
            assertUnauthorized(realm.phoneApi(forged + "c2ln").status());
        }
        for (String text : List.of("x", "a.b.c", "..", "....", "é", "a b")) {
            assertUnauthorized(realm.phoneApi(text).status());
        }
    }

    @Test
    void otherSchemes_areRefused() {
        PhoneApi api = realm.phoneApi(tokens);
        String basic = "Basic c2Nob29sLW1vYmlsZTo=";
        for (String header :
                List.of(basic, "Bearer", "Bearer ", "DPoP " + tokens.accessToken(), tokens.accessToken())) {
            assertUnauthorized(api.call("GET", "status", "", Map.of("Authorization", header)));
        }
    }

    @Test
    void tokenOfAnEndedSession_isRefused() {
        realm.logout(student);

        assertInvalid(realm.phoneApi(tokens));
    }

    @Test
    void revokedToken_isRefused() {
        realm.schoolMobile().revoke(tokens.accessToken());

        assertInvalid(realm.phoneApi(tokens));
    }

    @Test
    void tokenOfADisabledUser_isRefused() {
        realm.updateUser(student, user -> user.put("enabled", false));

        assertInvalid(realm.phoneApi(tokens));
    }

    @Test
    void tokenFromBeforeTheRealmsNotBefore_isRefused(Admin admin) {
        RealmAdmin own = admin.newSchoolRealm();
        Tokens before = own.schoolMobile().directGrant(own.newStudent());
        own.update(Map.of("notBefore", Instant.now().getEpochSecond() + 60));

        assertInvalid(own.phoneApi(before));
    }

    @Test
    void expiredToken_isRefused() {
        ObjectNode claims = (ObjectNode) tokens.accessClaims();
        assertThat(realm.phoneApi(key.sign(claims)).status().status()).isEqualTo(200);
        claims.put("exp", Instant.now().getEpochSecond() - 1);

        assertInvalid(realm.phoneApi(key.sign(claims)));
    }

    @Test
    void applicationThatIsNotListed_isRefused(Phone phone) {
        Tokens portal = realm.studentPortal()
                .open(new HttpBrowser())
                .password(student)
                .number(phone.number())
                .code(phone.code())
                .tokens();

        assertForbidden(realm.phoneApi(portal), "client-not-allowed");
    }

    @Test
    void realmThatListsNoApplication_refusesAll(Admin admin) {
        RealmAdmin own =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).remove("api-clients"));

        assertForbidden(own.phoneApi(own.schoolMobile().directGrant(own.newStudent())), "client-not-allowed");
    }

    @Test
    void serviceAccount_isRefused() {
        Tokens robot = realm.app("school-robot", "robot").clientCredentials();

        assertForbidden(realm.phoneApi(robot), "client-not-allowed");
    }

    @Test
    void tokenWithoutSession_isRefused() {
        ObjectNode claims = (ObjectNode) tokens.accessClaims();
        claims.remove(List.of("sid", "session_state"));

        PhoneApi api = realm.phoneApi(key.sign(claims));

        assertThat(api.status().status()).isIn(401, 403);
        assertThat(api.requestOtp("+447400100000").status()).isIn(401, 403);
    }

    @Test
    void lockedAccount_isRefusedAtEachEndpoint(Phone phone) {
        PhoneApi api = realm.phoneApi(tokens);
        Reply asked = api.requestOtp(phone);
        App app = realm.schoolMobile();
        Await.until("the lock", () -> {
            app.directGrant(new Person(student.id(), student.email(), "wrong"));
            return realm.attackDetection(student).get("disabled").asBoolean();
        });

        assertForbidden(api, "account-locked");
        assertThat(api.requestOtp(Numbers.next()).problem()).isEqualTo("account-locked");
        Reply right = api.verifyOtp(asked, phone.code());

        assertThat(right.problem()).isEqualTo("account-locked");
        assertThat(right.status()).isEqualTo(403);
        assertThat(phone.verifyCalls()).isZero();
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
    }

    @Test
    void plainHttp_isRefused_whereTheRealmRequiresHttps(Admin admin) {
        RealmAdmin own = admin.newSchoolRealm();
        PhoneApi signedIn = own.phoneApi(own.schoolMobile().directGrant(own.newStudent()));
        own.update(Map.of("sslRequired", "all"));

        for (Reply reply : List.of(signedIn.status(), signedIn.requestOtp("+447400100000"))) {
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text("detail")).isEqualTo("HTTPS is required.");
        }
    }

    @Test
    void disabledAction_meansThatNothingIsSetUp(Admin admin) {
        RealmAdmin own = admin.newSchoolRealm();
        Tokens signedIn = own.schoolMobile().directGrant(own.newStudent());
        own.enablePhoneAction(false);

        Reply reply = own.phoneApi(signedIn).status();

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.problem()).isEqualTo("not-configured");
    }

    private static void assertInvalid(PhoneApi api) {
        for (Reply reply : List.of(api.status(), api.requestOtp("+447400100000"), api.verifyOtp("x", "123456"))) {
            assertUnauthorized(reply);
            assertThat(authenticate(reply)).contains("error=\"invalid_token\"");
        }
    }

    private static void assertUnauthorized(Reply reply) {
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("invalid-token");
        assertThat(reply.contentType()).startsWith("application/problem+json");
        assertThat(authenticate(reply)).contains("realm=");
    }

    private static void assertForbidden(PhoneApi api, String problem) {
        for (Reply reply : List.of(api.status(), api.requestOtp("+447400100000"), api.verifyOtp("x", "123456"))) {
            assertThat(reply.status()).as(reply.body().toString()).isEqualTo(403);
            assertThat(reply.problem()).isEqualTo(problem);
        }
    }

    private static String authenticate(Reply reply) {
        return reply.headers().firstValue("WWW-Authenticate").orElse("");
    }
}
