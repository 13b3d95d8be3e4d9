package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A person who has proven a number changes it: the application sends them with {@code kc_action}. */
@ExtendWith(SharedServer.class)
class ChangeNumberIT {
    private static final Map<String, String> CHANGE = Map.of("kc_action", RealmAdmin.PHONE_ACTION);

    private static RealmAdmin realm;

    private final HttpBrowser browser = new HttpBrowser();
    private Person student;
    private Phone old;
    private Tokens tokens;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
    }

    @BeforeEach
    void verifiedStudent(Simulator simulator) {
        student = realm.newStudent();
        old = new Phone(simulator);
        tokens = realm.studentPortal()
                .open(browser)
                .password(student)
                .number(old.number())
                .code(old.code())
                .tokens();
    }

    @Test
    void oldNumber_staysUntilTheNewOneIsVerified(Phone next) {
        Page page = realm.studentPortal().open(browser, CHANGE);
        assertThat(page.isNumberPage()).isTrue();
        assertThat(page.element("#phonelatch-current").text())
                .doesNotContain(old.number().substring(5, 11));
        page = page.number(next.number());

        assertThat(page.isCodePage()).isTrue();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(old.number());
        assertThat(tokens.refresh().granted()).isTrue();
        page = page.code(next.wrongCode());
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(old.number());

        page = page.code(next.code());
        assertThat(page.callback("kc_action_status")).isEqualTo("success");
        assertThat(page.tokens().idClaims().get("phone_number").asText()).isEqualTo(next.number());
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        assertThat(realm.studentPortal().open(student).isCallback()).isTrue();
    }

    @Test
    void cancel_onTheNumberPage_changesNothing() {
        assertCancelled(realm.studentPortal().open(browser, CHANGE), "phonelatch-number-form");
    }

    @Test
    void cancel_onTheCodePage_changesNothing(Phone next) {
        assertCancelled(realm.studentPortal().open(browser, CHANGE).number(next.number()), "phonelatch-code-form");
    }

    private void assertCancelled(Page page, String form) {
        assertThat(page.has("#" + form + " button[name=cancel-aia]")).isTrue();

        page = page.form(form).forged("cancel-aia", "true").submit();

        assertThat(page.callback("kc_action_status")).isEqualTo("cancelled");
        assertThat(page.tokens().idClaims().get("phone_number").asText()).isEqualTo(old.number());
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(old.number());
        assertThat(realm.attribute(student, "phoneNumberVerified")).isEqualTo("true");
    }

    @Test
    void sessionOlderThanTheSetting_asksForThePasswordFirst(Admin admin, Phone phone, Simulator simulator) {
        RealmAdmin strict =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("max_auth_age", "1"));
        Person person = strict.newStudent();
        HttpBrowser own = new HttpBrowser();
        strict.studentPortal().open(own).password(person).number(phone.number()).code(phone.code());

        Page page = Await.value(
                "a session that is too old",
                () -> java.util.Optional.of(strict.studentPortal().open(own, CHANGE))
                        .filter(shown -> !shown.isNumberPage()));

        assertThat(page.has("form#kc-form-login input[name=password]")).isTrue();
        Phone next = new Phone(simulator);
        page = page.form("kc-form-login").with("password", person.password()).submit();
        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        page = page.askCurrent().code(phone.code(2));
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(page.number(next.number()).code(next.code()).callback("kc_action_status"))
                .isEqualTo("success");
    }

    /** Who signs in without having shown the phone shows it now: a code to the old number, then one to the new one. */
    @Test
    void numberVerifiedLongAgo_isChangedByACodeToIt_andThenToTheNewOne(Phone held, Phone next) {
        Person person = realm.newVerifiedStudent(held);
        HttpBrowser own = new HttpBrowser();
        realm.studentPortal().open(own).password(person).tokens();

        Page page = realm.studentPortal().open(own, CHANGE);

        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        assertThat(page.has("input[name=phone_number]")).isFalse();
        page = page.askCurrent();
        assertThat(page.code(held.wrongCode()).has("input[name=phone_number]")).isFalse();
        page = page.reload().code(held.code());
        assertThat(page.element("#phonelatch-current").text())
                .doesNotContain(held.number().substring(5, 11));
        page = page.number(next.number()).code(next.code());

        assertThat(page.callback("kc_action_status")).isEqualTo("success");
        assertThat(realm.attribute(person, "phoneNumber")).isEqualTo(next.number());
        assertThat(realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        assertThat(held.sendCalls()).isEqualTo(1);
    }

    /**
     * What an app began for a newcomer becomes a matter of choice once the newcomer has proven a number elsewhere: the sign-in
     * begins anew, and what the app asked for comes after it.
     */
    @Test
    void needThatIsGone_canBeCancelled(Phone phone) {
        Person registrant = realm.newStudent();
        Page sent = realm.studentPortal().open(new HttpBrowser(), CHANGE).password(registrant);
        assertThat(sent.has("[name=cancel-aia]")).isFalse();
        realm.studentPortal().open(registrant).number(phone.number()).code(phone.code());

        Page anew = sent.reload();
        assertThat(anew.has("form#kc-form-login")).as(anew.toString()).isTrue();
        Page again = anew.password(registrant);

        assertThat(again.isCurrentPage()).as(again.toString()).isTrue();
        again = again.form("phonelatch-number-form")
                .forged("cancel-aia", "true")
                .submit();
        assertThat(again.callback("kc_action_status")).isEqualTo("cancelled");
        assertThat(realm.attribute(registrant, "phoneNumber")).isEqualTo(phone.number());
    }

    @Test
    void unverifiedPerson_whomTheAppSends_cannotCancel(Phone phone) {
        Person registrant = realm.newStudent();

        Page page = realm.studentPortal().open(new HttpBrowser(), CHANGE).password(registrant);
        assertThat(page.isNumberPage()).isTrue();
        assertThat(page.has("[name=cancel-aia]")).isFalse();
        page = page.form("phonelatch-number-form").forged("cancel-aia", "true").submit();

        assertThat(page.isCallback()).isFalse();
        assertThat(realm.studentPortal()
                        .open(registrant)
                        .number(phone.number())
                        .code(phone.code())
                        .isCallback())
                .isTrue();
    }
}
