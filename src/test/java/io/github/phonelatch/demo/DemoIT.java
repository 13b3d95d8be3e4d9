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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DemoIT {
    private static final Path PICTURES =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("target/demo-pictures");

    @Test
    void people_proveTheirPhones_andStoppingTheDemoStopsEverything() throws Exception {
        try (RunningDemo demo = RunningDemo.start(Map.of())) {
            demo.awaitReady();
            assertThat(demo.output()).doesNotContain("SLF4J", "LogManager");
            assertThat(demo.output())
                    .contains("sofia.student@school.example", "demo-password", "tara.teacher@school.example");
            List<ProcessHandle> children = demo.children();
            assertThat(children).isNotEmpty();

            try (Chromium chromium = Chromium.start();
                    BrowserContext sofia = chromium.browser().newContext();
                    BrowserContext theo = chromium.browser().newContext();
                    BrowserContext omar = chromium.browser().newContext()) {
                List.of(sofia, theo, omar).forEach(person -> person.setDefaultTimeout(60_000));
                signIn(demo, sofia);
                teacherIsRemembered(demo, theo);
                provesTheirPhoneInTheApp(demo, omar);
                mailsOfKeycloakArrive(demo, sofia);
            }

            demo.terminate();
            demo.awaitEnd();
            Await.until("the end of its children", () -> children.stream().noneMatch(ProcessHandle::isAlive));
        }
    }

    private static void signIn(RunningDemo demo, BrowserContext sofia) {
        String number = Numbers.next();
        Page portal = sofia.newPage();
        portal.navigate(demo.address("Student portal"));
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
        phones.navigate(demo.address("Phones"));
        String code = phones.locator("strong.code").first().textContent().replaceAll("\\D", "");
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

    private static void teacherIsRemembered(RunningDemo demo, BrowserContext theo) {
        Page portal = theo.newPage();
        teacherGivesThePassword(demo, portal);
        assertThat(portal.locator("#phonelatch-code-form")).isVisible();
        portal.check("#remember_device");
        picture(portal, "sign-in-code-page");

        portal.fill("#code", newestCode(demo, theo));
        portal.click("button[value=verify]");
        assertThat(portal.locator("#phone-state")).containsText("Phone verified");
        portal.click("#sign-out");
        assertThat(portal.locator("a.door.students")).isVisible();

        teacherGivesThePassword(demo, portal);
        assertThat(portal.locator("#phone-state")).containsText("Phone verified");
        assertThat(portal.locator("#work")).containsText("pupils");
    }

    /** One that an admin has sent, which every realm offers. */
    private static void mailsOfKeycloakArrive(RunningDemo demo, BrowserContext browser) {
        String keycloak = demo.address("Keycloak's console").replace("/admin/", "");
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
        phones.navigate(demo.address("Phones"));
        Locator mailbox = phones.locator(".mailbox");
        assertThat(mailbox.locator("h2")).hasText("sofia.student@school.example");
        assertThat(mailbox.locator(".mail-text a[href^='" + keycloak + "/realms/school/']"))
                .hasCount(1);
        picture(phones, "mail");
    }

    private static void provesTheirPhoneInTheApp(RunningDemo demo, BrowserContext omar) {
        Page app = omar.newPage();
        app.navigate(demo.address("School app"));
        app.fill("#email", "omar.student@school.example");
        app.fill("#password", "demo-password");
        app.press("#password", "Enter");
        assertThat(app.locator("[data-path='/api/students/timetable']")).containsText("403");
        picture(app, "app-unverified");
        app.click("#verify-phone");
        app.fill("#number", Numbers.next());
        app.press("#number", "Enter");
        assertThat(app.locator("#code")).isFocused();

        app.fill("#code", newestCode(demo, omar));
        app.press("#code", "Enter");
        assertThat(app.locator("[data-path='/api/students/timetable']")).containsText("200");
        picture(app, "app-verified");
    }

    private static String newestCode(RunningDemo demo, BrowserContext person) {
        Page phones = person.newPage();
        phones.navigate(demo.address("Phones"));
        return phones.locator("strong.code").first().textContent().replaceAll("\\D", "");
    }

    private static void teacherGivesThePassword(RunningDemo demo, Page portal) {
        portal.navigate(demo.address("Teacher portal"));
        portal.click("#sign-in");
        portal.fill("#username", "theo.teacher@school.example");
        portal.fill("#password", "demo-password");
        portal.click("#kc-login");
    }

    /** For people who look at a failed run. And whatever people see here has no barrier. */
    private static void picture(Page page, String name) {
        Accessibility.check(page, name);
        page.screenshot(new Page.ScreenshotOptions().setPath(PICTURES.resolve(name + ".png")));
    }

    @Test
    void aTakenPort_isNamedWithTheWayToChooseAnother() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                RunningDemo demo = RunningDemo.start(Map.of("keycloak", taken.getLocalPort()))) {
            assertThat(demo.awaitEnd()).isEqualTo(1);
            assertThat(demo.output())
                    .contains("Port " + taken.getLocalPort() + " for Keycloak is taken", "-Ddemo.keycloak.port=");
        }
    }
}
