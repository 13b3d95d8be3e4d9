package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Signing in by a verified number in place of the e-mail address. */
@ExtendWith(SharedServer.class)
class PhoneLoginIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
    }

    @Test
    void numberAndPassword_signIn(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        Page done = phoneLogin()
                .with("phone_number", phone.number())
                .with("password", student.password())
                .press("verify");

        Tokens tokens = done.tokens();
        assertThat(tokens.accessClaims().path("preferred_username").asText()).isEqualTo(student.email());
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void numberAndCode_signIn(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        Page code = phoneLogin().with("phone_number", phone.number()).press("send");
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        Page done = code.code(phone.code());

        assertThat(done.tokens().accessClaims().path("preferred_username").asText())
                .isEqualTo(student.email());
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void numberAndCode_wrongAtFirst_signIn(Phone phone) {
        realm.newVerifiedStudent(phone);

        Page code = phoneLogin().with("phone_number", phone.number()).press("send");
        Page wrong = code.code(phone.wrongCode());
        assertThat(wrong.text()).contains("You have 4 attempts left");

        assertThat(wrong.code(phone.code()).isCallback()).isTrue();
    }

    /** The code alone would be one factor where two are asked for. */
    @Test
    void teacher_byCode_isSentNothing_andByPassword_needsTheCodeToo(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);

        Page code = phoneLogin().with("phone_number", phone.number()).press("send");
        assertThat(code.isCodePage()).isTrue();
        // The answer to a guess comes after whatever was sent: whoever is eligible gets the message first.
        assertThat(code.code("000000").isCodePage()).isTrue();
        assertThat(phone.sendCalls()).isZero();

        Page second = phoneLogin()
                .with("phone_number", phone.number())
                .with("password", teacher.password())
                .press("verify");
        assertThat(second.isCodePage()).as(second.toString()).isTrue();
        Page done = second.code(phone.code());
        assertThat(done.tokens().accessClaims().path("preferred_username").asText())
                .isEqualTo(teacher.email());
    }

    @Test
    void unknownNumber_getsTheSamePages() {
        String number = Numbers.next();

        Page code = phoneLogin().with("phone_number", number).press("send");
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        assertThat(code.code("123456").text()).contains("You have 4 attempts left");

        Page password = phoneLogin()
                .with("phone_number", number)
                .with("password", "some password")
                .press("verify");
        assertThat(password.text()).contains("Number or password is wrong");
    }

    @Test
    void sharedNumber_needsTheAddressToo(Phone phone) {
        Person one = realm.newVerifiedStudent(phone);
        Person two = realm.newVerifiedStudent(phone);

        Page alone = phoneLogin()
                .with("phone_number", phone.number())
                .with("password", one.password())
                .press("verify");
        assertThat(alone.text()).contains("Number or password is wrong");

        Page done = phoneLogin()
                .with("phone_number", phone.number())
                .with("email", two.email())
                .press("send")
                .code(phone.code());
        assertThat(done.tokens().accessClaims().path("preferred_username").asText())
                .isEqualTo(two.email());
    }

    /** One look at a time, as on Keycloak's own page: else each window would be a guess of its own. */
    @Test
    void manyPasswordsAtOnce_areNotAllLookedAt(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        List<Form> windows = AtOnce.run(20, i -> phoneLogin().with("phone_number", phone.number()));

        AtOnce.run(20, i -> windows.get(i).with("password", "guess-" + i).press("verify"));

        Await.until(
                "a failure",
                () -> realm.attackDetection(student).path("numFailures").asInt() > 0);
        assertThat(realm.events(student, "LOGIN_ERROR").stream()
                        .filter(event -> event.path("error").asText().equals("invalid_user_credentials")))
                .hasSizeLessThan(5);
    }

    /** Their code says nothing of a password, and their number names nobody's account on a page. */
    @Test
    void afterAWrongPassword_noPageNamesTheOwner(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        Page wrong = phoneLogin()
                .with("phone_number", phone.number())
                .with("password", "some password")
                .press("verify");
        Page ways = wrong.tryAnotherWay();
        Page login = ways.choose("Username and password");

        for (Page page : List.of(wrong, ways, login)) {
            assertThat(page.body()).doesNotContain(student.email());
        }
    }

    private Form phoneLogin() {
        App portal = realm.studentPortal();
        Page ways = portal.open(new HttpBrowser()).tryAnotherWay();
        return ways.choose("Phone number").form("phonelatch-number-form");
    }
}
