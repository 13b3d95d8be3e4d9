package io.github.phonelatch.it.support;

import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * What the browser shows after all redirects: a page of Keycloak's, or the application's callback, which is not
 * fetched. Immutable, so a test can submit the same page twice.
 */
public final class Page {
    private final HttpBrowser browser;
    private final SignIn signIn;
    private final URI uri;
    private final int status;
    private final String body;
    private final Document document;

    Page(HttpBrowser browser, SignIn signIn, URI uri, int status, String body) {
        this.browser = browser;
        this.signIn = signIn;
        this.uri = uri;
        this.status = status;
        this.body = body;
        this.document = Jsoup.parse(body, uri.toString());
    }

    public int status() {
        return status;
    }

    public URI uri() {
        return uri;
    }

    public String body() {
        return body;
    }

    public Document document() {
        return document;
    }

    /** What a person reads. */
    public String text() {
        return document.text();
    }

    public boolean has(String css) {
        return document.selectFirst(css) != null;
    }

    public Element element(String css) {
        Element element = document.selectFirst(css);
        if (element == null) {
            throw new AssertionError("no " + css + " on " + this);
        }
        return element;
    }

    /** Whether the sign-in has returned to the application, with a code or with an error. */
    public boolean isCallback() {
        return App.isCallback(uri);
    }

    /** A parameter the application was given: {@code code}, {@code error}, {@code kc_action_status} … or null. */
    public String callback(String parameter) {
        if (!isCallback()) {
            throw new AssertionError("not back at the application, but on " + this);
        }
        return Http.query(uri).get(parameter);
    }

    /** Hands the code that came with the callback in, as the application does. */
    public Tokens tokens() {
        String code = callback("code");
        if (code == null) {
            throw new AssertionError("no code, but " + uri);
        }
        return signIn.exchange(code);
    }

    public Form form(String id) {
        return new Form(this, element("form#" + id));
    }

    /** Keycloak's own page for e-mail address and password. */
    public Page password(Person person) {
        return form("kc-form-login")
                .with("username", person.email())
                .with("password", person.password())
                .submit();
    }

    public boolean isNumberPage() {
        return has("form#phonelatch-number-form");
    }

    public boolean isCodePage() {
        return has("form#phonelatch-code-form");
    }

    /** Whether a code to the current number is asked for before something else: the page that offers to send it. */
    public boolean isCurrentPage() {
        return isNumberPage() && has("#phonelatch-reason");
    }

    /** Has a code sent to the current number, unless the page of one is there already. */
    public Page askCurrent() {
        return isCurrentPage() ? form("phonelatch-number-form").press("send") : this;
    }

    /** Has a code sent to the current number and types it in. */
    public Page current(Phone current) {
        return askCurrent().code(current.code());
    }

    /** Fills our number page and presses "send". Notation and country are as the person would type them. */
    public Page number(String number) {
        return form("phonelatch-number-form").with("phone_number", number).press("send");
    }

    /** Fills our code page and presses "verify". */
    public Page code(String code) {
        return form("phonelatch-code-form").with("code", code).press("verify");
    }

    /** The same, with the box checked that asks to be remembered on this device. */
    public Page rememberedCode(String code) {
        return form("phonelatch-code-form")
                .with("code", code)
                .with("remember_device", "on")
                .press("verify");
    }

    /** Presses a button of our code page without filling anything: {@code resend}, {@code change}. */
    public Page press(String action) {
        return form("phonelatch-code-form").press(action);
    }

    /** Presses a button of our code page that asks for the code by this channel. */
    public Page byChannel(String channel) {
        return form("phonelatch-code-form").byChannel(channel);
    }

    /** Keycloak's list of what else the person could sign in with. */
    public Page tryAnotherWay() {
        return form("kc-select-try-another-way-form").submit();
    }

    /** What that list offers, in its order. */
    public List<String> ways() {
        return document.select("ul[role=list] h2").eachText();
    }

    /** Takes one of them. */
    public Page choose(String way) {
        int index = ways().indexOf(way);
        if (index < 0) {
            throw new AssertionError("no way " + way + " on " + this);
        }
        return new Form(this, document.select("form#kc-select-credential-form").get(index)).submit();
    }

    /** Keycloak's own page for the code of an authenticator app. */
    public boolean isAppPage() {
        return has("form#kc-otp-login-form");
    }

    /** Follows a link. */
    public Page click(String css) {
        return browser.follow(URI.create(element(css).absUrl("href")), signIn);
    }

    /** Loads the same address again. */
    public Page reload() {
        return browser.follow(uri, signIn);
    }

    /** Opens any address in this sign-in's tab. */
    public Page get(URI address) {
        return browser.follow(address, signIn);
    }

    /** Posts anything to an address of this sign-in, as a script would. */
    public Page post(URI to, Map<String, String> fields) {
        return browser.post(to, List.copyOf(fields.entrySet()), signIn);
    }

    HttpBrowser browser() {
        return browser;
    }

    SignIn signIn() {
        return signIn;
    }

    @Override
    public String toString() {
        return isCallback() ? "the callback " + uri : status + " " + uri.getPath() + ": " + text();
    }
}
