package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Using again what was good once. */
@ExtendWith(SharedServer.class)
class ReplayAttackIT {
    private static RealmAdmin patient;

    /** Where two numbers may be tried without a pause. */
    @BeforeAll
    static void realmWithoutCooldown(Admin admin) {
        patient = admin.newSchoolRealm(realm -> Admin.phoneSettings(realm).put("cooldown", "0"));
    }

    @Test
    void formOfTheCode_postedAgain_verifiesNothingAgain(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page codePage = school.studentPortal().open(student).number(phone.number());
        String code = phone.code();
        assertThat(codePage.code(code).tokens().granted()).isTrue();

        AttackAssertions.noCode(codePage.code(code));
        AtOnce.run(8, i -> codePage.code(code)).forEach(AttackAssertions::noCode);

        assertThat(AttackAssertions.verifications(school, student)).hasSize(1);
        assertThat(phone.verifyCalls()).isEqualTo(1);
    }

    @Test
    void codeOfAConsumedMessage_inANewSignIn_isRefused(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page first = school.studentPortal().open(student).number(phone.number());
        String used = phone.code();
        assertThat(first.code(used).tokens().granted()).isTrue();
        school.deletePhoneCredential(student);

        Page again = school.studentPortal()
                .open(student)
                .form("phonelatch-number-form")
                .press("send");
        assertThat(again.isCodePage()).as(again.toString()).isTrue();
        assertThat(phone.messages()).as("a message of its own").hasSize(2);
        AttackAssertions.noCode(again.code(used));

        assertThat(AttackAssertions.verifications(school, student)).hasSize(1);
        AttackAssertions.noWayIn(school, student);
    }

    /** Another tab still shows the page of the message that was answered. */
    @Test
    void challengeOnAConsumedMessage_isRefused(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page left = school.studentPortal().open(student).number(phone.number());
        Page used = school.studentPortal().open(student).number(phone.number());
        String code = phone.code();
        assertThat(used.code(code).tokens().granted()).isTrue();
        school.deletePhoneCredential(student);

        AttackAssertions.noCode(left.code(code));

        assertThat(phone.verifyCalls()).as("not even asked").isEqualTo(1);
        assertThat(AttackAssertions.verifications(school, student)).hasSize(1);
        AttackAssertions.noWayIn(school, student);
    }

    @Test
    void codeFromBeforeTheNumberWasChanged_verifiesNeitherNumber(Phone before, Phone after) {
        Person student = patient.newStudent();
        Page old = patient.studentPortal()
                .open(new HttpBrowser())
                .password(student)
                .number(before.number());
        Page now = old.press("change").number(after.number());
        assertThat(now.isCodePage()).as(now.toString()).isTrue();

        AttackAssertions.noCode(old.code(before.code()));
        Page refused = now.reload().code(before.code());
        AttackAssertions.noCode(refused);

        assertThat(before.verifyCalls())
                .as("the old number's code is no longer asked for")
                .isZero();
        AttackAssertions.none(patient, student);
    }

    /** The same while the old number is typed again: what counts is the number, not that there was a challenge once. */
    @Test
    void codeOfTheSecondNumber_afterGoingBackToTheFirst_isRefused(Phone first, Phone second) {
        Person student = patient.newStudent();
        Page page = patient.studentPortal()
                .open(student)
                .number(first.number())
                .press("change")
                .number(second.number())
                .press("change");
        page = page.number(first.number());
        assertThat(page.isCodePage()).as(page.toString()).isTrue();

        AttackAssertions.noCode(page.code(second.code()));

        assertThat(second.verifyCalls()).isZero();
        AttackAssertions.none(patient, student);
    }
}
