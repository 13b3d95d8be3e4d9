package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.RecoveryCodes;
import io.github.phonelatch.it.support.SharedServer;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What looks like a factor that was passed and is none, and beside it the honest one: whoever passed one goes straight to the new
 * number, whoever did not is asked for the current one.
 */
@ExtendWith(SharedServer.class)
class PassedFactorsIT {
    private static final Map<String, String> CHANGE = Map.of("kc_action", RealmAdmin.PHONE_ACTION);
    /** Whoever has this role is spared the authenticator app. */
    private static final String AT_THE_DESK = "at-the-desk";

    private static RealmAdmin realm;

    private final AuthenticatorApp authenticator = new AuthenticatorApp();
    private final RecoveryCodes sheet = new RecoveryCodes();

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            school.put("quickLoginCheckMilliSeconds", 0);
            Admin.phoneSettings(school).put("cooldown", "0");
        });
        realm.post("roles", Json.object().put("name", AT_THE_DESK));
        client(
                "conditional",
                forms -> forms.execution(
                        "auth-conditional-otp-form",
                        REQUIRED,
                        Map.of("skipOtpRole", AT_THE_DESK, "defaultOtpOutcome", "force")));
        client(
                "by-role",
                forms -> forms.subflow(
                        "but at the desk",
                        CONDITIONAL,
                        others -> others.execution(
                                        "conditional-user-role",
                                        REQUIRED,
                                        Map.of("condUserRole", AT_THE_DESK, "negate", "true"))
                                .execution("auth-otp-form", REQUIRED)));
        client("lenient", forms -> {});
    }

    private static void client(String clientId, Consumer<Flow> afterPassword) {
        realm.createClient(
                Map.of("clientId", clientId, "publicClient", true, "redirectUris", List.of(App.CALLBACK.toString())));
        realm.browserFlow(clientId, afterPassword).bindBrowserOf(clientId);
    }

    /** Keycloak notes such a step as completed; nobody typed a code. */
    @ParameterizedTest
    @ValueSource(strings = {"conditional", "by-role"})
    void stepForAnApp_thatIsSkipped_passesNothing(String clientId, Phone phone) {
        Person teacher = teacher(phone);
        realm.addRealmRole(teacher, AT_THE_DESK);

        Page page = realm.app(clientId).open(new HttpBrowser(), CHANGE).password(teacher);

        assertAsked(page);
    }

    @ParameterizedTest
    @ValueSource(strings = {"conditional", "by-role"})
    void stepForAnApp_thatAsks_isPassedByItsCode(String clientId, Phone phone) {
        Person teacher = teacher(phone);

        Page page = realm.app(clientId).open(new HttpBrowser(), CHANGE).password(teacher);
        assertThat(page.isAppPage()).as(page.toString()).isTrue();
        page = page.form("kc-otp-login-form").with("otp", "000000").submit();
        assertThat(page.isAppPage()).as(page.toString()).isTrue();
        page = withApp(page);

        assertNotAsked(page);
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void recoveryCode_isPassed(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone, sheet::put, user -> {});

        Page page = realm.studentPortal()
                .open(new HttpBrowser(), CHANGE)
                .password(teacher)
                .form("kc-recovery-code-login-form")
                .with("recoveryCodeInput", sheet.first())
                .submit();

        assertNotAsked(page);
    }

    /** What the app's code opened is the session; a sign-in that begins anew in the same browser has a password only. */
    @Test
    void appsCode_isOfItsSession_andOfNoSignInAfterIt(Phone phone) {
        Person teacher = teacher(phone);
        realm.addRealmRole(teacher, AT_THE_DESK);
        HttpBrowser browser = new HttpBrowser();
        Page done = withApp(realm.studentPortal().open(browser).password(teacher));
        assertThat(done.isCallback()).as(done.toString()).isTrue();

        assertNotAsked(realm.app("lenient").open(browser, CHANGE));
        Page anew = realm.app("lenient")
                .open(browser, Map.of("kc_action", RealmAdmin.PHONE_ACTION, "prompt", "login"))
                .form("kc-form-login")
                .with("password", teacher.password())
                .submit();
        assertAsked(anew);
        assertAsked(realm.app("lenient").open(new HttpBrowser(), CHANGE).password(teacher));
    }

    /** The code that a reset asks for is a right code to the number held, and its page was reached without a password. */
    @Test
    void codeOfAReset_isOfNoSignInAfterIt(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        Page update = Reset.begin(realm, browser)
                .with("email", student.email())
                .press("send")
                .code(phone.code());
        Person renewed = Reset.choosePassword(update, student);

        Page login = realm.studentPortal().open(browser, CHANGE);
        assertThat(login.has("form#kc-form-login")).as(login.toString()).isTrue();
        assertAsked(login.password(renewed));
    }

    @Test
    void codeAtSignInByPhone_isPassed_thePasswordInItsPlaceIsNot(Phone phone, Phone another) {
        realm.newVerifiedStudent(phone);
        Page code = phoneLogin()
                .form("phonelatch-number-form")
                .with("phone_number", phone.number())
                .press("send");
        assertNotAsked(code.code(phone.code()));

        Person byPassword = realm.newVerifiedStudent(another);
        assertAsked(phoneLogin()
                .form("phonelatch-number-form")
                .with("phone_number", another.number())
                .with("password", byPassword.password())
                .press("verify"));
        assertThat(another.sendCalls()).isZero();
    }

    private static Page phoneLogin() {
        return realm.studentPortal()
                .open(new HttpBrowser(), CHANGE)
                .tryAnotherWay()
                .choose("Phone number");
    }

    /** A teacher whose app was set up first, and is asked for first. */
    private Person teacher(Phone phone) {
        return realm.newVerifiedTeacher(phone, authenticator::put, PassedFactorsIT::nothing);
    }

    private Page withApp(Page page) {
        return page.form("kc-otp-login-form").with("otp", authenticator.code()).submit();
    }

    private static void assertAsked(Page page) {
        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        assertThat(page.has("input[name=phone_number]")).isFalse();
    }

    private static void assertNotAsked(Page page) {
        assertThat(page.has("#phonelatch-number-form input[name=phone_number]"))
                .as(page.toString())
                .isTrue();
    }

    private static void nothing(ObjectNode user) {}
}
