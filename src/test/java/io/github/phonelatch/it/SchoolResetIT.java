package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Forgotten passwords in the school realm: by phone for whom it is one factor of no more, by e-mail for everybody. */
@ExtendWith(SharedServer.class)
class SchoolResetIT {
    private static RealmAdmin realm;
    private static Simulator simulator;

    @BeforeAll
    static void realm(Admin admin, Simulator shared) {
        simulator = shared;
        realm = admin.newSchoolRealm();
    }

    @Test
    void student_reset_password(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        Page code = Reset.begin(realm, new HttpBrowser())
                .with("email", student.email())
                .press("send");
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        assertThat(code.text())
                .doesNotContain(phone.number().substring(phone.number().length() - 2) + ".");
        Page update = code.code(phone.code());
        Person renewed = Reset.choosePassword(update, student);

        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(Mailbox.of(student, simulator).mails()).isEmpty();
        assertThat(realm.studentPortal().open(student).has("form#kc-form-login"))
                .isTrue();
        // Keycloak's protection refuses a password check beside another one that is not quite over.
        Page signedIn = Await.value(
                "a sign-in with the new password",
                () -> Optional.of(realm.studentPortal().open(renewed)).filter(Page::isCallback));
        assertThat(signedIn.tokens().granted()).isTrue();
    }

    /** What was proven is good for a new password, not for a sign-in. */
    @Test
    void afterwards_nobodyIsSignedIn(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();

        Page done = Reset.submitPassword(
                Reset.begin(realm, browser)
                        .with("email", student.email())
                        .press("send")
                        .code(phone.code()),
                "new-password-1");

        assertThat(done.isCallback()).as(done.toString()).isFalse();
        assertThat(realm.studentPortal().open(browser).has("form#kc-form-login"))
                .isTrue();
        assertThat(realm.get("users/" + student.id() + "/sessions")).isEmpty();
    }

    @Test
    void student_isKnownByTheNumberToo(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        Page code = Reset.begin(realm, new HttpBrowser())
                .with("phone_number", phone.number())
                .press("send");
        Person renewed = Reset.choosePassword(code.code(phone.code()), student);

        assertThat(realm.studentPortal().open(renewed).tokens().granted()).isTrue();
    }

    @Test
    void student_mayTakeTheMail(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();

        Page told =
                Reset.begin(realm, browser).with("phone_number", phone.number()).press("mail");
        assertThat(told.text()).contains("You should receive an email shortly");
        Page update = browser.open(Mailbox.of(student, simulator).link());
        Person renewed = Reset.choosePassword(update, student);

        assertThat(phone.sendCalls()).isZero();
        assertThat(realm.studentPortal().open(renewed).tokens().granted()).isTrue();
    }

    /** With a code alone one message would bring a teacher's password and their second factor. */
    @Test
    void teacher_reset_password(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();

        Page code = Reset.begin(realm, browser).with("email", teacher.email()).press("send");
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        Page wrong = code.code("123456");
        assertThat(wrong.text()).contains("You have 4 attempts left");
        assertThat(phone.sendCalls()).isZero();

        Page told = wrong.press("change")
                .form("phonelatch-number-form")
                .with("email", teacher.email())
                .press("mail");
        assertThat(told.text()).contains("You should receive an email shortly");
        Page update = browser.open(Mailbox.of(teacher, simulator).link());
        Page done = Reset.submitPassword(update, "new-" + teacher.password());

        assertThat(done.isCallback()).as(done.toString()).isFalse();
        Page signIn =
                realm.studentPortal().open(new Person(teacher.id(), teacher.email(), "new-" + teacher.password()));
        assertThat(signIn.isCodePage()).as(signIn.toString()).isTrue();
        assertThat(signIn.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void sharedNumber_needsTheAddressToo(Phone phone) {
        Person one = realm.newVerifiedStudent(phone);
        Person two = realm.newVerifiedStudent(phone);

        Page alone = Reset.begin(realm, new HttpBrowser())
                .with("phone_number", phone.number())
                .press("send");
        assertThat(alone.code("123456").text()).contains("You have 4 attempts left");
        assertThat(phone.sendCalls()).isZero();

        Page both = Reset.begin(realm, new HttpBrowser())
                .with("phone_number", phone.number())
                .with("email", two.email())
                .press("send");
        Person renewed = Reset.choosePassword(both.code(phone.code()), two);
        assertThat(realm.studentPortal().open(renewed).tokens().granted()).isTrue();
        assertThat(realm.studentPortal().open(one).tokens().granted()).isTrue();
    }
}
