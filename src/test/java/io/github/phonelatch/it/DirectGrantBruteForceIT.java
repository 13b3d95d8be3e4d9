package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What Keycloak counts of codes in the direct grant, and what its lock means there. */
@ExtendWith(SharedServer.class)
class DirectGrantBruteForceIT {
    private static final int LOCKED_AFTER = 4;

    private static RealmAdmin realm;
    private static App app;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> school.put("failureFactor", LOCKED_AFTER)
                .put("waitIncrementSeconds", 600)
                .put("maxFailureWaitSeconds", 600)
                .put("quickLoginCheckMilliSeconds", 0));
        app = DirectGrants.app(realm, "staff-room");
    }

    @Test
    void eachWrongCode_countsOnce_andTheRightOneClearsBothCounts(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        app.directGrant(teacher);

        for (int wrong = 1; wrong <= 3; wrong++) {
            DirectGrants.code(app, teacher, phone.wrongCode());
            awaitFailures(teacher, wrong);
            assertCounts(teacher, wrong);
        }
        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isTrue();

        awaitFailures(teacher, 0);
        assertCounts(teacher, 0);
    }

    @Test
    void whatWasNeverCompared_countsNothing(Phone phone, Phone other) {
        Person teacher = realm.newVerifiedTeacher(phone);

        assertThat(app.directGrant(teacher).error()).isEqualTo("phone_code_required");
        DirectGrants.code(app, teacher, "12");
        DirectGrants.code(app, teacher, "");
        DirectGrants.code(app, realm.newVerifiedTeacher(other), "123456");

        settle();
        assertCounts(teacher, 0);
    }

    @Test
    void wrongCodes_lockTheAccount_forTheRightOneToo(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        app.directGrant(teacher);
        for (int wrong = 1; wrong <= LOCKED_AFTER; wrong++) {
            DirectGrants.code(app, teacher, phone.wrongCode());
            awaitFailures(teacher, wrong);
        }
        assertThat(realm.attackDetection(teacher).get("disabled").asBoolean()).isTrue();

        Tokens refused = DirectGrants.code(app, teacher, phone.code());

        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription())
                .as("as Keycloak says it of each locked account")
                .isEqualTo("Invalid user credentials");
        assertThat(phone.verifyCalls()).isEqualTo(LOCKED_AFTER);
        assertThat(realm.events(teacher, "LOGIN")).isEmpty();
    }

    @Test
    void lockedByPasswords_nothingIsSent_andNothingLookedAt(Phone phone, Phone asked) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Person waiting = realm.newVerifiedTeacher(asked);
        app.directGrant(waiting);
        for (Person person : List.of(teacher, waiting)) {
            lock(person);
        }

        assertThat(app.directGrant(teacher).error()).isEqualTo("invalid_grant");
        assertThat(DirectGrants.code(app, waiting, asked.code()).granted()).isFalse();

        assertThat(phone.sendCalls()).isZero();
        assertThat(asked.verifyCalls()).isZero();
    }

    @Test
    void disabledByAnAdmin_theRightCodeIsRefused(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        app.directGrant(teacher);
        realm.updateUser(teacher, user -> user.put("enabled", false));

        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isFalse();
        assertThat(phone.verifyCalls()).isZero();
    }

    /** With Keycloak's protection on, fewer get as far as our counting, never more. */
    @Test
    void wrongCodesAtOnce_areNoMoreThanTheAttempts(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        app.directGrant(teacher);
        String wrong = phone.wrongCode();

        List<Tokens> answers = AtOnce.run(32, i -> DirectGrants.code(app, teacher, wrong));

        assertThat(answers).noneMatch(Tokens::granted).allMatch(answer -> answer.status() == 400);
        assertThat(phone.verifyCalls()).isBetween(1, 5);
    }

    /** Keycloak counts after its answer, and a password that comes meanwhile not at all. */
    private static void lock(Person person) {
        Await.until("the account is locked", () -> {
            app.directGrant(new Person(person.id(), person.email(), "wrong"));
            return realm.attackDetection(person).get("disabled").asBoolean();
        });
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
        app.directGrant(new Person(other.id(), other.email(), "wrong"));
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
