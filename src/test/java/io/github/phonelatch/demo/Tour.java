package io.github.phonelatch.demo;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.APIRequestContext;
import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.FormData;
import com.microsoft.playwright.options.RequestOptions;
import io.github.phonelatch.it.support.Accessibility;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Chromium;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.server.KeycloakServer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * What somebody does who tries the demo, wherever it runs.
 *
 * @param students the address of the portal's page for students
 * @param teachers the one for teachers
 * @param app the address of the app with screens of its own
 * @param phones the address of the page that shows what phones and mailboxes received
 * @param keycloak where Keycloak is, without a slash at the end
 * @param pictures the folder for pictures of what they see, for people who look at the README and at a failed run
 */
public record Tour(String students, String teachers, String app, String phones, String keycloak, Path pictures) {
    /** Takes some seconds. People and phones are as the demo brings them, and not afterwards. */
    public void take() {
        try (Chromium chromium = Chromium.start();
                BrowserContext sofia = chromium.browser().newContext();
                BrowserContext theo = chromium.browser().newContext();
                BrowserContext omar = chromium.browser().newContext()) {
            List.of(sofia, theo, omar).forEach(person -> person.setDefaultTimeout(60_000));
            signIn(sofia);
            teacherIsRemembered(theo);
            verifiesTheirPhoneInTheApp(omar);
            mailsOfKeycloakArrive(sofia);
        }
    }

    private void signIn(BrowserContext sofia) {
        String number = Numbers.next();
        Page portal = sofia.newPage();
        portal.navigate(students);
        portal.click("#sign-in");
        portal.fill("#username", "sofia.student@school.example");
        portal.fill("#password", "demo-password");
        portal.click("#kc-login");
        portal.fill("#phone_number", number);
        picture(portal, "number-page");
        portal.click("button[value=send]");
        assertThat(portal.locator("#phonelatch-code-form")).isVisible();
        picture(portal, "code-page");

        Page phones = sofia.newPage();
        phones.navigate(this.phones);
        String code = newestCode(phones, 1);
        picture(phones, "phones");

        portal.fill("#code", code);
        portal.click("button[value=verify]");
        assertThat(portal.locator("#phone-state")).containsText("Phone verified");
        assertThat(portal.locator("#phone-number")).hasText(number);
        assertThat(portal.locator("#userinfo")).containsText(number);
        assertThat(portal.locator("#work")).containsText("Mathematics");
        picture(portal, "portal");

        // To Keycloak a sign-in within the same second is fresh, and would do.
        long signedIn = Instant.now().getEpochSecond();
        Await.until("the next second", () -> Instant.now().getEpochSecond() > signedIn);
        portal.click("#change-phone");
        portal.fill("#password", "demo-password");
        portal.click("#kc-login");
        assertThat(portal.locator("#phonelatch-number-form")).isVisible();
        portal.click("button[name=cancel-aia]");
        assertThat(portal.locator("#notice")).containsText("stays as it was");

        portal.click("#sign-out");
        assertThat(portal.locator("a.door.students")).isVisible();
    }

    private void teacherIsRemembered(BrowserContext theo) {
        Page portal = theo.newPage();
        teacherGivesThePassword(portal);
        assertThat(portal.locator("#phonelatch-code-form")).isVisible();
        portal.check("#remember_device");
        picture(portal, "sign-in-code-page");

        portal.fill("#code", newestCode(theo, 2));
        portal.click("button[value=verify]");
        assertThat(portal.locator("#phone-state")).containsText("Phone verified");
        portal.click("#sign-out");
        assertThat(portal.locator("a.door.students")).isVisible();

        teacherGivesThePassword(portal);
        assertThat(portal.locator("#phone-state")).containsText("Phone verified");
        assertThat(portal.locator("#work")).containsText("pupils");
    }

    /** One that an admin has sent, which every realm offers. */
    private void mailsOfKeycloakArrive(BrowserContext browser) {
        APIRequestContext http = browser.request();
        APIResponse signedIn = http.post(
                keycloak + "/realms/master/protocol/openid-connect/token",
                RequestOptions.create()
                        .setForm(FormData.create()
                                .set("grant_type", "password")
                                .set("client_id", "admin-cli")
                                .set("username", KeycloakServer.ADMIN)
                                .set("password", KeycloakServer.ADMIN_PASSWORD)));
        RequestOptions asAdmin = RequestOptions.create()
                .setHeader(
                        "Authorization",
                        "Bearer "
                                + Json.parse(signedIn.text())
                                        .get("access_token")
                                        .asText());
        String users = keycloak + "/admin/realms/school/users";
        APIResponse found = http.get(users + "?exact=true&email=sofia.student@school.example", asAdmin);
        String sofia = Json.parse(found.text()).get(0).get("id").asText();
        assertThat(http.put(users + "/" + sofia + "/send-verify-email", asAdmin).status())
                .isEqualTo(204);

        Page phones = browser.newPage();
        phones.navigate(this.phones);
        // Others have mails too: who verified a number is told so.
        Locator mailbox = phones.locator(".mailbox")
                .filter(new Locator.FilterOptions().setHasText("sofia.student@school.example"));
        assertThat(mailbox.locator(".mail-text a[href^='" + keycloak + "/realms/school/']"))
                .hasCount(1);
        picture(phones, "mail");
    }

    private void verifiesTheirPhoneInTheApp(BrowserContext omar) {
        Page app = omar.newPage();
        app.navigate(this.app);
        app.fill("#email", "omar.student@school.example");
        app.fill("#password", "demo-password");
        app.press("#password", "Enter");
        assertThat(app.locator("[data-path='/api/students/timetable']")).containsText("403");
        picture(app, "app-unverified");
        app.click("#verify-phone");
        app.fill("#number", Numbers.next());
        app.press("#number", "Enter");
        assertThat(app.locator("#code")).isFocused();

        app.fill("#code", newestCode(omar, 3));
        app.press("#code", "Enter");
        assertThat(app.locator("[data-path='/api/students/timetable']")).containsText("200");
        picture(app, "app-verified");
    }

    private String newestCode(BrowserContext person, int messages) {
        Page phones = person.newPage();
        phones.navigate(this.phones);
        return newestCode(phones, messages);
    }

    /** @param messages how many there have to be by then: a page may come while its message is still on its way */
    private static String newestCode(Page phones, int messages) {
        Locator codes = phones.locator("strong.code");
        // The page asks for news by itself.
        codes.nth(messages - 1).waitFor();
        return codes.first().textContent().replaceAll("\\D", "");
    }

    private void teacherGivesThePassword(Page portal) {
        portal.navigate(teachers);
        portal.click("#sign-in");
        portal.fill("#username", "theo.teacher@school.example");
        portal.fill("#password", "demo-password");
        portal.click("#kc-login");
    }

    /** For people who look at a failed run. And whatever people see here has no barrier. */
    private void picture(Page page, String name) {
        Accessibility.check(page, name);
        page.screenshot(new Page.ScreenshotOptions().setPath(pictures.resolve(name + ".png")));
    }
}
