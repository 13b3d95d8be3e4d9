package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Another number in place of a verified one: only in a session that has just shown that the verified one is held. */
@ExtendWith(SharedServer.class)
class RestChangeIT {
    private static RealmAdmin realm;
    /** Its people showed that they hold their number some time ago. */
    private static EarlierSignIns earlier;

    @BeforeAll
    static void realms(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0");
            settings.put("accounts-per-number", "1");
            settings.put("api-clients", "school-mobile##student-portal");
        });
        earlier = new EarlierSignIns(admin, realm);
    }

    // --- a code to the current number first -------------------------------------------------------------------------

    @Test
    void rightAfterTheSignIn_aCodeToTheCurrentNumberComesFirst_andTheOldOneStaysUntilTheNewOneIsVerified(
            Phone old, Phone next) {
        Person student = realm.newVerifiedStudent(old);
        Tokens tokens = realm.schoolMobile().directGrant(student);
        PhoneApi api = realm.phoneApi(tokens);

        assertCurrentNumberFirst(api.requestOtp(next), next);
        assertThat(old.messages()).isEmpty();
        passCurrent(api, old);
        Reply asked = api.requestOtp(next);

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(old.number());
        assertThat(api.status().body().get("verified").asBoolean()).isTrue();
        assertThat(api.verifyOtp(asked, next.code()).status()).isEqualTo(200);
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        assertThat(old.messages())
                .as("the code that was asked for, and no more")
                .hasSize(1);
        assertThat(tokens.refresh().granted()).isTrue();
    }

    @Test
    void teachersCodeAtTheSignIn_isTheCodeToTheCurrentNumber(Phone old, Phone next) {
        Person teacher = realm.newVerifiedTeacher(old);
        assertThat(realm.schoolMobile().directGrant(teacher).error()).isEqualTo("phone_code_required");
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(teacher, Map.of("phone_code", old.code())));

        Reply asked = api.requestOtp(next);

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(api.verifyOtp(asked, next.code()).status()).isEqualTo(200);
        assertThat(realm.attribute(teacher, "phoneNumber")).isEqualTo(next.number());
    }

    @Test
    void wrongCodeToTheCurrentNumber_opensNothing(Phone old, Phone next) {
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(realm.newVerifiedStudent(old)));
        Reply current = api.post("request-otp", Map.of());
        assertThat(api.verifyOtp(current, old.wrongCode()).problem()).isEqualTo("wrong-code");

        assertCurrentNumberFirst(api.requestOtp(next), next);
    }

    // --- for how long, for whom, instead of what --------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(ints = {0, 240})
    void codeToTheCurrentNumber_opensForFiveMinutes(int secondsAgo, Phone old, Phone next) {
        PhoneApi api = realm.phoneApi(earlier.codeTyped(old, Duration.ofSeconds(secondsAgo)));

        Reply asked = api.requestOtp(next);

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
    }

    /** A time that has not come yet says nothing either. */
    @ParameterizedTest
    @ValueSource(ints = {301, 3600, -3600})
    void codeToTheCurrentNumber_opensNoLonger(int secondsAgo, Phone old, Phone next) {
        PhoneApi api = realm.phoneApi(earlier.codeTyped(old, Duration.ofSeconds(secondsAgo)));

        assertCurrentNumberFirst(api.requestOtp(next), next);
        // The one they have needs none.
        assertThat(api.requestOtp(old).status()).isEqualTo(202);
    }

    @Test
    void codeForAnotherVerification_opensNothing(Phone old, Phone next) {
        PhoneApi api = realm.phoneApi(earlier.codeOfAnotherVerification(old));

        assertCurrentNumberFirst(api.requestOtp(next), next);
    }

    @Test
    void codeInOneSession_opensNoOther(Phone old, Phone next) {
        Person student = realm.newVerifiedStudent(old);
        PhoneApi owners = realm.phoneApi(realm.schoolMobile().directGrant(student));
        PhoneApi other = realm.phoneApi(realm.schoolMobile().directGrant(student));
        passCurrent(owners, old);

        assertCurrentNumberFirst(other.requestOtp(next), next);
        Reply asked = owners.requestOtp(next);
        assertThat(asked.status()).isEqualTo(202);
        assertThat(other.verifyOtp(asked, next.code()).problem()).isEqualTo("unknown-challenge");
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(old.number());
    }

    /** What was passed for the number that was, opens nothing in place of the one that another session verified since. */
    @Test
    void codeToANumberThatWasReplacedElsewhere_opensNothing(Phone old, Phone next, Phone anonymous) {
        Person student = realm.newVerifiedStudent(old);
        PhoneApi other = realm.phoneApi(realm.schoolMobile().directGrant(student));
        PhoneApi owners = realm.phoneApi(realm.schoolMobile().directGrant(student));
        passCurrent(other, old);
        Reply asked = other.requestOtp(anonymous);
        assertThat(asked.status()).isEqualTo(202);
        passCurrent(owners, old);
        assertThat(owners.verifyOtp(owners.requestOtp(next), next.code()).status())
                .isEqualTo(200);

        assertSignInFirst(other.verifyOtp(asked, anonymous.code()));
        assertSignInFirst(other.requestOtp(anonymous));
        assertSignInFirst(other.post("request-otp", Map.of()));
        assertThat(anonymous.verifyCalls()).isZero();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
    }

    /** The same session, and a number that was to replace the one before. */
    @Test
    void numberAskedForInPlaceOfOneThatIsGone_replacesNoOther(Phone old, Phone next, Phone anonymous) {
        Person student = realm.newVerifiedStudent(old);
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));
        passCurrent(api, old);
        Reply anonymousChallenge = api.requestOtp(anonymous);
        assertThat(api.verifyOtp(api.requestOtp(next), next.code()).status()).isEqualTo(200);

        Reply late = api.verifyOtp(anonymousChallenge, anonymous.code());

        assertThat(late.problem()).as(late.body().toString()).isEqualTo("unknown-challenge");
        assertThat(anonymous.verifyCalls()).isZero();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
    }

    // --- a number asked for before another was verified -------------------------------------------------------------

    /** Or whoever stole a token before the owner's first verification could wait for it and then replace the number. */
    @Test
    void numberAskedForBeforeAnotherWasVerified_doesNotReplaceIt(Phone owners, Phone anonymous) {
        Person student = realm.newStudent();
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));
        Reply anonymousChallenge = api.requestOtp(anonymous);
        assertThat(anonymousChallenge.status()).isEqualTo(202);
        Reply ownersChallenge = api.requestOtp(owners);
        assertThat(api.verifyOtp(ownersChallenge, owners.code()).status()).isEqualTo(200);

        Reply reply = api.verifyOtp(anonymousChallenge, anonymous.code());

        assertCurrentNumberFirst(reply);
        assertThat(anonymous.verifyCalls()).isZero();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(owners.number());
    }

    @Test
    void sessionOlderThanTheVerification_changesNothing_andANewSignInIsAsked(Phone owners, Phone anonymous) {
        Person student = realm.newStudent();
        PhoneApi older = realm.phoneApi(realm.schoolMobile().directGrant(student));
        Reply anonymousChallenge = older.requestOtp(anonymous);
        assertThat(anonymousChallenge.status()).isEqualTo(202);
        verifyElsewhere(student, owners);

        assertSignInFirst(older.verifyOtp(anonymousChallenge, anonymous.code()));
        assertSignInFirst(older.requestOtp(anonymous));
        assertSignInFirst(older.requestOtp(owners));
        assertThat(anonymous.verifyCalls()).isZero();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(owners.number());
        PhoneApi newer = realm.phoneApi(realm.schoolMobile().directGrant(student));
        assertCurrentNumberFirst(newer.requestOtp(anonymous));
    }

    // --- sessions ---------------------------------------------------------------------------------------------------

    @Test
    void replacedNumber_endsTheOtherSessionsOfATeacher_offlineOnesToo_andTheOneThatDidItGoesOn(Phone old, Phone next) {
        Person teacher = realm.newVerifiedTeacher(old);
        Map<String, String> offline = Map.of("scope", "openid offline_access");
        realm.schoolMobile().directGrant(teacher);
        Map<String, String> code = Map.of("phone_code", old.code());
        Tokens other = realm.schoolMobile().directGrant(teacher, both(code, offline));
        assertThat(other.granted()).as(other.body().toString()).isTrue();
        realm.schoolMobile().directGrant(teacher);
        Tokens own = realm.schoolMobile().directGrant(teacher, both(Map.of("phone_code", old.code(2)), offline));
        PhoneApi api = realm.phoneApi(own);

        assertThat(api.verifyOtp(api.requestOtp(next), next.code()).status()).isEqualTo(200);

        assertThat(other.refresh().granted()).isFalse();
        assertThat(realm.schoolMobile().refresh(own.refreshToken()).granted()).isTrue();
        Await.until(
                "the other session to end",
                () -> realm.get("users/" + teacher.id() + "/sessions").size() <= 1);
        assertThat(other.refresh().granted()).isFalse();
        assertThat(api.status().status()).isEqualTo(200);
    }

    // --- others -----------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void numberOfAnotherAccount_isToldOnlyToWhoHoldsIt(boolean verified, Phone shared, Phone own) {
        realm.newVerifiedStudent(shared);
        Person second = verified ? realm.newVerifiedStudent(own) : realm.newStudent();
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(second));
        if (verified) {
            passCurrent(api, own);
        }

        Reply asked = api.requestOtp(shared);
        assertThat(asked.status()).isEqualTo(202);
        assertThat(api.verifyOtp(asked, shared.wrongCode()).problem()).isEqualTo("wrong-code");

        Reply taken = api.verifyOtp(asked, shared.code());

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.problem()).isEqualTo("number-taken");
        if (verified) {
            assertThat(realm.attribute(second, "phoneNumber")).isEqualTo(own.number());
        } else {
            AttackAssertions.none(realm, second);
        }
    }

    @Test
    void adminWhoAskedForANewVerification_getsIt_ofTheCurrentNumberAndNoOther(Phone phone, Phone next) {
        Person student = realm.newVerifiedStudent(phone);
        Tokens tokens = realm.schoolMobile().directGrant(student);
        realm.updateUser(student, user -> user.set("requiredActions", Json.of(List.of(RealmAdmin.PHONE_ACTION))));
        PhoneApi api = realm.phoneApi(tokens);

        assertCurrentNumberFirst(api.requestOtp(next), next);
        Reply asked = api.post("request-otp", Map.of());
        assertThat(api.verifyOtp(asked, phone.code()).status()).isEqualTo(200);

        assertThat(realm.user(student).get("requiredActions")).isEmpty();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(phone.number());
        assertThat(realm.schoolMobile().directGrant(student).granted()).isTrue();
    }

    // ----------------------------------------------------------------------------------------------------------------

    private static void assertCurrentNumberFirst(Reply refused, Phone next) {
        assertCurrentNumberFirst(refused);
        assertThat(next.messages()).isEmpty();
    }

    private static void assertCurrentNumberFirst(Reply refused) {
        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(401);
        assertThat(refused.problem()).isEqualTo("insufficient-user-authentication");
        assertThat(refused.body().get("phone_verification").asBoolean()).isTrue();
        assertThat(refused.body().has("max_age")).isFalse();
        assertThat(refused.body().has("acr_values")).isFalse();
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("error=\"insufficient_user_authentication\"")
                .doesNotContain("max_age", "acr_values");
    }

    private static void assertSignInFirst(Reply refused) {
        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(401);
        assertThat(refused.problem()).isEqualTo("insufficient-user-authentication");
        assertThat(refused.body().get("max_age").asInt()).isEqualTo(300);
        assertThat(refused.body().has("phone_verification")).isFalse();
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("error=\"insufficient_user_authentication\"", "max_age=\"300\"");
    }

    private static void passCurrent(PhoneApi api, Phone current) {
        Reply asked = api.post("request-otp", Map.of());
        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        Reply verified = api.verifyOtp(asked, current.code());
        assertThat(verified.status()).as(verified.body().toString()).isEqualTo(200);
    }

    private static void verifyElsewhere(Person person, Phone phone) {
        PhoneApi owners = realm.phoneApi(realm.schoolMobile().directGrant(person));
        assertThat(owners.verifyOtp(owners.requestOtp(phone), phone.code()).status())
                .isEqualTo(200);
    }

    private static Map<String, String> both(Map<String, String> one, Map<String, String> other) {
        Map<String, String> all = new HashMap<>(one);
        all.putAll(other);
        return all;
    }
}
