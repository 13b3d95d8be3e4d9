package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.github.phonelatch.it.support.Flow.Requirement.ALTERNATIVE;
import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Teachers who have a passkey beside their phone: either will do, and each page leads to the other. */
@ExtendWith({SharedServer.class, InChromium.class})
class PasskeyBrowserIT {
    private static Browser browser;
    private static RealmAdmin realm;
    /** Where a passkey may be used on the page for the password. */
    private static RealmAdmin passkeys;

    private SignInTab tab;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        passkeys = admin.newSchoolRealm(school -> {
            school.put("webAuthnPolicyPasswordlessPasskeysEnabled", true);
            Admin.phoneSettings(school).put("cooldown", "0");
        });
    }

    @Test
    void fromThePhoneToThePasskey(Phone phone) {
        Person teacher = withPasskey(phone);
        int sent = phone.messages().size();
        tab.start().password(teacher);
        assertThat(tab.codeForm()).isVisible();
        tab.page().click("#try-another-way");

        Locator entry = entry("Phone number");
        assertThat(entry).containsText("A phone that receives codes when you sign in.");
        assertThat(entry.locator("i.fa, i.fas, i.pf-icon, i[class*=fa-]").first())
                .isVisible();
        Pictures.takeLightAndDark(tab.page(), "sign-in-choice");
        entry("Passkey").click();
        press("#authenticateWebAuthnButton");
        assertThat(tab.portal()).isVisible();
        assertThat(phone.messages()).hasSize(sent + 1);
    }

    @Test
    void fromThePasskeyBackToThePhone(Phone phone) {
        Person teacher = withPasskey(phone);
        int sent = phone.messages().size();
        tab.start().password(teacher);
        assertThat(tab.codeForm()).isVisible();
        tab.page().click("#try-another-way");
        entry("Passkey").click();
        assertThat(tab.page().locator("#authenticateWebAuthnButton")).isVisible();
        tab.page().click("#try-another-way");
        entry("Phone number").click();
        assertThat(tab.codeForm()).isVisible();
        assertThat(phone.messages()).as("the one of before is still good").hasSize(sent + 1);

        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    /** Keycloak's page for the password takes a passkey too. It is a factor; the password typed beside it is not. */
    @Test
    void passkeyOnThePageForThePassword_isPassed_thePasswordIsNot(Phone phone) {
        Person teacher = passkeys.newVerifiedTeacher(phone);
        tab = SignInTab.open(browser, passkeys.uri(), new Browser.NewContextOptions());
        addAuthenticator();
        tab.start("kc_action=webauthn-register-passwordless").password(teacher);
        tab.code(phone.code());
        tab.page().onceDialog(dialog -> dialog.accept("key"));
        press("#registerWebAuthn");
        assertThat(tab.portal()).isVisible();
        assertThat(passkeys.credentials(teacher, "webauthn-passwordless")).hasSize(1);
        passkeys.logout(teacher);
        int sent = phone.messages().size();

        tab.start("kc_action=" + RealmAdmin.PHONE_ACTION);
        byPasskey(tab.numberForm());

        assertThat(tab.page().locator("#phonelatch-number-form #phone_number")).isVisible();
        assertThat(phone.messages()).hasSize(sent);

        SignInTab elsewhere = SignInTab.open(browser, passkeys.uri(), new Browser.NewContextOptions());
        elsewhere.start("kc_action=" + RealmAdmin.PHONE_ACTION).password(teacher);
        assertThat(elsewhere.codeForm()).isVisible();
        assertThat(elsewhere.page().locator("#phone_number")).hasCount(0);
    }

    /** A flow of docs/sign-in.md that asks for a code beside the password, built as it says there. */
    private record Recipe(String name, Consumer<Flow> afterPassword) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Stream<Recipe> recipes() {
        return Stream.of(
                new Recipe(
                        "for everybody",
                        forms -> forms.subflow(
                                "everybody",
                                CONDITIONAL,
                                code -> noPasskey(code).execution("phonelatch-otp", REQUIRED))),
                new Recipe(
                        "for some",
                        forms -> forms.subflow(
                                "some",
                                CONDITIONAL,
                                code -> noPasskey(code.execution(
                                                "conditional-user-role", REQUIRED, Map.of("condUserRole", "teacher")))
                                        .execution("phonelatch-otp", REQUIRED))),
                new Recipe("as one way among others", forms -> {
                    forms.subflow(
                            "phone or others",
                            CONDITIONAL,
                            code -> noPasskey(code.execution("phonelatch-condition-verified", REQUIRED))
                                    .subflow(
                                            "one of them",
                                            REQUIRED,
                                            ways -> others(ways.execution("phonelatch-otp", ALTERNATIVE))));
                    forms.subflow(
                            "others alone",
                            CONDITIONAL,
                            code -> others(noPasskey(code.execution(
                                            "conditional-sub-flow-executed",
                                            REQUIRED,
                                            Map.of("flow_to_check", "phone or others", "check_result", "not-executed"))
                                    .execution("phonelatch-condition-new-device", REQUIRED)
                                    .execution("conditional-user-configured", REQUIRED))));
                }));
    }

    private static Flow noPasskey(Flow flow) {
        return flow.execution(
                "conditional-credential",
                REQUIRED,
                Map.of("credentials", "webauthn-passwordless", "included", "false"));
    }

    private static Flow others(Flow ways) {
        return ways.execution("auth-otp-form", ALTERNATIVE)
                .execution("webauthn-authenticator", ALTERNATIVE)
                .execution("auth-recovery-authn-code-form", ALTERNATIVE);
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void recipe_asksForACodeAfterThePassword_andNotAfterThePasskey(Recipe recipe, Phone phone, Admin admin) {
        RealmAdmin own = admin.newSchoolRealm(school -> {
            school.put("webAuthnPolicyPasswordlessPasskeysEnabled", true);
            Admin.phoneSettings(school).put("cooldown", "0");
        });
        own.browserFlow("by the recipe", recipe.afterPassword()).bindBrowser();
        Person teacher = own.newVerifiedTeacher(phone);
        tab = SignInTab.open(browser, own.uri(), new Browser.NewContextOptions());
        addAuthenticator();
        tab.start("kc_action=webauthn-register-passwordless").password(teacher);
        tab.code(phone.code());
        tab.page().onceDialog(dialog -> dialog.accept("key"));
        press("#registerWebAuthn");
        assertThat(tab.portal()).isVisible();
        own.logout(teacher);
        int sent = phone.messages().size();

        tab.start();
        byPasskey(tab.portal());

        assertThat(tab.portal()).isVisible();
        assertThat(phone.messages()).hasSize(sent);
    }

    /** The browser may offer the passkey by itself, before anybody presses the button. */
    private void byPasskey(Locator next) {
        Locator button = tab.page().locator("#authenticateWebAuthnButton");
        assertThat(next.or(button)).isVisible();
        if (button.isVisible()) {
            press("#authenticateWebAuthnButton");
        }
    }

    /** A button of Keycloak's that its script listens to: before the page is loaded nobody does. */
    private void press(String button) {
        tab.page().waitForSelector(button);
        tab.page().waitForLoadState();
        tab.page().click(button);
    }

    /** One choice of Keycloak's page "Try another way". */
    private Locator entry(String name) {
        return tab.page().locator("[role=button]", new Page.LocatorOptions().setHasText(name));
    }

    /** A teacher who proved a phone and then added a passkey, and is signed out. The browser keeps the passkey. */
    private Person withPasskey(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        tab = SignInTab.open(browser, realm.uri(), new Browser.NewContextOptions());
        addAuthenticator();
        tab.start("kc_action=webauthn-register").password(teacher);
        tab.code(phone.code());
        tab.page().onceDialog(dialog -> dialog.accept("key"));
        press("#registerWebAuthn");
        assertThat(tab.portal()).isVisible();
        assertThat(realm.credentials(teacher, "webauthn")).hasSize(1);
        realm.logout(teacher);
        return teacher;
    }

    private void addAuthenticator() {
        CDPSession devtools = tab.page().context().newCDPSession(tab.page());
        devtools.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        devtools.send("WebAuthn.addVirtualAuthenticator", parameters);
    }
}
