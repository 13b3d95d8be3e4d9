package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An account that was locked or disabled after its password had been checked. */
@ExtendWith(SharedServer.class)
class LockedAttackIT {

    @Test
    void lockedAfterTheSend_theRightCodeIsRefused(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page codePage = school.studentPortal().open(student).number(phone.number());
        lock(school, student);

        AttackAssertions.noCode(codePage.code(phone.code()));

        assertThat(phone.verifyCalls()).as("not even asked").isZero();
        assertThat(AttackAssertions.refusals(school, student)).containsExactly("account_locked");
        assertNothingVerified(school, student);
    }

    @Test
    void lockedBeforeTheSend_nothingIsSent(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page numberPage = school.studentPortal().open(student);
        lock(school, student);

        AttackAssertions.noCode(numberPage.number(phone.number()));

        assertThat(phone.sendCalls()).isZero();
        assertThat(AttackAssertions.refusals(school, student)).containsExactly("account_locked");
    }

    @Test
    void disabledAfterTheSend_theRightCodeIsRefused(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page codePage = school.studentPortal().open(student).number(phone.number());
        school.updateUser(student, user -> user.put("enabled", false));

        AttackAssertions.noCode(codePage.code(phone.code()));

        assertThat(phone.verifyCalls()).as("not even asked").isZero();
        assertNothingVerified(school, student);
    }

    @Test
    void disabledBeforeTheSend_nothingIsSent(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page numberPage = school.studentPortal().open(student);
        school.updateUser(student, user -> user.put("enabled", false));

        AttackAssertions.noCode(numberPage.number(phone.number()));

        assertThat(phone.sendCalls()).isZero();
    }

    /** Keycloak's own temporary lock, as somebody brings it about who tries passwords. */
    private static void lock(RealmAdmin school, Person student) {
        Person guesser = new Person(student.id(), student.email(), "not-the-password");
        Await.until("the account's lock", () -> {
            school.schoolMobile().directGrant(guesser);
            return school.attackDetection(student).get("disabled").asBoolean();
        });
    }

    private static void assertNothingVerified(RealmAdmin school, Person student) {
        assertThat(AttackAssertions.verifications(school, student)).isEmpty();
        assertThat(school.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(school.attribute(student, "phoneNumberVerified")).isNotEqualTo("true");
    }
}
