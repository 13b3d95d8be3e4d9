package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Approver;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whose account is inactive, which in Keycloak is disabled, gets nothing by any way, proven number or not. */
@ExtendWith(SharedServer.class)
class InactiveIT {
    private static RealmAdmin district;
    private static RealmAdmin school;
    private static App portal;
    private static App mobile;
    private static App exchanger;
    private static App screen;
    private static App frontDesk;
    private static App registry;
    private static App issuer;
    private static App library;

    private Phone phone;
    private Person student;

    @BeforeAll
    static void realms(Admin admin) {
        district = admin.newRealm();
        school = admin.newSchoolRealm();
        school.addBroker(district);
        portal = school.studentPortal();
        mobile = school.schoolMobile();
        exchanger = Applications.exchanger(school);
        screen = Devices.device(school, "screen");
        frontDesk = Applications.frontDesk(school);
        registry = Applications.registry(school, district);
        issuer = Applications.issuer(school, district);
        library = Applications.library(school);
    }

    @BeforeEach
    void student(Simulator simulator) {
        phone = new Phone(simulator);
        student = school.newVerifiedStudent(phone);
    }

    @Test
    void password_opensNothing() {
        assertThat(portal.open(student).isCallback()).isTrue();
        disable(student);

        Page page = portal.open(student);

        assertThat(page.has("form#kc-form-login")).as(page.toString()).isTrue();
        assertThat(school.events(student, "LOGIN_ERROR"))
                .extracting(event -> event.get("error").asText())
                .containsExactly("user_disabled");
    }

    @Test
    void browserThatIsSignedIn_signsInAnew() {
        HttpBrowser browser = new HttpBrowser();
        assertThat(portal.open(browser).password(student).isCallback()).isTrue();
        disable(student);

        Page page = portal.open(browser);

        AttackAssertions.noCode(page);
    }

    @Test
    void codeOfASignInBefore_isWorthNoToken() {
        Page page = portal.open(student);
        disable(student);

        assertRefused(page.tokens());
    }

    @Test
    void refresh_isRefused_offlineToo() {
        school.addRealmRole(student, "offline_access");
        Tokens online = portal.open(student).tokens();
        Tokens offline = portal.open(new HttpBrowser(), Map.of("scope", "openid offline_access"))
                .password(student)
                .tokens();
        Tokens direct = mobile.directGrant(student);
        disable(student);

        assertRefused(online.refresh());
        assertRefused(offline.refresh());
        assertRefused(direct.refresh());
    }

    @Test
    void accessToken_isWorthNothingWhereKeycloakIsAsked() {
        App api = school.app("school-api", school.secret("school-api"));
        Tokens tokens = portal.open(student).tokens();
        assertThat(api.introspect(tokens.accessToken()).get("active").asBoolean())
                .isTrue();
        assertThat(exchanger.exchange(tokens.accessToken()).granted()).isTrue();
        assertThat(library.permissions(tokens.accessToken()).granted()).isTrue();
        disable(student);

        assertThat(api.introspect(tokens.accessToken()).get("active").asBoolean())
                .isFalse();
        assertThat(tokens.userinfo().status()).isEqualTo(401);
        assertThat(exchanger.exchange(tokens.accessToken()).error()).isEqualTo("invalid_request");
        assertThat(library.permissions(tokens.accessToken()).granted()).isFalse();
        assertThat(portal.account(tokens.accessToken(), "GET", null).status()).isIn(401, 403);
    }

