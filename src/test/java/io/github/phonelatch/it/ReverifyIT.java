package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A proof counts for so many days, and the number stays its owner's after that. */
@ExtendWith(SharedServer.class)
class ReverifyIT {
    private static final int DAYS = 30;

    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = realm(admin, DAYS);
    }

    private static RealmAdmin realm(Admin admin, int days) {
        return admin.newSchoolRealm(school -> Admin.phoneSettings(school)
                .put("reverify-after-days", Integer.toString(days))
                .put("accounts-per-number", "1")
                .put("cooldown", "0")
                .put("sends-per-hour", "1"));
    }

    @Test
    void verificationThatBecameTooOld_isRefusedEveryToken_andNotVerifiedInTheOldOnes(Admin admin, Phone phone) {
        RealmAdmin school = realm(admin, 0);
        Person student = school.newVerified("/students", phone, daysAgo(DAYS + 1));
        Tokens tokens = school.studentPortal().open(student).tokens();
        Tokens later = school.studentPortal().open(student).tokens();
        assertThat(verified(tokens.accessClaims())).isTrue();

        school.savePhoneSettings(Map.of("reverify-after-days", Integer.toString(DAYS)));

        assertRefused(tokens.refresh());
        assertRefused(school.ungatedApp().directGrant(student));
        App api = school.app("school-api", school.secret("school-api"));
        assertThat(verified(api.introspect(tokens.accessToken()))).isFalse();
        JsonNode userinfo = tokens.userinfo().body();
        assertThat(verified(userinfo)).isFalse();
        assertThat(userinfo.get("phone_number").asText()).isEqualTo(phone.number());

        school.savePhoneSettings(Map.of("reverify-after-days", Integer.toString(DAYS + 2)));

        assertThat(later.refresh().granted()).as("nothing was taken away").isTrue();
    }

    @Test
    void signIn_asksForTheNumber_andOneCodeVerifiesItAgain(Phone phone, Phone another) {
        Person student = realm.newVerified("/students", phone, daysAgo(DAYS + 1));
        JsonNode old = credential(student);

        Page page = realm.studentPortal().open(student);

        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        assertThat(page.has("input[name=phone_number], [value=change]")).isFalse();
        assertThat(page.element("#phonelatch-known").text())
                .contains("•")
                .doesNotContain(phone.number().substring(5, 11));
        assertThat(credential(student)).as("it is kept").isEqualTo(old);
        assertThat(realm.attribute(student, "phoneNumberVerified")).isEqualTo("false");
        assertThat(realm.attribute(student, "phoneNumberVerifiedAt")).isEmpty();

        page = page.form("phonelatch-number-form")
                .forged("phone_number", another.number())
                .forged("phone_country", "GB")
                .press("send");
        assertThat(page.has("[value=change]")).isFalse();
        page = page.form("phonelatch-code-form").forged("action", "change").submit();
        assertThat(page.has("input[name=phone_number]"))
                .as("no other number will do")
                .isFalse();
        assertThat(another.sendCalls()).isZero();
        page = page.code(phone.code());

        Tokens tokens = page.tokens();
        assertThat(verified(tokens.accessClaims())).isTrue();
        assertThat(tokens.refresh().granted()).isTrue();
        assertThat(phone.messages()).hasSize(1);
        assertThat(credential(student).get("id")).isEqualTo(old.get("id"));
        Instant verifiedAt = Instant.parse(
                Json.parse(credential(student).get("credentialData").asText())
                        .get("verifiedAt")
                        .asText());
        assertThat(verifiedAt).isAfter(daysAgo(1));
        assertThat(realm.attribute(student, "phoneNumberVerified")).isEqualTo("true");
        assertThat(realm.attribute(student, "phoneNumberVerifiedAt")).isEqualTo(verifiedAt.toString());
        assertThat(realm.studentPortal().open(student).isCallback()).isTrue();
    }

    @Test
    void verificationADayYounger_isLeftAlone(Phone phone) {
        Instant verifiedAt = daysAgo(DAYS - 1);
        Person student = realm.newVerified("/students", phone, verifiedAt);
        JsonNode credential = credential(student);

        Tokens tokens = realm.studentPortal().open(student).tokens();

        assertThat(verified(tokens.accessClaims())).isTrue();
        assertThat(tokens.refresh().granted()).isTrue();
        assertThat(realm.ungatedApp().directGrant(student).granted()).isTrue();
        assertThat(credential(student)).isEqualTo(credential);
        assertThat(realm.attribute(student, "phoneNumberVerified")).isEqualTo("true");
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void codeAtSignIn_renewsAVerificationLongBeforeItsTime(Phone phone) {
        Person teacher = realm.newVerified("/teachers", phone, daysAgo(2));
        JsonNode old = credential(teacher);

        assertThat(realm.studentPortal()
                        .open(teacher)
                        .code(phone.code())
                        .tokens()
                        .granted())
                .isTrue();

        assertThat(credential(teacher).get("id")).isEqualTo(old.get("id"));
        assertThat(Instant.parse(realm.attribute(teacher, "phoneNumberVerifiedAt")))
                .isAfter(daysAgo(1));
    }

    @Test
    void codeAtSignIn_onTheDayOfTheVerification_writesNothing(Phone phone) {
        Person teacher = realm.newVerified("/teachers", phone, Instant.now().minus(Duration.ofHours(20)));
        JsonNode old = credential(teacher);

        assertThat(realm.studentPortal()
                        .open(teacher)
                        .code(phone.code())
                        .tokens()
                        .granted())
                .isTrue();

        assertThat(credential(teacher)).isEqualTo(old);
    }

    @Test
    void numberOfAVerificationThatIsTooOld_isStillTaken(Phone phone) {
        Person owner = realm.newVerified("/students", phone, daysAgo(DAYS + 1));
        Person other = realm.newStudent();

        Page page = realm.studentPortal().open(other).number(phone.number()).code(phone.code());

        assertThat(page.element("#phonelatch-phone_number-error").text())
                .contains("already belongs to another account");
        assertThat(realm.credentials(other, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(realm.credentials(owner, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
    }

    @Test
    void anonymousWhoTypesTheNumber_usesUpNoneOfItsOwnersMessages(Simulator simulator, Phone phone) {
        Person owner = realm.newVerified("/students", phone, daysAgo(DAYS + 1));
        assertThat(realm.studentPortal()
                        .open(realm.newStudent())
                        .number(phone.number())
                        .isCodePage())
                .isTrue();
        assertThat(realm.studentPortal()
                        .open(realm.newStudent())
                        .number(phone.number())
                        .isNumberPage())
                .as("one message an hour for who only claims it")
                .isTrue();
        simulator.control().advance(Duration.ofSeconds(301));

        Page page =
                realm.studentPortal().open(owner).form("phonelatch-number-form").press("send");

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        Await.value(
                "the owner's message", () -> Optional.of(phone.messages()).filter(messages -> messages.size() == 2));
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    private static JsonNode credential(Person person) {
        return realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL).get(0);
    }

    private static boolean verified(JsonNode claims) {
        return claims.get("phone_number_verified").asBoolean();
    }

    private static Instant daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }

    private static void assertRefused(Tokens answer) {
        assertThat(answer.error()).isEqualTo("invalid_grant");
        assertThat(answer.errorDescription()).isEqualTo("Account is not fully set up");
    }
}
