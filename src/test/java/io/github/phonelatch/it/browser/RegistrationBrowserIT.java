package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Registrant;
import io.github.phonelatch.it.support.SharedServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Creating an account in a browser, from the page to the portal. */
@ExtendWith({SharedServer.class, InChromium.class})
class RegistrationBrowserIT {
    private static Browser browser;
    private static RealmAdmin realm;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        realm = admin.newSchoolRealm();
    }

    @Test
    void student_registers_verifiesTheNumber_andIsIn(Phone phone) {
        SignInTab tab = open(new Browser.NewContextOptions());
        assertThat(tab.page().locator("#kc-register-form label"))
                .containsText(
                        new String[] {"Name", "Email", "Password", "Confirm password", "Country", "Phone number"});
        Pictures.take(tab.page(), "registration");

        fill(tab.page(), Registrant.next(), phone.number());
        tab.page().click("#kc-submit");
        assertThat(tab.page().locator("#phonelatch-known")).isVisible();
        Pictures.take(tab.page(), "registration-known-number");
        tab.press("send");
        assertThat(tab.codeForm()).isVisible();
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void mistakes_standAtTheirFields() {
        SignInTab tab = open(new Browser.NewContextOptions());
        fill(tab.page(), Registrant.next(), "0123");
        tab.page().fill("#firstName", "");
        tab.page().click("#kc-submit");

        assertThat(tab.page().locator("#phone_number")).hasAttribute("aria-invalid", "true");
        assertThat(tab.page().locator("#phone_number")).hasValue("0123");
        assertThat(tab.page().locator("#input-error-firstName")).isVisible();
        assertThat(tab.page().getByLabel("Phone number"))
                .hasAccessibleDescription("This is not a valid phone number. Check the number and the country."
                        + " With or without the country code.");
        Pictures.take(tab.page(), "registration-mistakes");
    }

    @Test
    void rightToLeft_narrow_dark(Phone phone) {
        SignInTab tab = open(new Browser.NewContextOptions()
                .setViewportSize(320, 700)
                .setLocale("ar")
                .setColorScheme(ColorScheme.DARK)
                .setExtraHTTPHeaders(Map.of("Accept-Language", "ar")));
        assertThat(tab.page().locator("html")).hasAttribute("dir", "rtl");
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        Pictures.take(tab.page(), "registration-ar", "dark-narrow");

        fill(tab.page(), Registrant.next(), phone.number());
        tab.page().fill("#phone_number", "0123");
        tab.page().click("#kc-submit");
        assertThat(tab.page().locator("#phonelatch-phone_number-error")).isVisible();
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        Pictures.take(tab.page(), "registration-ar-mistake", "dark-narrow");
    }

    /** Keyboard only, and without script. */
    @Test
    void withoutScript_andMouse(Phone phone) {
        SignInTab tab = open(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        fill(tab.page(), Registrant.next(), phone.number());
        tab.page().press("#phone_number", "Enter");
        tab.press("send");
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    /** The field, the password rules and the terms: what the realm asks for besides is on the page as in Keycloak's own theme. */
    @Test
    void termsAndPasswordRules_areThereAsInKeycloaksTheme(Admin admin, Phone phone) {
        RealmAdmin asking = admin.newSchoolRealm(school -> {
            school.put("passwordPolicy", "length(12)");
            school.get("requiredActions").forEach(action -> {
                if (action.get("alias").asText().equals("TERMS_AND_CONDITIONS")) {
                    ((ObjectNode) action).put("enabled", true);
                }
            });
            school.get("authenticationFlows").findParents("authenticator").forEach(execution -> {
                if (execution.get("authenticator").asText().equals("registration-terms-and-conditions")) {
                    ((ObjectNode) execution).put("requirement", "REQUIRED");
                }
            });
        });
        SignInTab tab = SignInTab.open(browser, asking.uri());
        tab.start("prompt=create");
        Page page = tab.page();
        page.fill("#password", "short");
        page.press("#password", "Tab");
        assertThat(page.locator("#input-error-container-password")).containsText("minimum length 12");
        Pictures.take(page, "registration-terms");

        Registrant noor = new Registrant("Noor", Registrant.next().email(), "a-long-password");
        fill(page, noor, phone.number());
        page.click("#kc-submit");
        assertThat(page.locator("#input-error-terms-accepted")).isVisible();
        fill(page, noor, phone.number());
        page.check("#termsAccepted");
        page.click("#kc-submit");
        assertThat(page.locator("#phonelatch-known")).isVisible();
    }

    @Test
    void pageOffersTheWayBack() {
        SignInTab tab = open(new Browser.NewContextOptions());
        tab.page().click("#kc-form-options a");
        assertThat(tab.page().locator("#kc-form-login")).isVisible();
    }

    private static SignInTab open(Browser.NewContextOptions options) {
        return SignInTab.open(browser, realm.uri(), options).start("prompt=create");
    }

    private static void fill(Page page, Registrant who, String number) {
        page.fill("#firstName", who.name());
        page.fill("#email", who.email());
        page.fill("#password", who.password());
        page.fill("#password-confirm", who.password());
        page.fill("#phone_number", number);
    }
}
