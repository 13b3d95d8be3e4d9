package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** A tab in which somebody signs in to the student portal, as a person sees it. */
final class SignInTab {
    /** Of the verifier in RFC 7636; the code is never exchanged here. */
    private static final String CODE_CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    private final URI realm;
    private final BrowserContext person;
    private final Page page;

    private SignInTab(URI realm, BrowserContext person) {
        this.realm = realm;
        this.person = person;
        this.page = person.newPage();
    }

    static SignInTab open(Browser browser, URI realm) {
        return open(browser, realm, new Browser.NewContextOptions());
    }

    static SignInTab open(Browser browser, URI realm, Browser.NewContextOptions options) {
        BrowserContext person = browser.newContext(options);
        person.setDefaultTimeout(20_000);
        person.route(
                App.CALLBACK + "**",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setBody("<!doctype html><title>Portal</title><h1 id=portal>You are in</h1>")));
        return new SignInTab(realm, person);
    }

    /** Another tab of the same browser. */
    SignInTab anotherTab() {
        return new SignInTab(realm, person);
    }

    SignInTab start() {
        return start("");
    }

    /** @param parameters more of them, such as {@code kc_action=…} */
    SignInTab start(String parameters) {
        page.navigate(realm + "/protocol/openid-connect/auth?client_id=student-portal&response_type=code&scope=openid"
                + "&code_challenge_method=S256&code_challenge=" + CODE_CHALLENGE
                + "&redirect_uri=" + URLEncoder.encode(App.CALLBACK.toString(), StandardCharsets.UTF_8)
                + "&" + parameters);
        return this;
    }

    SignInTab password(Person who) {
        page.fill("#username", who.email());
        page.fill("#password", who.password());
        page.click("#kc-login");
        return this;
    }

    /** Where Keycloak knows who it is, and wants the password once more. */
    SignInTab passwordAgain(Person who) {
        page.fill("#password", who.password());
        page.click("#kc-login");
        return this;
    }

    /** The browser forgets that somebody is signed in, but not which devices are remembered. */
    void signOutOfBrowser() {
        person.clearCookies(new BrowserContext.ClearCookiesOptions().setName(Pattern.compile("^(?!PHONELATCH)")));
    }

    /** Types a number on our first page and presses its button. */
    SignInTab number(String number) {
        page.fill("#phone_number", number);
        press("send");
        return this;
    }

    SignInTab code(String code) {
        page.fill("#code", code);
        press("verify");
        return this;
    }

    /** Has a code sent to the current number and types it in. */
    SignInTab current(Phone current) {
        assertThat(page.locator("#phonelatch-number-form #phonelatch-reason")).isVisible();
        press("send");
        return code(current.code());
    }

    void press(String action) {
        page.click("button[name=action][value=" + action + "]");
    }

    /** Presses the button that asks for the code by this channel. */
    void byChannel(String channel) {
        channelButton(channel).click();
    }

    Locator channelButton(String channel) {
        return page.locator("button[name=channel][value=" + channel + "]");
    }

    Locator button(String action) {
        return page.locator("button[name=action][value=" + action + "]");
    }

    Locator numberForm() {
        return page.locator("#phonelatch-number-form");
    }

    Locator codeForm() {
        return page.locator("#phonelatch-code-form");
    }

    Locator portal() {
        return page.locator("#portal");
    }

    Page page() {
        return page;
    }
}