    @Test
    void directGrant_isRefused() {
        disable(student);

        assertRefused(school.ungatedApp().directGrant(student));
        assertRefused(mobile.directGrant(student));
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void codeInTheDirectGrant_isRefused(Phone teachers) {
        Person teacher = school.newVerifiedTeacher(teachers);
        assertThat(mobile.directGrant(teacher).error()).isEqualTo("phone_code_required");
        disable(teacher);

        assertRefused(DirectGrants.code(mobile, teacher, teachers.code()));
        assertThat(teachers.verifyCalls()).isZero();
    }

    @Test
    void device_isLeftWithoutTokens() {
        JsonNode waiting = screen.device();
        Devices.grant(Devices.open(waiting, student));
        disable(student);

        assertRefused(Devices.poll(screen, waiting));
        assertThat(Devices.open(screen.device(), student).has("form#kc-form-login"))
                .isTrue();
    }

    @Test
    void approvalElsewhere_isWorthNoToken(Approver approver) {
        JsonNode request = frontDesk.ciba(student);
        approver.approve(school, student);
        disable(student);

        assertRefused(frontDesk.pollCiba(request));
    }

    @Test
    void anotherServersWord_isWorthNoToken() {
        Person there = district.newPerson(user -> {});
        school.link(student, district, there);
        assertThat(asserted(there).granted()).isTrue();
        disable(student);

        assertRefused(asserted(there));
        AttackAssertions.noCode(portal.open(new HttpBrowser(), Map.of("kc_idp_hint", district.name()))
                .password(there));
    }

    @Test
    void endpointsForApplications_refuseTheToken(Phone other) {
        Person unverified = school.newStudent();
        PhoneApi api = school.phoneApi(mobile.directGrant(unverified));
        PhoneApi.Reply challenge = api.requestOtp(other);
        assertThat(challenge.status()).isEqualTo(202);
        String code = other.code();
        disable(unverified);

        assertThat(api.verifyOtp(challenge, code).status()).isEqualTo(401);
        assertThat(api.requestOtp(other).status()).isEqualTo(401);
        assertThat(api.status().status()).isEqualTo(401);
        assertThat(school.credentials(unverified, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(other.sendCalls()).isEqualTo(1);
    }

    @Test
    void pageThatAsksForTheFirstVerification_verifiesNothing(Phone other) {
        Person unverified = school.newStudent();
        Page page = portal.open(unverified).number(other.number());
        String code = other.code();
        disable(unverified);

        AttackAssertions.noCode(page.code(code));
        assertThat(school.credentials(unverified, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
    }

    @Test
    void pageThatAsksForTheSecondFactor_letsNobodyIn(Phone teachers) {
        Person teacher = school.newVerifiedTeacher(teachers);
        Page page = school.app("teacher-portal").open(teacher);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        String code = teachers.code();
        disable(teacher);

        AttackAssertions.noCode(page.code(code));
    }

    /** As for a number that nobody has. */
    @Test
    void signInByPhone_isThatOfAnAnonymousRequester() {
        disable(student);

        assertLikeAnAnonymousOnes(
                phoneLogin(phone.number()).press("send"),
                phoneLogin(Numbers.next()).press("send"));

        String password = phoneLogin(phone.number())
                .with("password", student.password())
                .press("verify")
                .text();
        assertThat(password).contains("Number or password is wrong");
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void resetByPhone_isThatOfAnAnonymousRequester() {
        disable(student);

        assertLikeAnAnonymousOnes(
                reset().with("phone_number", phone.number()).press("send"),
                reset().with("phone_number", Numbers.next()).press("send"));
        assertLikeAnAnonymousOnes(
                reset().with("email", student.email()).press("send"),
                reset().with("email", "nobody@school.example").press("send"));
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void enabledAgain_isAsBefore() {
        disable(student);
        school.updateUser(student, user -> user.put("enabled", true));

        assertThat(portal.open(student)
                        .tokens()
                        .accessClaims()
                        .get("phone_number_verified")
                        .asBoolean())
                .isTrue();
    }

    private static void disable(Person person) {
        school.updateUser(person, user -> user.put("enabled", false));
    }

    private static void assertRefused(Tokens answer) {
        assertThat(answer.granted()).isFalse();
        assertThat(answer.error()).isEqualTo("invalid_grant");
    }

    /** The page that comes, and what it says to a wrong code, which it says when whatever is sent has been sent. */
    private static void assertLikeAnAnonymousOnes(Page page, Page anonymous) {
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(withoutSeconds(page)).isEqualTo(withoutSeconds(anonymous));
        Page answered = page.code("000000");
        assertThat(answered.text()).contains("You have 4 attempts left");
        assertThat(withoutSeconds(answered)).isEqualTo(withoutSeconds(anonymous.code("000000")));
    }

    private static String withoutSeconds(Page page) {
        return page.text().replaceAll("\\d+:\\d\\d|\\d+ (seconds?|minutes?)", "…");
    }

    private static Tokens asserted(Person there) {
        return registry.assertion(issuer.directGrant(there).idToken());
    }

    private static Form phoneLogin(String number) {
        return portal.open(new HttpBrowser())
                .tryAnotherWay()
                .choose("Phone number")
                .form("phonelatch-number-form")
                .with("phone_number", number);
    }

    private static Form reset() {
        return portal.open(new HttpBrowser())
                .click("a[href*=reset-credentials]")
                .form("phonelatch-number-form");
    }
}
