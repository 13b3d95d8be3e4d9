package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.io.IOException;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The example app, which proves a phone on screens of its own, through the endpoints. */
@ExtendWith({SharedServer.class, InChromium.class})
class SchoolAppBrowserIT {
    private static final String ME = "/api/me";
    private static final String TIMETABLE = "/api/students/timetable";
    private static final String CLASSES = "/api/teachers/classes";

    private static Browser browser;
    private static RealmAdmin realm;
    private static Sites sites;

    @BeforeAll
    static void start(Browser chromium, Admin admin) throws IOException {
        browser = chromium;
        // Keycloak locks who is wrong twice within a second: no person is that quick.
        realm = admin.newSchoolRealm(school -> school.put("quickLoginCheckMilliSeconds", 0));
        sites = Sites.of(realm);
    }

    @AfterAll
    static void stop() {
        if (sites != null) {
            sites.close();
        }
    }

    @Test
    void unverifiedStudent_reachesOnlyThemselves_andTheRestAfterTheCode(Phone phone) {
        Page app = signedIn(realm.newStudent());
        assertThat(row(app, ME)).containsText("200");
        assertThat(row(app, TIMETABLE)).containsText("403");
        assertThat(row(app, TIMETABLE)).containsText("Closed until your phone is verified");
        assertThat(app.locator("#roles")).hasText("It carries no role.");
        Pictures.keep(app, "app-unverified", 470);
        takeAll(app, "app-unverified");

        onCodeScreen(app, phone);
        takeAll(app, "app-code");
        type(app, "#code", phone.code());

        assertThat(app.locator("#phone-state")).containsText("Phone verified");
        assertThat(row(app, TIMETABLE)).containsText("200");
        assertThat(row(app, CLASSES)).containsText("your role does not open it");
        assertThat(app.locator("#roles")).containsText("student");
        assertThat(app.locator("#data")).containsText("Mathematics");
        assertThat(phone.sendCalls()).isEqualTo(1);
        Pictures.keep(app, "app-verified", 470);
        takeAll(app, "app-verified");
    }

    @Test
    void whoNeedsNoPhone_reachesTheTimetable_isToldSo_andMayVerifyOne(Phone phone) {
        Person student = realm.newStudent();
        realm.addRealmRole(student, "phone-exempt");
        Page app = signedIn(student);
        assertThat(app.locator("#phone-state")).hasText("The school needs no phone from you");
        assertThat(app.locator("#roles")).hasText("It carries the roles phone-exempt, student.");
        assertThat(row(app, TIMETABLE)).containsText("200");
        takeAll(app, "app-exempt");

        onCodeScreen(app, phone);
        type(app, "#code", phone.code());
        assertThat(app.locator("#phone-state")).containsText("Phone verified");
    }

    @Test
    void theWireShowsEveryCall_withoutTokensPasswordsAndCodes(Phone phone) {
        Person student = realm.newStudent();
        Page app = signedIn(student);
        onCodeScreen(app, phone);
        String code = phone.code();
        type(app, "#code", code);
        assertThat(app.locator("#phone.verified")).isVisible();

        assertThat(app.locator("#wire-entries")).containsText("/phonelatch/request-otp");
        assertThat(app.locator("#wire-entries")).containsText(Pattern.compile("/phonelatch/verify-otp\\s*200"));
        assertThat(app.locator("#wire-entries").textContent())
                .doesNotContain(student.password(), "\"" + code + "\"")
                .doesNotContainPattern("eyJ[\\w-]{20}");
    }

    @Test
    void wrongCode_isSaidWithTheAttemptsLeft_andTheRightOneStillWorks(Phone phone) {
        Page app = signedIn(realm.newStudent());
        onCodeScreen(app, phone);
        type(app, "#code", phone.wrongCode());
        assertThat(app.locator("#code-error")).hasText("That is not the code. 4 attempts left.");
        assertThat(app.locator("#code")).hasAttribute("aria-invalid", "true");
        assertThat(app.locator("#code")).isFocused();
        takeAll(app, "app-wrong-code");

        type(app, "#code", phone.code());
        assertThat(app.locator("#phone-state")).containsText("Phone verified");
    }

    @Test
    void rightCodeWhoseAnswerIsLost_isVerifiedAtTheNextAttempt(Phone phone) {
        Page app = signedIn(realm.newStudent());
        onCodeScreen(app, phone);
        app.route(
                "**/phonelatch/verify-otp",
                route -> {
                    route.fetch();
                    route.abort();
                },
                new Page.RouteOptions().setTimes(1));
        type(app, "#code", phone.code());
        assertThat(app.locator("#code-error")).containsText("no connection");

        app.press("#code", "Enter");
        assertThat(app.locator("#phone-state")).containsText("Phone verified");
        assertThat(row(app, TIMETABLE)).containsText("200");
        assertThat(app.locator("#wire-entries")).containsText("unknown-challenge");
    }

