package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whoever has less than the phone, and wants to end up with it: with the mailbox, with the password from before the number was
 * verified, with an identity provider's account, with a link that an admin sent.
 */
@ExtendWith(SharedServer.class)
class FactorChangeAttackIT {
    private static final Map<String, String> CHANGE = Map.of("kc_action", RealmAdmin.PHONE_ACTION);
    private static final Map<String, String> ADD_APP = Map.of("kc_action", "CONFIGURE_TOTP");

    private static RealmAdmin realm;
    private static RealmAdmin district;

    @BeforeAll
    static void realms(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            school.put("quickLoginCheckMilliSeconds", 0);
            Admin.phoneSettings(school)
                    .put("cooldown", "0")
                    .put("accounts-per-number", "1")
                    .put("api-clients", "school-mobile##student-portal");
        });
        district = admin.newRealm();
        realm.addBroker(district);
    }

    // --- the mailbox alone ------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(
            strings = {RealmAdmin.PHONE_ACTION, "CONFIGURE_TOTP", "webauthn-register", "CONFIGURE_RECOVERY_AUTHN_CODES"
            })
    void resetByMail_insideASignInThatChoseAnAction_changesNothing(String action, Phone phone, Simulator simulator) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page told = realm.studentPortal()
                .open(browser, Map.of("kc_action", action))
                .click("a[href*=reset-credentials]")
                .form("phonelatch-number-form")
                .with("email", teacher.email())
                .press("mail");

        Page update = told.get(Mailbox.of(teacher, simulator).link());
        Page done = Reset.submitPassword(update, "new-" + teacher.password());

        assertThat(done.text()).contains("Your account has been updated");
        Person renewed = new Person(teacher.id(), teacher.email(), "new-" + teacher.password());
        Page next = realm.studentPortal().open(renewed);
        assertThat(next.isCodePage()).as(next.toString()).isTrue();
        assertHolds(teacher, phone);
    }

    @Test
    void resetByPhone_insideASignInThatChoseAnAction_addsNothing(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        Page code = realm.studentPortal()
                .open(browser, ADD_APP)
                .click("a[href*=reset-credentials]")
                .form("phonelatch-number-form")
                .with("email", student.email())
                .press("send");

        Page done = Reset.submitPassword(code.code(phone.code()), "new-" + student.password());

        assertThat(done.text()).contains("Your account has been updated");
        assertHolds(student, phone);
    }

    /** Keycloak's own reset signs people in. What they had chosen is told to the application as failed. */
    @Test
    void keycloaksOwnReset_dropsWhatWasChosen(Admin admin, Phone phone, Simulator simulator) {
        RealmAdmin plain = admin.newSchoolRealm(school -> school.put("resetCredentialsFlow", "reset credentials"));
        Person teacher = plain.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page told = plain.studentPortal()
                .open(browser, CHANGE)
                .click("a[href*=reset-credentials]")
                .form("kc-reset-password-form")
                .with("username", teacher.email())
                .submit();

        Page update = told.get(Mailbox.of(teacher, simulator).link());
        Page back = Reset.submitPassword(update, "new-" + teacher.password());

        assertThat(back.callback("kc_action_status")).isEqualTo("error");
        assertHolds(plain, teacher, phone);
    }

    // --- an identity provider, a link from an admin -----------------------------------------------------------------

    @Test
    void brokersSignIn_thatChoseToChangeTheNumber_isAskedForTheCurrentOne(Phone phone) {
        Person employee = district.newPerson(user -> {});
        Person teacher = realm.newVerifiedTeacher(phone);
        realm.link(teacher, district, employee);

        Page page = realm.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_idp_hint", district.name(), "kc_action", RealmAdmin.PHONE_ACTION))
                .password(employee);

        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        assertHolds(teacher, phone);
    }

    @Test
    void brokersSignIn_thatChoseToAddAnApp_isAskedForTheCurrentNumber(Phone phone) {
        Person employee = district.newPerson(user -> {});
        Person teacher = realm.newVerifiedTeacher(phone);
        realm.link(teacher, district, employee);

        Page page = realm.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_idp_hint", district.name(), "kc_action", "CONFIGURE_TOTP"))
                .password(employee);

        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        assertHolds(teacher, phone);
    }

    @ParameterizedTest
    @ValueSource(strings = {RealmAdmin.PHONE_ACTION, "CONFIGURE_TOTP"})
    void linkFromAnAdmin_withTheAction_asksForTheCurrentNumber(String action, Phone phone, Simulator simulator) {
        Person teacher = realm.newVerifiedTeacher(phone);
        realm.put("users/" + teacher.id() + "/execute-actions-email", List.of(action));
        Page opened = realm.studentPortal()
                .open(new HttpBrowser())
                .get(Mailbox.of(teacher, simulator).link());

        Page page = opened.click("a[href*=action-token]");

        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        Page forged = page.form("phonelatch-number-form")
                .forged("phone_number", "+447400999999")
                .forged("phone_country", "GB")
                .press("send");
        assertThat(forged.isCodePage()).isTrue();
        assertThat(phone.sendCalls()).as("it goes to the number held").isEqualTo(1);
        assertHolds(teacher, phone);
    }

    /** In a realm whose order of actions puts the other one first. What the admin asked for is not lost. */
    @Test
    void anAdminsAction_thatComesBeforeOurs_waitsForTheCurrentNumber(Admin admin, Phone phone) {
        RealmAdmin other = admin.newSchoolRealm();
        other.addBroker(district);
        ObjectNode first = (ObjectNode) other.get("authentication/required-actions/CONFIGURE_TOTP");
        other.put("authentication/required-actions/CONFIGURE_TOTP", first.put("priority", 1));
        Person employee = district.newPerson(user -> {});
        Person teacher = other.newVerifiedTeacher(phone);
        other.link(teacher, district, employee);
        other.updateUser(teacher, user -> user.putArray("requiredActions").add("CONFIGURE_TOTP"));

        Page page = other.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_idp_hint", district.name()))
                .password(employee);

        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        assertThat(other.user(teacher).get("requiredActions").toString()).contains("CONFIGURE_TOTP");
        assertHolds(other, teacher, phone);
        page = page.current(phone);
        assertThat(page.has("form#kc-totp-settings-form")).as(page.toString()).isTrue();
    }

    // --- a sign-in from before --------------------------------------------------------------------------------------

    @Test
    void offlineTokenOfAGatedClient_fromBefore_getsNothing(Phone phone) {
        Person teacher = realm.newTeacher();
        Tokens before = realm.schoolMobile().directGrant(teacher, Map.of("scope", "openid offline_access"));
        assertThat(before.granted()).isTrue();
        verify(teacher, phone);

        Tokens after = before.refresh();

        assertThat(after.granted()).as(after.body().toString()).isFalse();
        assertThat(realm.schoolMobile().refresh(before.refreshToken()).granted())
                .isFalse();
    }

    @Test
    void parkedNumberPage_goesOnWithNothing(Phone phone, Phone attackers) {
        Person teacher = realm.newTeacher();
        Page parked = realm.studentPortal().open(teacher);
        assertThat(parked.isNumberPage()).isTrue();
        verify(teacher, phone);

        Page next = parked.number(attackers.number());

        assertThat(next.isCallback()).isFalse();
        assertThat(next.has("form#kc-form-login")).as(next.toString()).isTrue();
        assertThat(attackers.sendCalls()).isZero();
        assertThat(parked.reload().isCallback()).isFalse();
        assertHolds(teacher, phone);
    }

    /** A signed-in browser in wrong hands has a page open on which a number can be given. */
    @Test
    void parkedPageOfASignedInBrowser_asksForThePassword_onceTheNumberIsRemoved(Phone phone, Phone attackers) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        assertThat(realm.studentPortal()
                        .open(browser)
                        .password(teacher)
                        .code(phone.code())
                        .isCallback())
                .isTrue();
        Page parked = realm.studentPortal().open(browser, CHANGE);
        assertThat(parked.isNumberPage()).as(parked.toString()).isTrue();
        realm.deletePhoneCredential(teacher);
        Await.until(
                "the session has ended", () -> !realm.events(teacher, "LOGOUT").isEmpty());

        Page next = parked.number(attackers.number());

        assertThat(next.has("form#kc-form-login")).as(next.toString()).isTrue();
        assertThat(attackers.sendCalls()).isZero();
    }

    /** The code was sent before the owner verified; it is typed afterwards. */
    @Test
    void parkedCodePage_replacesNothing(Phone phone, Phone attackers) {
        Person teacher = realm.newTeacher();
        Page parked = realm.studentPortal()
                .open(new HttpBrowser(), CHANGE)
                .password(teacher)
                .number(attackers.number());
        assertThat(parked.isCodePage()).isTrue();
        verify(teacher, phone);

        Page next = parked.code(attackers.code());

        assertThat(next.isCallback()).isFalse();
        assertThat(next.has("form#kc-form-login")).as(next.toString()).isTrue();
        assertThat(attackers.verifyCalls()).isZero();
        assertHolds(teacher, phone);
    }

    @Test
    void parkedSignInThatChoseToAddAnApp_startsAnew(Phone phone) {
        Person teacher = realm.newTeacher();
        Page parked = realm.studentPortal().open(new HttpBrowser(), ADD_APP).password(teacher);
        assertThat(parked.isNumberPage()).isTrue();
        verify(teacher, phone);

        Page next = parked.form("phonelatch-number-form").press("send");

        assertThat(next.has("form#kc-form-login")).as(next.toString()).isTrue();
        Page again = next.password(teacher);
        assertThat(again.isCodePage()).as(again.toString()).isTrue();
        assertHolds(teacher, phone);
    }

    /** Keycloak's own page was opened when nothing stood against it, and is sent after the owner verified a number. */
    @Test
    void parkedPageOfAnotherAction_addsNothing(Admin admin, Phone phone) {
        RealmAdmin optional =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("require-for-all", "false"));
        Person teacher = optional.newTeacher();
        Page parked = optional.studentPortal().open(new HttpBrowser(), ADD_APP).password(teacher);
        assertThat(parked.has("form#kc-totp-settings-form"))
                .as(parked.toString())
                .isTrue();
        Page verified = optional.studentPortal()
                .open(new HttpBrowser(), CHANGE)
                .password(teacher)
                .number(phone.number())
                .code(phone.code());
        assertThat(verified.callback("kc_action_status")).isEqualTo("success");

        submitApp(parked);

        assertHolds(optional, teacher, phone);
    }

    @Test
    void tokenForTheEndpoints_fromBefore_replacesNothing(Phone phone, Phone attackers) {
        Person teacher = realm.newTeacher();
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(teacher));
        Reply asked = api.requestOtp(attackers);
        assertThat(asked.status()).isEqualTo(202);
        verify(teacher, phone);

        Reply late = api.verifyOtp(asked, attackers.code());
        Reply anew = api.requestOtp(attackers);

        // The session has ended, or is refused until it has.
        assertThat(late.status()).as(late.body().toString()).isEqualTo(401);
        assertThat(anew.status()).as(anew.body().toString()).isEqualTo(401);
        assertHolds(teacher, phone);
    }

    @Test
    void introspectionOfATokenFromBefore_saysNoRoles(Phone phone) {
        Person teacher = realm.newTeacher();
        Tokens before = realm.schoolMobile().directGrant(teacher);
        verify(teacher, phone);

        var said = realm.app("school-api", realm.secret("school-api")).introspect(before.accessToken());

        assertThat(said.path("active").asBoolean()
                        && said.path("realm_access").path("roles").toString().contains("teacher"))
                .as(said.toString())
                .isFalse();
    }

    @Test
    void sessionsFromBefore_end_andTheOneThatVerifiedGoesOn(Phone phone) {
        Person teacher = realm.newTeacher();
        Tokens other = realm.schoolMobile().directGrant(teacher);
        Tokens own = realm.schoolMobile().directGrant(teacher, Map.of("scope", "openid offline_access"));
        PhoneApi api = realm.phoneApi(own);
        assertThat(api.verifyOtp(api.requestOtp(phone), phone.code()).status()).isEqualTo(200);

        Tokens refreshed = own.refresh();

        assertThat(refreshed.granted()).as(refreshed.body().toString()).isTrue();
        assertThat(refreshed.accessClaims().toString()).contains("teacher");
        assertThat(other.refresh().granted()).isFalse();
        Await.until(
                "one session left",
                () -> realm.get("users/" + teacher.id() + "/sessions").size() <= 1);
    }

    // --- removal ----------------------------------------------------------------------------------------------------

    @Test
    void accountRest_removesNoPhoneThatIsASecondFactor(Admin admin, Phone phone) {
        RealmAdmin optional =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("require-for-all", "false"));
        optional.createClient(Map.of(
                "clientId", "probe",
                "publicClient", true,
                "directAccessGrantsEnabled", true,
                "authenticationFlowBindingOverrides", Map.of(),
                "fullScopeAllowed", true));
        Person teacher = optional.newVerifiedTeacher(phone);
        Tokens asked = optional.app("probe").directGrant(teacher);
        assertThat(asked.error()).isEqualTo("phone_code_required");
        Tokens tokens = optional.app("probe").directGrant(teacher, Map.of("phone_code", phone.code()));
        String id = optional.credentials(teacher, RealmAdmin.PHONE_CREDENTIAL)
                .get(0)
                .get("id")
                .asText();

        int status = optional.app("probe")
                .account(tokens.accessToken(), "DELETE", "credentials/" + id, null)
                .status();

        assertThat(status).isEqualTo(400);
        assertHolds(optional, teacher, phone);
    }

    @Test
    void accountRest_removesAStudentsPhone_onlyRightAfterACodeToIt(Admin admin, Phone phone) {
        RealmAdmin optional = admin.newSchoolRealm(school ->
                Admin.phoneSettings(school).put("require-for-all", "false").put("api-clients", "probe"));
        optional.createClient(Map.of(
                "clientId",
                "probe",
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "fullScopeAllowed",
                true));
        Person student = optional.newVerifiedStudent(phone);
        Tokens tokens = optional.app("probe").directGrant(student);
        String credential = "credentials/"
                + optional.credentials(student, RealmAdmin.PHONE_CREDENTIAL)
                        .get(0)
                        .get("id")
                        .asText();

        int before = optional.app("probe")
                .account(tokens.accessToken(), "DELETE", credential, null)
                .status();
        assertThat(before).isEqualTo(400);
        assertHolds(optional, student, phone);

        PhoneApi api = optional.phoneApi(tokens);
        assertThat(api.verifyOtp(api.post("request-otp", Map.of()), phone.code())
                        .status())
                .isEqualTo(200);
        assertThat(optional.app("probe")
                        .account(tokens.accessToken(), "DELETE", credential, null)
                        .status())
                .isEqualTo(204);
    }

    // --- marked by hand ---------------------------------------------------------------------------------------------

    @Test
    void numberMarkedByHand_isVerifiedByACodeToIt_andToNoOther(Phone phone, Phone attackers) {
        Person teacher = realm.newVerifiedTeacher(
                phone, user -> {}, user -> user.withArray("credentials").forEach(FactorChangeAttackIT::markedByHand));

        Page page = realm.studentPortal().open(teacher);

        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        page = page.form("phonelatch-number-form")
                .forged("phone_number", attackers.number())
                .press("send");
        assertThat(attackers.sendCalls()).isZero();
        page = page.code(phone.code());
        assertThat(page.tokens().granted()).isTrue();
        Page next = realm.studentPortal().open(teacher);
        assertThat(next.isCodePage()).as(next.toString()).isTrue();
    }

    // ----------------------------------------------------------------------------------------------------------------

    private static void markedByHand(com.fasterxml.jackson.databind.JsonNode credential) {
        if (credential.get("type").asText().equals(RealmAdmin.PHONE_CREDENTIAL)) {
            ObjectNode data =
                    (ObjectNode) Json.parse(credential.get("credentialData").asText());
            ((ObjectNode) credential)
                    .put("credentialData", data.put("how", "hand").toString());
        }
    }

    /** The owner verifies their number in a browser of their own. */
    private static void verify(Person person, Phone phone) {
        Page done = realm.studentPortal().open(person).number(phone.number()).code(phone.code());
        assertThat(done.isCallback()).as(done.toString()).isTrue();
        assertThat(done.tokens().granted()).isTrue();
    }

    private static void submitApp(Page settings) {
        String secret = settings.form("kc-totp-settings-form").value("totpSecret");
        settings.form("kc-totp-settings-form")
                .with("totp", AuthenticatorApp.codeOf(secret))
                .with("userLabel", "theirs")
                .submit();
    }

    private static void assertHolds(Person person, Phone phone) {
        assertHolds(realm, person, phone);
    }

    private static void assertHolds(RealmAdmin realm, Person person, Phone phone) {
        assertThat(realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL))
                .singleElement()
                .satisfies(credential -> assertThat(
                                Json.parse(credential.get("credentialData").asText())
                                        .get("number")
                                        .asText())
                        .isEqualTo(phone.number()));
        assertThat(realm.credentials(person, "otp")).isEmpty();
        assertThat(realm.credentials(person, "webauthn")).isEmpty();
        assertThat(realm.credentials(person, "recovery-authn-codes")).isEmpty();
    }
}
