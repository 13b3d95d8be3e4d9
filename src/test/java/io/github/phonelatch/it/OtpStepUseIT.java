package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.ALTERNATIVE;
import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The step in flows of every kind: whom it asks, whom it lets pass, and who is in the way of nobody else. */
@ExtendWith(SharedServer.class)
class OtpStepUseIT {
    private static final String STEP = "phonelatch-otp";

    private static Admin admin;
    /** The step is required of everybody, a number by the realm of nobody. */
    private static RealmAdmin required;

    @BeforeAll
    static void realms(Admin shared) {
        admin = shared;
        required = realm(forms -> forms.execution(STEP, REQUIRED));
    }

    @Test
    void requiredStep_asksWhoHasANumber(Phone phone) {
        Person student = required.newVerifiedStudent(phone);

        Page page = required.studentPortal().open(student);

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(page.code(phone.wrongCode()).isCallback()).isFalse();
        assertThat(page.reload().code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void requiredStep_makesWhoHasNoNumberVerifyOne_thoughTheRealmRequiresItOfNobody(Phone phone) {
        Page page = required.studentPortal().open(required.newStudent());

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(page.number(phone.number()).code(phone.code()).tokens().granted())
                .isTrue();
        assertThat(phone.messages()).hasSize(1);
    }

    /** The gate refuses the session its tokens; the sign-in that follows must not go on without asking, or it would never end. */
    @Test
    void sessionWhoseNumberWasRemoved_isLedToVerifyingOneAgain(Phone phone) {
        Person student = required.newStudent();
        HttpBrowser browser = new HttpBrowser();
        Tokens tokens = required.studentPortal()
                .open(browser)
                .password(student)
                .number(phone.number())
                .code(phone.code())
                .tokens();
        required.deletePhoneCredential(student);
        assertThat(tokens.refresh().error()).isEqualTo("invalid_grant");
        // The phone is a second factor here, so the session ends, a moment after the removal.
        Page signIn = Await.value(
                "the password to be asked for",
                () -> Optional.of(required.studentPortal().open(browser))
                        .filter(shown -> shown.has("form#kc-form-login")));

        Page page = signIn.password(student);

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        Page code = page.form("phonelatch-number-form").press("send");
        assertThat(code.code(phone.code()).tokens().granted()).isTrue();
        assertThat(required.studentPortal().open(browser).tokens().granted()).isTrue();
    }

    @Test
    void numberVerifiedInAnotherTabMeanwhile_goesOn(Phone phone) {
        Person student = required.newStudent();
        HttpBrowser browser = new HttpBrowser();
        Page waiting = required.studentPortal().open(browser).password(student);
        Page reloaded = required.studentPortal().open(browser).password(student);
        assertThat(waiting.isNumberPage() && reloaded.isNumberPage()).isTrue();
        Page other = required.studentPortal().open(browser).password(student).number(phone.number());
        assertThat(other.code(phone.code()).isCallback()).isTrue();

        assertThat(waiting.number(phone.number()).tokens().granted()).isTrue();
        assertThat(reloaded.reload().tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    /** A page that the password alone opened, before there was a number to ask a code for. */
    @Test
    void numberVerifiedInAnotherBrowserMeanwhile_startsAnew(Phone phone) {
        Person student = required.newStudent();
        Page waiting = required.studentPortal().open(student);
        Page reloaded = required.studentPortal().open(student);
        assertThat(waiting.isNumberPage() && reloaded.isNumberPage()).isTrue();
        Page other = required.studentPortal().open(student).number(phone.number());
        assertThat(other.code(phone.code()).isCallback()).isTrue();

        for (Page next : List.of(waiting.number(phone.number()), reloaded.reload())) {
            assertThat(next.has("form#kc-form-login")).as(next.toString()).isTrue();
            Page again = next.password(student);
            assertThat(again.isCodePage()).as(again.toString()).isTrue();
        }
        assertThat(phone.messages())
                .as("the one that verified it, and one for both")
                .hasSize(2);
    }

    @Test
    void codeTypedInAnotherTab_isUsedUp_andLetsThisOneInByNoOtherWay(Phone phone) {
        Person student = required.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        Page first = required.studentPortal().open(browser).password(student);
        Page second = required.studentPortal().open(browser).password(student);
        assertThat(second.isCodePage()).as(second.toString()).isTrue();
        assertThat(second.code(phone.code()).isCallback()).isTrue();

        Page late = first.code(phone.code());

        assertThat(late.isCallback()).isFalse();
        assertThat(late.text()).contains("expired");
        assertThat(late.reload().isCodePage()).isTrue();
        assertThat(required.studentPortal().open(browser).tokens().granted())
                .as("the browser is signed in")
                .isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(phone.verifyCalls()).isEqualTo(1);
    }

    @Test
    void exemptPerson_passesTheRequiredStepWithoutANumber_andIsAskedWithOne(Phone phone) {
        Person without = required.newStudent();
        Person with = required.newVerifiedStudent(phone);
        required.addRealmRole(without, "phone-exempt");
        required.addRealmRole(with, "phone-exempt");

        assertThat(required.studentPortal().open(without).tokens().granted()).isTrue();
        Page asked = required.studentPortal().open(with);
        assertThat(asked.isCodePage()).as(asked.toString()).isTrue();
        assertThat(asked.code(phone.code()).tokens().granted()).isTrue();
    }

    /** An admin removes the number of whoever lost the phone; then being exempt is enough. */
    @Test
    void exemptPerson_whoseNumberAnAdminRemoves_passesTheRequiredStep(Phone phone) {
        Person person = required.newVerifiedStudent(phone);
        required.addRealmRole(person, "phone-exempt");
        required.deletePhoneCredential(person);

        assertThat(required.studentPortal().open(person).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void whileTheRequiredActionIsDisabled_thereIsNoWayRoundTheStep(Phone phone) {
        RealmAdmin realm = realm(forms -> forms.execution(STEP, REQUIRED));
        realm.enablePhoneAction(false);
        Person exempt = realm.newStudent();
        realm.addRealmRole(exempt, "phone-exempt");

        Page unverified = realm.studentPortal().open(realm.newStudent());
        Page verified = realm.studentPortal().open(realm.newVerifiedStudent(phone));

        assertThat(unverified.isCallback() || unverified.isNumberPage())
                .as(unverified.toString())
                .isFalse();
        assertThat(unverified.status()).isEqualTo(400);
        assertThat(verified.code(phone.code()).tokens().granted()).isTrue();
        assertThat(realm.studentPortal().open(exempt).tokens().granted()).isTrue();
    }

    @Test
    void alternativeStep_isAskedOfWhoHasANumber_andLeavesTheOthersTheirOwnWay(Phone phone) {
        RealmAdmin realm = realm(forms -> forms.subflow(
                "second",
                REQUIRED,
                second -> second.execution(STEP, ALTERNATIVE).execution("auth-otp-form", ALTERNATIVE)));
        AuthenticatorApp app = new AuthenticatorApp();
        Person withApp = realm.newPerson(app::put);

        Page other = realm.studentPortal().open(withApp);
        Page page = realm.studentPortal().open(realm.newVerifiedStudent(phone));

        assertThat(other.isAppPage()).as(other.toString()).isTrue();
        assertThat(other.form("kc-otp-login-form")
                        .with("otp", app.code())
                        .submit()
                        .tokens()
                        .granted())
                .isTrue();
        assertThat(page.has("#try-another-way")).isFalse();
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    /** Keycloak's own condition asks the step itself ({@code configuredFor}); ours has to agree with it. */
    @ParameterizedTest
    @ValueSource(strings = {"conditional-user-configured", "phonelatch-condition-verified"})
    void conditionalStep_isForWhoHasANumberThatCounts(String condition, Phone phone, Simulator simulator) {
        RealmAdmin realm = realm(forms -> forms.subflow(
                "second",
                CONDITIONAL,
                second -> second.execution(condition, REQUIRED).execution(STEP, REQUIRED)));
        Phone old = new Phone(simulator);
        Phone exempted = new Phone(simulator);
        Person exempt = realm.newVerifiedStudent(exempted);
        realm.addRealmRole(exempt, "phone-exempt");
        Person edited = realm.newVerifiedStudent(old);
        realm.setAttribute(edited, "phoneNumber", new Phone(simulator).number());

        Page verified = realm.studentPortal().open(realm.newVerifiedStudent(phone));

        assertThat(verified.code(phone.code()).tokens().granted()).isTrue();
        assertThat(realm.studentPortal().open(realm.newStudent()).tokens().granted())
                .isTrue();
        assertThat(realm.studentPortal()
                        .open(exempt)
                        .code(exempted.code())
                        .tokens()
                        .granted())
                .isTrue();
        assertThat(realm.studentPortal().open(edited).tokens().granted())
                .as("the attribute was edited: nothing is proven")
                .isTrue();
        assertThat(old.sendCalls()).isZero();
    }

    @Test
    void numberRemovedWhileTheCodeIsTyped_theSignInBeginsAnew(Phone phone, Phone next) {
        Person student = required.newVerifiedStudent(phone);
        Page page = required.studentPortal().open(student);
        required.deletePhoneCredential(student);

        Page after = page.code(phone.code());

        assertThat(after.has("#kc-form-login")).as(after.toString()).isTrue();
        assertThat(phone.verifyCalls()).isZero();
        Page number = after.password(student);
        assertThat(number.isNumberPage()).as(number.toString()).isTrue();
        Page other = number.form("phonelatch-number-form").press("change");
        assertThat(other.number(next.number()).code(next.code()).tokens().granted())
                .isTrue();
    }

    /** A step that stands after the cookie is asked although somebody is signed in; an application that wants no page gets none. */
    @Test
    void promptNone_isToldThatAPageIsNeeded_andSendsNothing(Phone phone) {
        RealmAdmin realm = bare();
        realm.flow("step after cookie")
                .subflow(
                        "who",
                        REQUIRED,
                        who -> who.execution("auth-cookie", ALTERNATIVE)
                                .subflow(
                                        "who forms",
                                        ALTERNATIVE,
                                        forms -> forms.execution("auth-username-password-form", REQUIRED)))
                .execution(STEP, REQUIRED)
                .bindBrowser();
        HttpBrowser browser = new HttpBrowser();
        Page page = realm.studentPortal().open(browser).password(realm.newVerifiedStudent(phone));
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();

        Page silent = realm.studentPortal().open(browser, Map.of("prompt", "none"));

        assertThat(silent.callback("error")).isEqualTo("login_required");
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    private static RealmAdmin realm(Consumer<Flow> afterPassword) {
        RealmAdmin realm = bare();
        realm.browserFlow("with step", afterPassword).bindBrowser();
        return realm;
    }

    private static RealmAdmin bare() {
        return admin.newSchoolRealm(school ->
                Admin.phoneSettings(school).put("require-for-all", "false").put("cooldown", "0"));
    }
}
