package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A number of Benin that was verified before its eight digits became ten goes on working with the code that reaches it. */
@ExtendWith(SharedServer.class)
class OlderPlanIT {
    private static RealmAdmin realm;

    private Phone phone;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school)
                .put("allowed-countries", "GB##BJ")
                .put("reverify-after-days", "30")
                .put("cooldown", "0"));
    }

    @BeforeEach
    void phone(Simulator simulator) {
        phone = new Phone(
                simulator, "+22997%06d".formatted(ThreadLocalRandom.current().nextInt(1_000_000)));
    }

    @Test
    void reverification_takesAWrongCode_aReloadAndTheRightCode() {
        Person student = realm.newVerified("/students", phone, longAgo());

        Page page = realm.studentPortal().open(student).askCurrent();
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        page = page.code(phone.wrongCode());
        assertThat(page.text()).contains("4 attempts left");
        page = page.reload();
        assertThat(page.isCodePage()).as(page.toString()).isTrue();

        assertVerified(page.code(phone.code()).tokens());
        assertThat(phone.messages()).hasSize(1);
    }

    @Test
    void anotherMessage_canBeAskedFor() {
        Person student = realm.newVerified("/students", phone, longAgo());
        Page page = realm.studentPortal().open(student).askCurrent();
        phone.code(1);

        page = page.byChannel("voice");

        assertThat(page.text()).contains("We are calling");
        assertVerified(page.code(phone.code(2)).tokens());
    }

    @Test
    void step_takesTheCode() {
        Person teacher = realm.newVerifiedTeacher(phone);

        assertVerified(realm.studentPortal().open(teacher).code(phone.code()).tokens());
    }

    @Test
    void directGrant_takesTheCode() {
        Person teacher = realm.newVerifiedTeacher(phone);
        App app = DirectGrants.app(realm, "older-plan");

        assertThat(app.directGrant(teacher).error()).isEqualTo("phone_code_required");
        assertVerified(DirectGrants.code(app, teacher, phone.code()));
    }

    /** The application leaves the number out, or sends what it read in a token. */
    @Test
    void endpoints_takeTheKnownNumber() {
        Person student = realm.newVerified("/students", phone, longAgo());
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));

        Reply asked = api.post("request-otp", Map.of());
        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        Reply again = api.post("request-otp", Map.of("phone_number", phone.number()));
        assertThat(again.text("challenge_id")).isEqualTo(asked.text("challenge_id"));
        Reply verified = api.verifyOtp(asked, phone.code());

        assertThat(verified.status()).as(verified.body().toString()).isEqualTo(200);
        assertThat(verified.text("phone_number")).isEqualTo(phone.number());
    }

    /** People may type what they always typed, or today's number. */
    @Test
    void reset_findsTheAccountByEitherNumber() {
        Person student = realm.newVerifiedStudent(phone);
        String digits = phone.number().substring(4);

        Page page = Reset.begin(realm, new HttpBrowser())
                .with("phone_country", "BJ")
                .with("phone_number", digits)
                .press("send");
        Person renewed = Reset.choosePassword(page.code(phone.code()), student);

        Page done = realm.studentPortal()
                .open(new HttpBrowser())
                .tryAnotherWay()
                .choose("Phone number")
                .form("phonelatch-number-form")
                .with("phone_country", "BJ")
                .with("phone_number", "01" + digits)
                .with("password", renewed.password())
                .press("verify");
        assertVerified(done.tokens());
    }

    private static void assertVerified(Tokens tokens) {
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
    }

    private static Instant longAgo() {
        return Instant.now().minus(Duration.ofDays(60));
    }
}
