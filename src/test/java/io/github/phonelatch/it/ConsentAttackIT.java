package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Required actions skipped by a {@link ForgedConsent}: nothing comes of the sign-in, in that request or a later one, whether or not this
 * Keycloak lets the form through.
 */
@ExtendWith(SharedServer.class)
class ConsentAttackIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void portalWithEveryResponseType(Admin admin) {
        realm = admin.newSchoolRealm();
        realm.updateClient("student-portal", client -> client.put("implicitFlowEnabled", true));
        realm.createClient(Map.of(
                "clientId",
                "asking-portal",
                "publicClient",
                true,
                "consentRequired",
                true,
                "redirectUris",
                List.of("https://portal.example/callback")));
    }

    @Test
    void signInWithoutTheAction_isWorthNothing() {
        Person student = realm.newStudent();
        HttpBrowser browser = new HttpBrowser();

        Page skipped = ForgedConsent.post(numberPage(realm, browser, student, Map.of()));

        System.out.println("A forged consent: this Keycloak "
                + (skipped.isCallback()
                        ? "goes on with the sign-in"
                        : "stays at the page, " + skipped.uri().getPath()));
        assertNothing(skipped, browser);
        AttackAssertions.none(realm, student);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "id_token token", "code id_token", "code token", "code id_token token"})
    void tokensInTheAddress_areNotThere(String responseType) {
        Person student = realm.newStudent();
        HttpBrowser browser = new HttpBrowser();

        Page skipped = ForgedConsent.post(numberPage(realm, browser, student, Map.of("response_type", responseType)));

        assertNoTokens(skipped);
        ForgedConsent.noSession(realm, browser);
        AttackAssertions.none(realm, student);
    }

    /** Where the settings ask nobody but a step of the flow does. */
    @Test
    void signInWithoutTheActionThatAStepAskedFor_isWorthNothing(Admin admin) {
        RealmAdmin stepOnly =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("require-for-all", "false"));
        stepOnly.browserFlow("step for all", forms -> forms.execution("phonelatch-otp", Flow.Requirement.REQUIRED))
                .bindBrowser();
        Person student = stepOnly.newStudent();
        HttpBrowser browser = new HttpBrowser();

        Page skipped = ForgedConsent.post(numberPage(stepOnly, browser, student, Map.of()));

        assertRefused(skipped);
        ForgedConsent.noSession(stepOnly, browser);
        assertThat(AttackAssertions.verifications(stepOnly, student)).isEmpty();
    }

    /** Keycloak finds the first of these; whichever others it should find one day, they are the same address. */
    @ParameterizedTest
    @ValueSource(strings = {"consent/", "%63onsent", "consent;a=b", "/consent", "./consent"})
    void addressWrittenInAnotherWay_isTheSame(String consent, Phone phone) {
        HttpBrowser browser = new HttpBrowser();

        Page skipped = ForgedConsent.post(profilePage(browser, realm.newVerifiedStudent(phone)), consent);

        assertNothing(skipped, browser);
    }

    /** The person has a verified number: nothing but the skipped action tells this sign-in from a good one. */
    @Test
    void anotherActionSkipped_isWorthNothing(Phone phone) {
        HttpBrowser browser = new HttpBrowser();

        Page skipped = ForgedConsent.post(profilePage(browser, realm.newVerifiedStudent(phone)));

        assertNothing(skipped, browser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token token", "code id_token token"})
    void tokensInTheAddressOfOneWhoSkippedAnotherAction_areNotThere(String responseType, Phone phone) {
        HttpBrowser browser = new HttpBrowser();

        Page skipped = ForgedConsent.post(
                profilePage(browser, realm.newVerifiedStudent(phone), Map.of("response_type", responseType)));

        assertNoTokens(skipped);
        ForgedConsent.noSession(realm, browser);
    }

    /** No password, and no code to the phone. */
    @Test
    void adminsMailToOneWithAVerifiedNumber_isNoSignIn(Simulator simulator, Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page profile = ForgedConsent.openMail(realm, simulator, browser, teacher, "student-portal", "UPDATE_PROFILE");
        assertThat(profile.has("form#kc-update-profile-form"))
                .as(profile.toString())
                .isTrue();

        ForgedConsent.post(profile);

        ForgedConsent.noSession(realm, browser);

        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void adminsMailToOneWithoutANumber_isNoSignIn(Simulator simulator) {
        Person student = realm.newStudent();
        HttpBrowser browser = new HttpBrowser();
        Page first = ForgedConsent.openMail(realm, simulator, browser, student, "student-portal", "UPDATE_PROFILE");

        ForgedConsent.post(first);

        ForgedConsent.noSession(realm, browser);
        AttackAssertions.none(realm, student);
    }

    /** A link is for what its mail asked for, and for no more where there is nothing left of that. */
    @Test
    void adminsMailWithAnActionThatWasDisabledMeanwhile_isNoSignIn(Admin admin, Simulator simulator, Phone phone) {
        RealmAdmin changing = admin.newSchoolRealm();
        Person teacher = changing.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page profile =
                ForgedConsent.openMail(changing, simulator, browser, teacher, "student-portal", "UPDATE_PROFILE");
        assertThat(profile.has("form#kc-update-profile-form"))
                .as(profile.toString())
                .isTrue();
        ObjectNode action = (ObjectNode) changing.get("authentication/required-actions/UPDATE_PROFILE");
        changing.put("authentication/required-actions/UPDATE_PROFILE", action.put("enabled", false));

        ForgedConsent.post(profile);

        ForgedConsent.noSession(changing, browser);
    }

    /** Nothing is forged here: what the mail asked for is done, and the application asks for consent. */
    @Test
    void adminsMailForAnAppThatAsksForConsent_isNoSignIn(Simulator simulator, Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page profile = ForgedConsent.openMail(realm, simulator, browser, teacher, "asking-portal", "UPDATE_PROFILE");

        Page done = profile.form("kc-update-profile-form").submit();
        if (done.has("form[action*=consent]")) {
            done.post(URI.create(done.element("form[action*=consent]").absUrl("action")), Map.of("accept", "Yes"));
        }

        ForgedConsent.noSession(realm, browser);
        assertThat(phone.sendCalls()).isZero();
    }

    /** The session was a good one; it ends, since the browser now is in the hands of somebody who forges. */
    @Test
    void actionSkippedInASessionOfBefore_endsIt(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        Tokens before = realm.studentPortal().open(browser).password(student).tokens();
        realm.updateUser(student, user -> user.putArray("requiredActions").add("UPDATE_PROFILE"));
        Page profile = realm.app("teacher-portal").open(browser);
        assertThat(profile.has("form#kc-update-profile-form"))
                .as(profile.toString())
                .isTrue();

        assertNothing(ForgedConsent.post(profile), browser);

        assertThat(before.refresh().granted()).isFalse();
    }

    @Test
    void actionSkippedOnADevicesPage_leavesTheDeviceWithoutTokens(Phone phone) {
        var device = Devices.device(realm, "screen");
        Person student = realm.newVerifiedStudent(phone);
        realm.updateUser(student, user -> user.putArray("requiredActions").add("UPDATE_PROFILE"));
        var waiting = device.device();
        Page profile = Devices.open(waiting, student);
        assertThat(profile.has("form#kc-update-profile-form"))
                .as(profile.toString())
                .isTrue();

        ForgedConsent.post(profile);

        assertThat(Devices.poll(device, waiting).granted()).isFalse();
    }

    /** While the step waits for its code there is nothing to consent to. */
    @Test
    void consentInsteadOfTheCode_isNoWayPastTheStep(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page code = realm.studentPortal().open(browser).password(teacher);
        assertThat(code.isCodePage()).as(code.toString()).isTrue();

        Page skipped = ForgedConsent.post(code);

        assertThat(skipped.isCallback()).isFalse();
        assertThat(code.get(skipped.uri()).isCallback()).isFalse();
        ForgedConsent.noSession(realm, browser);
    }

    /** No token by what the application was given, and no session in the browser. */
    private static void assertNothing(Page skipped, HttpBrowser browser) {
        assertRefused(skipped);
        ForgedConsent.noSession(realm, browser);
    }

    private static void assertRefused(Page skipped) {
        if (skipped.isCallback() && skipped.callback("code") != null) {
            Tokens tokens = skipped.tokens();
            assertThat(tokens.granted()).isFalse();
            assertThat(tokens.error()).isEqualTo("invalid_grant");
        }
    }

    private static void assertNoTokens(Page skipped) {
        assertThat(skipped.uri().toString()).doesNotContain("id_token=").doesNotContain("access_token=");
        assertThat(skipped.body()).doesNotContain("id_token=").doesNotContain("access_token=");
    }

    private static Page numberPage(
            RealmAdmin realm, HttpBrowser browser, Person student, Map<String, String> parameters) {
        Page page = realm.studentPortal().open(browser, parameters).password(student);
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        return page;
    }

    private static Page profilePage(HttpBrowser browser, Person student) {
        return profilePage(browser, student, Map.of());
    }

    private static Page profilePage(HttpBrowser browser, Person student, Map<String, String> parameters) {
        realm.updateUser(student, user -> user.putArray("requiredActions").add("UPDATE_PROFILE"));
        Page page = realm.studentPortal().open(browser, parameters).password(student);
        assertThat(page.has("form#kc-update-profile-form")).as(page.toString()).isTrue();
        return page;
    }
}