    @Test
    void codeThatHasEnded_verifiesNothing_thoughAnotherNumberIsVerified(Phone before, Phone after) {
        Page app = signedIn(realm.newVerifiedStudent(before));
        onCodeScreen(app, after);
        type(app, "#code", before.code());
        assertThat(app.locator("#code-title")).hasText("Enter the code");
        app.route("**/phonelatch/verify-otp", route -> answer(route, 404, "unknown-challenge"));
        type(app, "#code", after.code());
        assertThat(app.locator("#code-error")).containsText("no longer good");
        assertThat(app.locator("#resend")).isEnabled();
    }

    @Test
    void anotherNumber_comesAfterACodeToTheCurrentOne(Phone before, Phone after) {
        Person student = realm.newVerifiedStudent(before);
        Page app = signedIn(student);
        onCodeScreen(app, after);
        assertThat(app.locator("#code-title")).hasText("First, your current phone");
        assertThat(app.locator("#code-why")).containsText("ask the school office");
        assertThat(app.locator("#code-sent")).containsText(masked(before));
        assertThat(app.locator("#lost-phone")).isHidden();
        assertThat(app.locator("#other-number")).isHidden();
        assertThat(after.sendCalls()).isZero();
        takeAll(app, "app-current");

        type(app, "#code", before.wrongCode());
        assertThat(app.locator("#code-error")).hasText("That is not the code. 4 attempts left.");
        type(app, "#code", before.code());

        assertThat(app.locator("#code-title")).hasText("Enter the code");
        assertThat(app.locator("#code-why")).isHidden();
        assertThat(app.locator("#code-sent")).containsText(masked(after));
        assertThat(app.locator("#code")).hasValue("");
        assertThat(app.locator("#code")).isFocused();
        type(app, "#code", after.code());
        assertThat(app.locator("#phone-state")).containsText("Phone verified");
        assertThat(app.locator("#phone-number")).hasText(masked(after));
        assertThat(row(app, TIMETABLE)).containsText("200");
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(after.number());
        assertThat(before.sendCalls()).isEqualTo(1);
        assertThat(after.sendCalls()).isEqualTo(1);
    }

    @Test
    void newNumberThatGetsNoCode_isSaidAfterTheCurrentOne_andAnotherNeedsNoMore(Phone before, Phone after) {
        Page app = signedIn(realm.newVerifiedStudent(before));
        app.click("#verify-phone");
        // Premium rate.
        type(app, "#number", "+449098790000");
        type(app, "#code", before.code());
        assertThat(app.locator("#number-error")).containsText("cannot be sent to this number");

        type(app, "#number", after.number());
        assertThat(app.locator("#code-sent")).containsText(masked(after));
    }

    @Test
    void whoChangesTheirMind_keepsTheNumber(Phone before, Phone after) {
        Person student = realm.newVerifiedStudent(before);
        Page app = signedIn(student);
        onCodeScreen(app, after);
        app.click("#keep-number");
        assertThat(app.locator("#phone-number")).hasText(masked(before));
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(before.number());
        assertThat(after.sendCalls()).isZero();
    }

    /** The realm lets people replace the number of a lost phone: the app is told that a sign-in would do too. */
    @Test
    void lostPhone_leadsToTheSignIn_andGoesOnWithTheNumber(Phone lost, Phone next) {
        Person student = realm.newVerifiedStudent(lost);
        Page app = signedIn(student);
        // In place of waiting for five minutes, in a realm with a password of yesterday.
        app.route(
                "**/phonelatch/request-otp",
                route -> answer(
                        route,
                        401,
                        "insufficient-user-authentication",
                        ", \"phone_verification\": true, \"max_age\": 300"),
                new Page.RouteOptions().setTimes(1));
        onCodeScreen(app, next);
        assertThat(app.locator("#code-why")).not().containsText("ask the school office");
        app.click("#lost-phone");
        assertThat(app.locator("#banner")).containsText("Sign in once more");

        type(app, "#password", student.password());
        assertThat(app.locator("#number")).hasValue(next.number());
    }

