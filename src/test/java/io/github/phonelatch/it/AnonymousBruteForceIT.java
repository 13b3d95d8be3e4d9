package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Keycloak counts of codes at a reset and at a sign-in by phone, and what its lock means there. */
@ExtendWith(SharedServer.class)
class AnonymousBruteForceIT {
    private static final int LOCKED_AFTER = 4;

    private static RealmAdmin realm;

    /** The two ways of somebody who has proven nothing, each up to the form that asks for a number. */
    private enum Way {
        RESET,
        PHONE_LOGIN;

        private Form begin(HttpBrowser browser) {
            return switch (this) {
                case RESET -> Reset.begin(realm, browser);
                case PHONE_LOGIN ->
                    realm.studentPortal()
                            .open(browser)
                            .tryAnotherWay()
                            .choose("Phone number")
                            .form("phonelatch-number-form");
            };
        }

        Page send(Phone phone) {
            return begin(new HttpBrowser()).with("phone_number", phone.number()).press("send");
        }
    }

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> school.put("failureFactor", LOCKED_AFTER)
                .put("waitIncrementSeconds", 600)
                .put("maxFailureWaitSeconds", 600)
                .put("quickLoginCheckMilliSeconds", 0));
    }

    @Test
    void eachWrongCodeOfAReset_countsOnce(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        Page page = Way.RESET.send(phone);
        phone.code();

        for (int wrong = 1; wrong <= 3; wrong++) {
            page = page.code(phone.wrongCode());
            assertThat(page.text()).contains((5 - wrong) + " attempts left");
            awaitFailures(student, wrong);
            settle();
            assertCounts(student, wrong);
        }
        assertThat(phone.verifyCalls()).isEqualTo(3);
    }

    /** Else whoever knows a number could lock its owner out. */
    @Test
    void wrongCodesOfASignInByPhone_countNothing(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        Page page = Way.PHONE_LOGIN.send(phone);
        phone.code();

        for (int wrong = 0; wrong < LOCKED_AFTER; wrong++) {
            page = page.code(phone.wrongCode());
        }

        settle();
        assertCounts(student, 0);
        assertThat(phone.verifyCalls()).isEqualTo(LOCKED_AFTER);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void lockedBeforeTheSend_nothingIsSent_andThePageDoesNotTell(Way way, Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        lock(student);

        Page page = way.send(phone);

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        // The answer to a guess comes after whatever would have been sent.
        assertThat(page.code("000000").text()).contains("You have 4 attempts left");
        assertThat(phone.sendCalls()).isZero();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void lockedAfterTheSend_theRightCodeOpensNothing_andTheProviderIsNotAskedAboutIt(Way way, Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        Page page = way.send(phone);
        String right = phone.code();
        lock(student);

        Page refused = page.code(right);

        assertThat(refused.isCallback()).as(refused.toString()).isFalse();
        assertThat(refused.has("form#kc-passwd-update-form")).isFalse();
        assertThat(refused.text()).contains("You have 4 attempts left");
        assertThat(phone.verifyCalls()).isZero();
        assertThat(realm.events(student, "LOGIN")).isEmpty();
    }

    private static void lock(Person person) {
        Await.until("the account is locked", () -> {
            realm.schoolMobile().directGrant(new Person(person.id(), person.email(), "wrong"));
            return realm.attackDetection(person).get("disabled").asBoolean();
        });
    }

    private static void awaitFailures(Person person, int expected) {
        Await.until(
                expected + " failures are counted",
                () -> realm.attackDetection(person).get("numFailures").asInt() == expected);
    }

    /** Keycloak counts after its answer: once a later failure, of somebody else, is counted, nothing is still to come. */
    private static void settle() {
        Person other = realm.newStudent();
        realm.schoolMobile().directGrant(new Person(other.id(), other.email(), "wrong"));
        awaitFailures(other, 1);
    }

    private static void assertCounts(Person person, int expected) {
        JsonNode counts = realm.attackDetection(person);
        assertThat(counts.get("numFailures").asInt()).isEqualTo(expected);
        assertThat(counts.get("numSecondaryAuthFailures").asInt()).isEqualTo(expected);
        assertThat(counts.get("disabled").asBoolean()).isFalse();
    }
}
