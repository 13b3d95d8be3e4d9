package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import com.microsoft.playwright.options.ScreenshotAnimations;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.DocPicture;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What admins see in Keycloak's console where the docs send them: each step is there, and its picture shows it as it is. */
@ExtendWith({SharedServer.class, InChromium.class})
class ConsoleBrowserIT {
    private static Browser browser;
    private static RealmAdmin realm;

    private Page page;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("allowed-countries", "GB##IE"));
        realm.post("localization/en", Map.of("phonelatchHelp", "No access to this phone? Ask the school''s office."));
    }

    @Test
    void console_isAsTheDocsShowIt(Simulator simulator) {
        Person sofia = realm.newVerifiedTeacher(
                new Phone(simulator, "+447400123456"),
                user -> user.put("username", "sofia@school.example")
                        .put("email", "sofia@school.example")
                        .put("firstName", "Sofia"),
                user -> {});
        BrowserContext admin = browser.newContext(
                new Browser.NewContextOptions().setLocale("en-US").setTimezoneId("UTC"));
        admin.setDefaultTimeout(60_000);
        page = admin.newPage();
        page.setViewportSize(1240, 1000);
        open("authentication/required-actions");
        page.fill("#username", KeycloakServer.ADMIN);
        page.fill("#password", KeycloakServer.ADMIN_PASSWORD);
        page.click("#kc-login");

        requiredAction();
        flow();
        mappers();
        realmSettings();
        open("users/" + sofia.id() + "/credentials");
        shows("credential", page.locator("tr", containing("Phonelatch-phone")), main(), 440);
        accountConsole(sofia);
    }

    private void requiredAction() {
        Locator row = page.locator("tr", containing("Verify phone number"));
        shows("required-action", row, main(), 560);
        row.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Settings"))
                .click();
        Locator settings = page.getByRole(AriaRole.DIALOG);
        assertThat(settings.getByRole(
                        AriaRole.TEXTBOX,
                        new Locator.GetByRoleOptions().setName("Templates").setExact(true)))
                .hasValue("login-otp");
        shows("settings", settings, settings, 1000);
    }

    private void flow() {
        page.setViewportSize(1240, 2000);
        open("authentication/flows");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("school browser"))
                .click();
        Locator step = page.locator("tr", new Page.LocatorOptions().setHas(page.getByTestId("Phone code")));
        assertThat(step).isVisible();
        shows(
                "flow",
                page.locator("[data-testid='view-header'], [role=treegrid]").last(),
                main(),
                1640);
        step.getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Settings"))
                .click();
        Locator settings = page.getByRole(AriaRole.DIALOG);
        assertThat(settings.getByLabel("Days a device is remembered").first()).hasValue("30");
        shows("step", settings, settings, 1000);
        page.setViewportSize(1240, 1000);
    }

    private void mappers() {
        String scope = id("client-scopes", "name", "phone");
        open("client-scopes/" + scope + "/mappers/"
                + id("client-scopes/" + scope + "/protocol-mappers/models", "protocolMapper", "phonelatch-phone-claims")
                + "/edit");
        assertThat(page.getByTestId("name")).hasValue("phone number, verified");
        shows("phone-claims", main(), main(), 760);

        open("clients/" + realm.clientUuid("school-mobile") + "/clientScopes/dedicated");
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("role gate"))
                .click();
        assertThat(page.getByTestId("name")).hasValue("role gate");
        shows("role-gate", main(), main(), 520);
    }

    private void realmSettings() {
        open("realm-settings/sessions");
        Locator login = page.locator(".kc-login-settings-template");
        assertThat(login).containsText("Login action timeout");
        shows("login-action-timeout", login, login, 400);

        open("realm-settings/localization");
        page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Realm overrides"))
                .click();
        shows("help-text", page.locator("tr", containing("phonelatchHelp")), main(), 560);
    }

    private void accountConsole(Person who) {
        realm.leave(who, "/teachers");
        SignInTab tab = SignInTab.open(browser, realm.uri(), new Browser.NewContextOptions().setLocale("en-US"));
        page = tab.page();
        page.setViewportSize(1240, 1300);
        AccountConsole console = new AccountConsole(realm.uri(), tab).open();
        tab.password(who);
        assertThat(console.title(RealmAdmin.PHONE_CREDENTIAL)).isVisible();
        shows("account", console.list(RealmAdmin.PHONE_CREDENTIAL), main(), 940);
    }

    private void open(String place) {
        page.navigate(realm.uri().resolve("/") + "admin/master/console/#/" + realm.name() + "/" + place);
    }

    private Locator main() {
        return page.locator("main");
    }

    private static Page.LocatorOptions containing(String text) {
        return new Page.LocatorOptions().setHasText(text);
    }

    private static String id(String of, String field, String value) {
        for (var one : realm.get(of)) {
            if (one.path(field).asText().equals(value)) {
                return one.get("id").asText();
            }
        }
        throw new AssertionError("no " + value + " among " + of);
    }

    /**
     * @param told of which the words are kept
     * @param part what is in the picture
     * @param height at most so many pixels of it
     */
    private void shows(String name, Locator told, Locator part, int height) {
        assertThat(told).isVisible();
        DocPicture.named("console/" + name).shows(() -> picture(part, height), DocPicture.wordsOf(told));
    }

    private byte[] picture(Locator part, int height) {
        page.mouse().move(0, 0);
        part.scrollIntoViewIfNeeded();
        BoundingBox box = part.boundingBox();
        return page.screenshot(new Page.ScreenshotOptions()
                .setAnimations(ScreenshotAnimations.DISABLED)
                .setClip(box.x, box.y, box.width, Math.min(box.height, height)));
    }
}