    @Test
    void askingAgainTooSoon_saysHowLongToWait_andCountsDown(Phone phone) {
        Page app = signedIn(realm.newStudent());
        onCodeScreen(app, phone);
        assertThat(app.locator("#resend")).isDisabled();
        app.click("#call");
        assertThat(app.locator("#code-error")).containsText("Try again in");
        assertThat(app.locator("#call-countdown")).containsText("You can be called in 0:");
        assertThat(app.locator("#call")).isDisabled();
        takeAll(app, "app-too-soon");
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void aNumberThatIsNone_andOneThatIsRefused_areSaidBesideTheField() {
        Page app = signedIn(realm.newStudent());
        app.click("#verify-phone");
        type(app, "#number", "12");
        assertThat(app.locator("#number-error")).containsText("not a phone number");
        // Premium rate.
        type(app, "#number", "+449098790000");
        assertThat(app.locator("#number-error")).containsText("cannot be sent to this number");
    }

    @Test
    void providerDown_isSaid_andTheNextAttemptWorks(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 5001, "down"), 1);
        Page app = signedIn(realm.newStudent());
        app.click("#verify-phone");
        type(app, "#number", phone.number());
        assertThat(app.locator("#number-error")).containsText("at the moment");
        type(app, "#number", phone.number());
        assertThat(app.locator("#code")).isFocused();
    }

    @Test
    void teacherWithAPhone_isAskedForTheCodeAtTheSignIn(Phone phone) {
        Page app = start(realm.newVerifiedTeacher(phone));
        assertThat(app.locator("#phone-code")).isFocused();
        takeAll(app, "app-second");
        type(app, "#phone-code", phone.wrongCode());
        assertThat(app.locator("#second-error")).containsText("not the code");
        type(app, "#phone-code", phone.code());
        assertThat(row(app, CLASSES)).containsText("200");
        assertThat(app.locator("#data")).containsText("24 pupils");
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void wrongPassword_isSaidAndNothingElse() {
        Page app = start(new Person("", realm.newStudent().email(), "not-the-password"));
        assertThat(app.locator("#sign-in-error")).hasText("E-mail or password is wrong.");
        assertThat(app.locator("#password")).isFocused();
    }

    @Test
    void sessionOlderThanTheNumber_isToSignInOnceMore_andGoesOnWithTheNumber(Phone phone, Phone next) {
        Person student = realm.newStudent();
        Page app = signedIn(student);
        PhoneApi elsewhere = realm.phoneApi(realm.schoolMobile().directGrant(student));
        elsewhere.verifyOtp(elsewhere.requestOtp(phone), phone.code());
        app.click("#verify-phone");
        type(app, "#number", next.number());
        assertThat(app.locator("#banner")).containsText("sign in once more");

        type(app, "#password", student.password());
        // It keeps its value while it is hidden.
        assertThat(app.locator("#number")).isVisible();
        assertThat(app.locator("#number")).hasValue(next.number());
        app.press("#number", "Enter");
        assertThat(app.locator("#code-title")).hasText("First, your current phone");
        assertThat(next.sendCalls()).isZero();
    }

    @Test
    void sessionEndedByAnAdmin_isSaid_andLeadsToTheSignIn(Phone phone) {
        Person student = realm.newStudent();
        Page app = signedIn(student);
        realm.logout(student);
        // The access token has minutes to live.
        app.click("#verify-phone");
        type(app, "#number", phone.number());
        assertThat(app.locator("#banner")).hasText("Your sign-in has ended. Please sign in again.");
        assertThat(app.locator("#email")).isVisible();

        type(app, "#password", student.password());
        assertThat(row(app, ME)).containsText("200");
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void sessionEndedByAnAdmin_whileTheCodeIsTyped_leadsToTheSignInToo(Phone phone) {
        Person student = realm.newStudent();
        Page app = signedIn(student);
        onCodeScreen(app, phone);
        realm.logout(student);
        type(app, "#code", phone.code());
        assertThat(app.locator("#banner")).hasText("Your sign-in has ended. Please sign in again.");
        assertThat(app.locator("#email")).isVisible();
    }

    @Test
    void signingOut_forgetsTheTokens(Phone phone) {
        Page app = signedIn(realm.newVerifiedStudent(phone));
        app.click("#sign-out");
        assertThat(app.locator("#email")).isVisible();
        assertThat(app.evaluate("JSON.stringify([localStorage, sessionStorage, document.cookie])"))
                .isEqualTo("[{},{},\"\"]");
        app.reload();
        assertThat(app.locator("#email")).isVisible();
    }

    private static String masked(Phone phone) {
        return PhoneNumber.ofE164(phone.number()).orElseThrow().masked();
    }

    private static void answer(Route route, int status, String problem) {
        answer(route, status, problem, "");
    }

    /** @param more of the document */
    private static void answer(Route route, int status, String problem, String more) {
        route.fulfill(new Route.FulfillOptions()
                .setStatus(status)
                .setHeaders(Map.of("Access-Control-Allow-Origin", "*"))
                .setContentType("application/problem+json")
                .setBody("{\"type\": \"urn:phonelatch:problem:" + problem + "\", \"status\": " + status + more + "}"));
    }

    private static Page signedIn(Person who) {
        Page app = start(who);
        assertThat(row(app, ME)).isVisible();
        return app;
    }

    private static Page start(Person who) {
        Page app = browser.newPage();
        app.navigate(sites.app());
        app.fill("#email", who.email());
        type(app, "#password", who.password());
        return app;
    }

    private static void onCodeScreen(Page app, Phone phone) {
        app.click("#verify-phone");
        type(app, "#number", phone.number());
        assertThat(app.locator("#code")).isFocused();
    }

    private static void type(Page app, String field, String text) {
        app.fill(field, text);
        app.press(field, "Enter");
    }

    private static Locator row(Page app, String path) {
        return app.locator("#doors [data-path='" + path + "']");
    }

    private static void takeAll(Page app, String name) {
        Pictures.take(app, name);
        Pictures.takeMirrored(app, name);
    }
}
