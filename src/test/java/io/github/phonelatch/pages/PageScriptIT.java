package io.github.phonelatch.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Request;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.github.phonelatch.it.support.Chromium;
import io.github.phonelatch.support.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our script in a browser whose clock the test turns. The pages come from memory; no server runs. */
class PageScriptIT {
    private static final String PAGE = "http://pages.test/realms/school/login-actions/required-action?tab_id=x";

    private static Chromium chromium;
    private static Browser browser;

    private final List<Request> visits = new CopyOnWriteArrayList<>();
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() {
        chromium = Chromium.start();
        browser = chromium.browser();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void openTab() {
        context = browser.newContext();
        page = context.newPage();
        page.onRequest(request -> {
            if (request.isNavigationRequest()) {
                visits.add(request);
            }
        });
        page.clock().install(new Clock.InstallOptions().setTime(0));
        page.clock().pauseAt(1_000);
    }

    @AfterEach
    void closeTab() {
        context.close();
    }

    @Test
    void waits_endWhenTheServersSecondsArePast() {
        open(Map.of("expiresIn", 90, "resendIn", 90, "channels", PageRenderer.channels(30)));
        assertThat(page.isDisabled("[value=resend]")).isTrue();
        assertThat(page.isDisabled("[value=voice]")).isTrue();
        assertThat(page.isEnabled("[value=verify]")).isTrue();
        assertThat(visible("#phonelatch-expiry")).isEqualTo("The code is valid for 1:30.");
        assertThat(visible("[value=resend]")).isEqualTo("Send a new code (in 1:30)");

        page.clock().runFor(29_000);
        assertThat(page.isDisabled("[value=voice]")).isTrue();
        page.clock().runFor(2_000);
        assertThat(page.isEnabled("[value=voice]")).isTrue();
        assertThat(visible("[value=voice]")).isEqualTo("Call me");
        assertThat(page.isDisabled("[value=resend]")).isTrue();

        page.fill("#code", "123");
        page.clock().runFor(60_000);
        assertThat(page.isEnabled("[value=resend]")).isTrue();
        assertThat(visible("#phonelatch-expiry")).isEqualTo("This code has expired. Ask for a new one.");
        assertThat(visible("#phonelatch-status")).isEqualTo("This code has expired. Ask for a new one.");
        assertThat(page.inputValue("#code")).isEqualTo("123");
    }

    @Test
    void sendPage_waitsToo() {
        Map<String, Object> model = PageRenderer.sendModel();
        model.put("sendIn", 90);
        show(PageRenderer.english().render("phonelatch-send", model));
        assertThat(page.isDisabled("[value=send]")).isTrue();
        assertThat(visible("[value=send]")).isEqualTo("Send code (in 1:30)");

        page.clock().runFor(91_000);
        assertThat(page.isEnabled("[value=send]")).isTrue();
        assertThat(visible("[value=send]")).isEqualTo("Send code");
        page.click("[value=send]");
        page.waitForURL("**/required-action?session_code=abc");
        assertThat(visits.get(1).postData()).isEqualTo("action=send");
    }

    @Test
    void rememberedDevice_isSentWhenTickedWithTheKeyboard() {
        open(Map.of("rememberDays", 30, "remember", false));
        page.fill("#code", "123456");
        page.locator("#code").press("Tab");
        page.keyboard().press("Space");
        page.press("#code", "Enter");
        page.waitForURL("**/required-action?session_code=abc");
        assertThat(visits.get(1).postData()).isEqualTo("code=123456&remember_device=on&action=verify");
    }

    @Test
    void rememberedDevice_isNotSentWhenUnticked() {
        open(Map.of("rememberDays", 30, "remember", true));
        page.fill("#code", "123456");
        page.uncheck("#remember_device");
        page.press("#code", "Enter");
        page.waitForURL("**/required-action?session_code=abc");
        assertThat(visits.get(1).postData()).isEqualTo("code=123456&action=verify");
    }

    @Test
    void screenReaders_hearOfTheTimeSeldomAndInWords() {
        open(Map.of("expiresIn", 100, "resendIn", 100));
        listen();
        page.clock().runFor(101_000);
        assertThat(heard())
                .isEqualTo(List.of(
                        "The code is valid for 1 minute.",
                        "The code is valid for 30 seconds.",
                        "This code has expired. Ask for a new one."));
        assertThat(page.getAttribute("#phonelatch-status", "role")).isEqualTo("status");
    }

    /** Five minutes, in words of the page's language with that language's plurals. */
    @Test
    void screenReaders_hearEachMinuteInTheirLanguage() {
        open(new PageRenderer("keycloak.v2", Locale.forLanguageTag("ar")), Map.of("expiresIn", 300, "resendIn", 300));
        listen();
        page.clock().runFor(301_000);
        assertThat(heard()).hasSize(6);
        assertThat(heard()).element(1).asString().contains("دقائق");
        assertThat(heard()).element(2).asString().contains("دقيقتان");
        assertThat(heard()).element(4).asString().contains("ثانية");
        assertThat(heard()).element(5).isEqualTo(page.getAttribute("#phonelatch-expiry", "data-done"));
    }

    /** What is said first, where one is, and what is said of it. */
    @Test
    void error_isTheTitlesFirstWord_andDescribesTheFocusedField() {
        show(PageRenderer.english()
                .error("code", "phonelatchWrongCodeAttemptsLeft", 2)
                .render("phonelatch-code", PageRenderer.codeModel()));
        assertThat(page.title()).startsWith("Error: ");
        Locator code = page.locator("#code");
        PlaywrightAssertions.assertThat(code).isFocused();
        PlaywrightAssertions.assertThat(code).hasAttribute("aria-invalid", "true");
        PlaywrightAssertions.assertThat(code).hasAccessibleName("Code");
        PlaywrightAssertions.assertThat(code)
                .hasAccessibleDescription("This code is wrong. You have 2 attempts left. The code has 6 digits.");
    }

    /** It is shown by the theme, far from the field. */
    @Test
    void generalError_describesTheFocusedFieldToo() {
        show(PageRenderer.english()
                .error(null, "phonelatchUnavailable")
                .render("phonelatch-number", PageRenderer.numberModel()));
        assertThat(page.title()).startsWith("Error: ");
        Locator number = page.locator("#phone_number");
        PlaywrightAssertions.assertThat(number).isFocused();
        PlaywrightAssertions.assertThat(number)
                .hasAccessibleDescription("Codes cannot be sent or checked right now. Try again in a few minutes."
                        + " With or without the country code.");
    }

    @Test
    void arabic_countsWithTheDigitsOfTheServersTexts() {
        open(new PageRenderer("keycloak.v2", Locale.forLanguageTag("ar")), Map.of("expiresIn", 180));
        String hint = page.textContent("#phonelatch-code-hint");
        String expiry = visible("#phonelatch-expiry");
        assertThat(hint.chars().anyMatch(c -> c == '6')).isEqualTo(expiry.contains("3:00"));
        assertThat(hint.chars().anyMatch(c -> c == '٦')).isEqualTo(expiry.contains("٣:٠٠"));
    }

    @Test
    void clockOfTheDevice_changesNothing() {
        open(Map.of("resendIn", 300));
        page.clock().setSystemTime(System.currentTimeMillis() + 86_400_000L);
        page.clock().runFor(1_000);
        assertThat(page.isDisabled("[value=resend]")).isTrue();
    }

    @Test
    void secondClick_sendsNothing_andTheFirstKeepsItsButton() {
        open(Map.of("resendIn", 0));
        page.fill("#code", "123456");
        page.evaluate("""
                () => {
                  document.querySelector("[value=verify]").click();
                  document.querySelector("[value=verify]").click();
                  document.querySelector("[value=resend]").click();
                }""");
        page.waitForURL("**/required-action?session_code=abc");
        assertThat(visits).hasSize(2);
        assertThat(visits.get(1).method()).isEqualTo("POST");
        assertThat(visits.get(1).postData()).isEqualTo("code=123456&action=verify");
    }

    @Test
    void enterKey_verifies() {
        open(Map.of("resendIn", 0));
        page.fill("#code", "123 456");
        page.press("#code", "Enter");
        page.waitForURL("**/required-action?session_code=abc");
        assertThat(visits.get(1).postData()).isEqualTo("code=123+456&action=verify");
    }

    @Test
    void messageOnItsWay_asksForThePageAgainUnlessSomethingIsTyped() {
        open(Map.of("state", "sending"));
        page.fill("#code", "1");
        page.clock().runFor(9_000);
        assertThat(visits).hasSize(1);

        page.fill("#code", "");
        page.waitForRequest(PAGE, () -> page.clock().runFor(4_000));
        assertThat(visits)
                .hasSize(2)
                .allSatisfy(visit -> assertThat(visit.method()).isEqualTo("GET"));
    }

    /** Keeps what the page's status says from now on. */
    private void listen() {
        page.evaluate("""
                () => {
                  window.heard = [];
                  new MutationObserver(() => heard.push(document.querySelector("#phonelatch-status").textContent))
                    .observe(document.querySelector("#phonelatch-status"), { childList: true });
                }""");
    }

    private List<?> heard() {
        return (List<?>) page.evaluate("() => heard");
    }

    private void open(Map<String, Object> changes) {
        open(PageRenderer.english(), changes);
    }

    private void open(PageRenderer renderer, Map<String, Object> changes) {
        Map<String, Object> model = PageRenderer.codeModel();
        model.putAll(changes);
        show(renderer.render("phonelatch-code", model));
    }

    private void show(String html) {
        context.route("**/*", route -> answer(route, html));
        page.navigate(PAGE);
    }

    private static void answer(Route route, String html) {
        String url = route.request().url();
        String ours = "/phonelatch/" + Version.version() + "/";
        if (url.contains(ours)) {
            String path = url.substring(url.indexOf(ours));
            route.fulfill(new Route.FulfillOptions()
                    .setContentType(path.endsWith(".js") ? "text/javascript" : "text/css")
                    .setBodyBytes(bytes("/theme-resources/resources" + path)));
        } else if (route.request().isNavigationRequest()) {
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("text/html; charset=UTF-8")
                    .setBody(html));
        } else {
            route.abort();
        }
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = PageScriptIT.class.getResourceAsStream(resource)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the marks that keep a time in one piece in right-to-left text. */
    private String visible(String selector) {
        return page.textContent(selector).replaceAll("[\u2066\u2069]", "").strip();
    }
}
