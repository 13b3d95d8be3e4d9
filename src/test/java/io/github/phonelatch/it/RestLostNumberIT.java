package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.it.support.Verifications;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A realm that lets people replace the number of a phone they lost, right after they typed their password: only those for whom the
 * phone is no second factor, and with no password that somebody may have chosen a moment ago.
 */
@ExtendWith(SharedServer.class)
class RestLostNumberIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String HASH = "$2b$04$N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq";
    private static final Duration OLD_ENOUGH = Duration.ofHours(25);

    private static RealmAdmin realm;
    private static EarlierSignIns earlier;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(RestLostNumberIT::lenient);
        earlier = new EarlierSignIns(admin, realm);
    }

    /** The school as shipped, but for this setting. */
    static void lenient(ObjectNode school) {
        Admin.phoneSettings(school)
                .put("cooldown", "0")
                .put("lost-number", "fresh-sign-in")
                .put("api-clients", "school-mobile##student-portal");
    }

    @Test
    void rightAfterThePassword_anotherNumberIsVerified(Phone lost, Phone next) {
        Person student = student(lost, OLD_ENOUGH);
        Tokens tokens = realm.schoolMobile().directGrant(student);
        PhoneApi api = realm.phoneApi(tokens);

        Reply asked = api.requestOtp(next);

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(api.verifyOtp(asked, next.code()).status()).isEqualTo(200);
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
        assertThat(lost.messages()).isEmpty();
        assertThat(tokens.refresh().granted()).isTrue();
    }

    @Test
    void rightAfterThePasswordOnKeycloaksPage_anotherNumberIsVerifiedToo(Phone lost, Phone next) {
        PhoneApi api = realm.phoneApi(
                realm.studentPortal().open(student(lost, OLD_ENOUGH)).tokens());

        assertThat(api.requestOtp(next).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 240})
    void passwordOfFiveMinutesAgo_stillLetsIt(int secondsAgo, Phone lost, Phone next) {
        Tokens tokens = earlier.passwordTyped(student(lost, OLD_ENOUGH), Duration.ofSeconds(secondsAgo));

        assertThat(realm.phoneApi(tokens).requestOtp(next).status()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 3600, -3600})
    void passwordOfLongerAgo_doesNot_andACodeOrASignInIsAsked(int secondsAgo, Phone lost, Phone next) {
        Tokens tokens = earlier.passwordTyped(student(lost, OLD_ENOUGH), Duration.ofSeconds(secondsAgo));

        assertCodeOrSignIn(realm.phoneApi(tokens).requestOtp(next), next);
    }

    @Test
    void identityProvidersSignIn_andAnImpersonation_areNoPassword(Phone lost, Phone next) {
        Person student = student(lost, OLD_ENOUGH);

        assertCodeOrSignIn(realm.phoneApi(earlier.nothingPassed(student)).requestOtp(next), next);
        assertCodeOrSignIn(
                realm.phoneApi(realm.studentPortal()
                                .open(realm.impersonate(student))
                                .tokens())
                        .requestOtp(next),
                next);
    }

    /** Whoever got at the mailbox may have chosen it. A sign-in with it helps nobody, so none is asked for. */
    @ParameterizedTest
    @ValueSource(ints = {0, 23})
    void passwordThatIsNoDayOld_doesNot(int hours, Phone lost, Phone next) {
        Person student = student(lost, Duration.ofHours(hours));

        assertCodeOnly(realm.phoneApi(realm.schoolMobile().directGrant(student)).requestOtp(next), next);
    }

    @Test
    void passwordChosenAMomentAgo_doesNot(Phone lost, Phone next) {
        Person student = student(lost, OLD_ENOUGH);
        realm.put(
                "users/" + student.id() + "/reset-password",
                Map.of("type", "password", "value", "new-" + PASSWORD, "temporary", false));
        Person renewed = Passwords.with(student, "new-" + PASSWORD);

        assertCodeOnly(realm.phoneApi(realm.schoolMobile().directGrant(renewed)).requestOtp(next), next);
    }

    /** They became a teacher after the sign-in: for their role the phone is a second factor. */
    @Test
    void teachersPassword_doesNot(Phone lost, Phone next) {
        Person teacher = student(lost, OLD_ENOUGH);
        Tokens tokens = realm.schoolMobile().directGrant(teacher);
        realm.join(teacher, "/teachers");

        assertCodeOnly(realm.phoneApi(tokens).requestOtp(next), next);
        assertThat(realm.attribute(teacher, "phoneNumber")).isEqualTo(lost.number());
    }

    /** The number was asked for when nothing was held, and the owner verified theirs in the same session meanwhile. */
    @Test
    void numberAskedForBeforeAnotherWasVerified_doesNotReplaceIt(Phone owners, Phone anonymous) {
        Person student = realm.newPerson(user -> {
            user.putArray("groups").add("/students");
            password(user, OLD_ENOUGH);
        });
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(Passwords.with(student, PASSWORD)));
        Reply anonymousChallenge = api.requestOtp(anonymous);
        assertThat(api.verifyOtp(api.requestOtp(owners), owners.code()).status())
                .isEqualTo(200);

        Reply late = api.verifyOtp(anonymousChallenge, anonymous.code());

        assertThat(late.problem()).as(late.body().toString()).isEqualTo("insufficient-user-authentication");
        assertThat(anonymous.verifyCalls()).isZero();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(owners.number());
    }

    /** In a flow with levels, that of the phone has to be reached. */
    @Test
    void passwordBelowThePhonesLevel_doesNot_andTheLevelIsNamed(Admin admin, Phone lost, Phone next) {
        RealmAdmin levels = admin.newSchoolRealm(RestLostNumberIT::lenient);
        StepUp.bind(
                levels,
                second -> second.execution("conditional-user-role", REQUIRED, Map.of("condUserRole", "teacher")),
                forms -> {});
        Person student = student(levels, lost, OLD_ENOUGH);

        Reply refused =
                levels.phoneApi(levels.studentPortal().open(student).tokens()).requestOtp(next);

        assertCodeOrSignIn(refused, next);
        assertThat(refused.text("acr_values")).isEqualTo("2");
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains("acr_values=\"2\"");
    }

    @Test
    void realmAsShipped_letsNobody(Admin admin, Phone lost, Phone next) {
        RealmAdmin shipped = admin.newSchoolRealm();
        Person student = student(shipped, lost, OLD_ENOUGH);

        assertCodeOnly(
                shipped.phoneApi(shipped.schoolMobile().directGrant(student)).requestOtp(next), next);
    }

    private static void assertCodeOrSignIn(Reply refused, Phone next) {
        assertRefused(refused, next);
        assertThat(refused.body().path("max_age").asInt()).isEqualTo(300);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).contains("max_age=\"300\"");
    }

    private static void assertCodeOnly(Reply refused, Phone next) {
        assertRefused(refused, next);
        assertThat(refused.body().has("max_age")).isFalse();
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse("")).doesNotContain("max_age");
    }

    private static void assertRefused(Reply refused, Phone next) {
        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(401);
        assertThat(refused.problem()).isEqualTo("insufficient-user-authentication");
        assertThat(refused.body().path("phone_verification").asBoolean()).isTrue();
        assertThat(next.messages()).isEmpty();
    }

    private static Person student(Phone phone, Duration ageOfPassword) {
        return student(realm, phone, ageOfPassword);
    }

    /** A student who verified this number, with a password of this age. */
    static Person student(RealmAdmin realm, Phone phone, Duration ageOfPassword) {
        Person created = realm.newPerson(user -> {
            user.putArray("groups").add("/students");
            password(user, ageOfPassword);
            Verifications.put(user, phone.number(), Instant.now().minus(Duration.ofDays(3)));
        });
        return Passwords.with(created, PASSWORD);
    }

    private static void password(ObjectNode user, Duration age) {
        Passwords.imported(user, HASH);
        ((ObjectNode) user.at("/credentials/0"))
                .put("createdDate", Instant.now().minus(age).toEpochMilli());
    }
}
