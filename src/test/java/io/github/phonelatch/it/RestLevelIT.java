package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What stands between the password and the second factor on Keycloak's pages stands there at the endpoints too. */
@ExtendWith(SharedServer.class)
class RestLevelIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0");
            settings.put("api-clients", "school-mobile##student-portal");
        });
        StepUp.bind(realm);
    }

    private static void assertNeedsTheCode(Reply reply, Phone next) {
        assertThat(reply.status()).as(reply.body().toString()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("insufficient-user-authentication");
        assertThat(reply.body().path("phone_verification").asBoolean()).isTrue();
        // A sign-in of a higher level would do no better than the code that it asks for.
        assertThat(reply.body().has("max_age")).isFalse();
        assertThat(reply.body().has("acr_values")).isFalse();
        assertThat(next.messages()).isEmpty();
    }

    @Test
    void passwordAlone_replacesNoNumberThatIsKeptBehindTheCode(Phone own, Phone anonymous) {
        Person student = realm.newVerifiedStudent(own);
        Tokens tokens = realm.studentPortal().open(student).tokens();
        assertThat(tokens.idClaims().get("acr").asText()).isEqualTo("1");

        assertNeedsTheCode(realm.phoneApi(tokens).requestOtp(anonymous), anonymous);
        assertNeedsTheCode(
                realm.phoneApi(realm.schoolMobile().directGrant(student)).requestOtp(anonymous), anonymous);
    }

    /** The realm's words for a lost phone are for people who are asked for no code anywhere. */
    @Test
    void passwordAlone_doesNot_alsoWhereTheRealmLetsPeopleReplaceALostOne(Admin admin, Phone own, Phone anonymous) {
        RealmAdmin lenient = admin.newSchoolRealm(school -> Admin.phoneSettings(school)
                .put("lost-number", "fresh-sign-in")
                .put("api-clients", "school-mobile##student-portal"));
        StepUp.bind(lenient);
        Person student = lenient.newVerifiedStudent(own);

        assertNeedsTheCode(
                lenient.phoneApi(lenient.studentPortal().open(student).tokens()).requestOtp(anonymous), anonymous);
    }

    @Test
    void codeAtTheEndpoint_opensTheSameWithoutALevel(Phone own, Phone next) {
        Person student = realm.newVerifiedStudent(own);
        PhoneApi api = realm.phoneApi(realm.studentPortal().open(student).tokens());
        assertThat(api.verifyOtp(api.post("request-otp", Map.of()), own.code()).status())
                .isEqualTo(200);

        assertThat(api.requestOtp(next).status()).isEqualTo(202);
    }

    @Test
    void afterTheCode_anotherNumberIsVerified(Phone own, Phone next) {
        Person student = realm.newVerifiedStudent(own);
        Tokens tokens = realm.studentPortal()
                .open(new HttpBrowser(), Map.of("acr_values", "2"))
                .password(student)
                .code(own.code())
                .tokens();
        PhoneApi api = realm.phoneApi(tokens);

        Reply asked = api.requestOtp(next);

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(api.verifyOtp(asked, next.code()).status()).isEqualTo(200);
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
    }

    @Test
    void firstNumber_needsNoLevel(Phone phone) {
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));

        Reply asked = api.requestOtp(phone);

        assertThat(api.verifyOtp(asked, phone.code()).status()).isEqualTo(200);
    }

    /** The session is new, but its person gave no password. */
    @Test
    void impersonatedPerson_keepsTheirNumber(Admin admin, Phone own, Phone admins) {
        RealmAdmin flat =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("api-clients", "student-portal"));
        Person student = flat.newVerifiedStudent(own);
        Tokens tokens = flat.studentPortal().open(flat.impersonate(student)).tokens();

        Reply reply = flat.phoneApi(tokens).requestOtp(admins);

        assertNeedsTheCode(reply, admins);
        assertThat(flat.attribute(student, "phoneNumber")).isEqualTo(own.number());
    }
}
