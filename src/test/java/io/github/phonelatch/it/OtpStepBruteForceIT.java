package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Keycloak counts of codes at sign-in, and what its lock means to the step. */
@ExtendWith(SharedServer.class)
class OtpStepBruteForceIT {
    private static final int LOCKED_AFTER = 4;

    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            Admin.phoneSettings(school).put("cooldown", "0");
            school.put("failureFactor", LOCKED_AFTER)
                    .put("waitIncrementSeconds", 600)
                    .put("maxFailureWaitSeconds", 600)
                    .put("quickLoginCheckMilliSeconds", 0);
        });
    }

    @Test
    void eachWrongCode_countsOnce_andTheRightOneClearsBothCounts(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);

        for (int wrong = 1; wrong <= 3; wrong++) {
            page = page.code(phone.wrongCode());
            assertThat(page.text()).contains((5 - wrong) + " attempts left");
            awaitFailures(teacher, wrong);
            assertCounts(teacher, wrong);
        }
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();

        awaitFailures(teacher, 0);
        assertCounts(teacher, 0);
        assertThat(phone.verifyCalls()).isEqualTo(4);
    }

    @Test
    void whatWasNeverCompared_countsNothing(Simulator simulator, Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);

        page = page.code("12").code("").code("abcdef");
        String expired = phone.code();
        simulator.control().advance(Duration.ofSeconds(301));
        page = page.code(expired);
        assertThat(page.text()).contains("expired");
        page.press("resend");

        settle();
        assertCounts(teacher, 0);
    }

    @Test
    void lockedMeanwhile_theRightCodeIsRefused_withoutAskingTheProvider(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);
        lockByPasswords(teacher);

        Page refused = page.code(phone.code());

        assertThat(refused.isCallback()).isFalse();
        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.text()).contains("Your account is locked for now. Try again later.");
        assertThat(phone.verifyCalls()).isZero();
        assertThat(realm.events(teacher, "LOGIN_ERROR").get(0).get("error").asText())
                .isEqualTo("user_temporarily_disabled");
        Page more = refused.byChannel("voice");
        assertThat(more.text()).contains("Your account is locked for now. Try again later.");
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(realm.events(teacher, "LOGIN")).isEmpty();
    }

    @Test
    void lockedMeanwhile_noMessageIsSent(Phone phone) {
        AuthenticatorApp app = new AuthenticatorApp();
        Person teacher = realm.newVerifiedTeacher(phone, app::put, user -> {});
        Page page = realm.studentPortal().open(teacher);
        assertThat(page.isAppPage()).as(page.toString()).isTrue();
        lockByPasswords(teacher);

        Page refused = page.tryAnotherWay().choose("Phone number");

        assertThat(refused.isCodePage()).isFalse();
        assertThat(refused.text()).contains("Your account is locked for now. Try again later.");
        Page again = refused.form("phonelatch-number-form").press("send");
        assertThat(again.text()).contains("Your account is locked for now. Try again later.");
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void wrongCodesLockTheAccount_forTheRightOneToo(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);
        for (int wrong = 0; wrong < LOCKED_AFTER; wrong++) {
            page = page.code(phone.wrongCode());
        }
        awaitLock(teacher);

        Page refused = page.code(phone.code());

        assertThat(refused.text()).contains("Your account is locked for now. Try again later.");
        assertThat(phone.verifyCalls()).isEqualTo(LOCKED_AFTER);
        assertThat(realm.events(teacher, "LOGIN_ERROR"))
                .filteredOn(event -> event.get("error").asText().equals("invalid_user_credentials"))
                .hasSize(LOCKED_AFTER);
        assertThat(realm.events(teacher, "LOGIN")).isEmpty();
    }

    @Test
    void accountDisabledByAnAdmin_theRightCodeIsRefused(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);
        realm.updateUser(teacher, user -> user.put("enabled", false));

        Page refused = page.code(phone.code());

        assertThat(refused.isCallback()).as(refused.toString()).isFalse();
        assertThat(phone.verifyCalls()).isZero();
    }

    @Test
    void withoutProtection_wrongCodesAreCountedNowhere(Admin admin, Phone phone) {
        RealmAdmin open = admin.newSchoolRealm(school -> school.put("bruteForceProtected", false));
        Person teacher = open.newVerifiedTeacher(phone);

        Page page = open.studentPortal().open(teacher).code(phone.wrongCode()).code(phone.wrongCode());
        open.update(java.util.Map.of("bruteForceProtected", true));

        settle();
        assertThat(open.attackDetection(teacher).get("numFailures").asInt()).isZero();
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    private static void lockByPasswords(Person person) {
        for (int i = 0; i < LOCKED_AFTER; i++) {
            realm.studentPortal().open(new HttpBrowser()).password(new Person(person.id(), person.email(), "wrong"));
        }
        awaitLock(person);
    }

    private static void awaitLock(Person person) {
        Await.until(
                "the account is locked",
                () -> realm.attackDetection(person).get("disabled").asBoolean());
    }

    private static void awaitFailures(Person person, int expected) {
        Await.until(
                expected + " failures are counted",
                () -> realm.attackDetection(person).get("numFailures").asInt() == expected);
        settle();
    }

    /** Keycloak counts after its answer: once a later failure, of somebody else, is counted, nothing is still to come. */
    private static void settle() {
        Person other = realm.newStudent();
        realm.studentPortal().open(new HttpBrowser()).password(new Person(other.id(), other.email(), "wrong"));
        Await.until(
                "a later failure is counted",
                () -> realm.attackDetection(other).get("numFailures").asInt() == 1);
    }

    private static void assertCounts(Person person, int expected) {
        JsonNode counts = realm.attackDetection(person);
        assertThat(counts.get("numFailures").asInt()).isEqualTo(expected);
        assertThat(counts.get("numSecondaryAuthFailures").asInt()).isEqualTo(expected);
        assertThat(counts.get("disabled").asBoolean()).isFalse();
    }
}
