package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import java.net.HttpCookie;
import java.util.List;
import java.util.Map;

/** A teacher who typed a code and chose to be remembered, the browser where that was, and what came of it. */
record Remembered(RealmAdmin realm, Person person, Phone phone, HttpBrowser browser, Tokens tokens) {
    static final String COOKIE = "PHONELATCH_DEVICE";
    /** An application that may use the account interface, as Keycloak's own account console does. */
    static final String ACCOUNT = "probe";

    /** A school realm in which nobody has to wait for a message. */
    static RealmAdmin realm(Admin admin) {
        return admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            for (String limit : List.of(
                    "cooldown",
                    "sends-per-hour",
                    "sends-per-day",
                    "sends-per-prefix-per-hour",
                    "sends-per-address-per-hour")) {
                settings.put(limit, "0");
            }
        });
    }

    static void accountClient(RealmAdmin realm) {
        realm.createClient(Map.of(
                "clientId",
                ACCOUNT,
                "publicClient",
                true,
                "redirectUris",
                List.of(App.CALLBACK.toString()),
                "fullScopeAllowed",
                true));
    }

    static Remembered teacher(RealmAdmin realm, Phone phone) {
        return teacher(realm, phone, new HttpBrowser());
    }

    /** In a browser that may already remember others. */
    static Remembered teacher(RealmAdmin realm, Phone phone, HttpBrowser browser) {
        Person teacher = realm.newVerifiedTeacher(phone);
        return in(browser, realm, teacher, phone);
    }

    /** Somebody who may already be remembered elsewhere. */
    static Remembered in(HttpBrowser browser, RealmAdmin realm, Person teacher, Phone phone) {
        Page done = realm.studentPortal().open(browser).password(teacher).rememberedCode(phone.code());
        assertThat(done.isCallback()).as(done.toString()).isTrue();
        return new Remembered(realm, teacher, phone, browser, done.tokens());
    }

    HttpCookie cookie() {
        List<HttpCookie> cookies = browser.cookies(COOKIE);
        assertThat(cookies).hasSize(1);
        return cookies.get(0);
    }

    /** The browser on another day: nobody is signed in, and the cookie is there. */
    HttpBrowser later() {
        return browserWith(cookie());
    }

    static HttpBrowser browserWith(HttpCookie cookie) {
        HttpBrowser browser = new HttpBrowser();
        browser.add(cookie);
        return browser;
    }

    /** A browser with the same cookie of another content. */
    HttpBrowser browserWith(String value) {
        HttpCookie forged = cookie();
        forged.setValue(value);
        return browserWith(forged);
    }

    Page signIn(HttpBrowser in, Map<String, String> parameters) {
        return realm.studentPortal().open(in, parameters).password(person);
    }

    /** The same with a password that was changed. */
    Remembered withPassword(String password) {
        return new Remembered(realm, new Person(person.id(), person.email(), password), phone, browser, tokens);
    }

    List<JsonNode> devices() {
        return realm.credentials(person, RealmAdmin.DEVICE_CREDENTIAL);
    }

    void assertKnown() {
        assertKnown(later());
    }

    /** The password is enough, and the provider hears nothing of it. */
    void assertKnown(HttpBrowser in) {
        int sent = phone.sendCalls();
        int compared = phone.verifyCalls();
        Page page = signIn(in, Map.of());
        assertThat(page.isCallback()).as(page.toString()).isTrue();
        assertThat(page.tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(sent);
        assertThat(phone.verifyCalls()).isEqualTo(compared);
    }

    void assertAsked() {
        assertAsked(later());
    }

    /** The password is not enough. */
    void assertAsked(HttpBrowser in) {
        assertAsked(signIn(in, Map.of()));
    }

    /** The page of a code, or the one from which a message may be asked for. */
    static void assertAsked(Page page) {
        assertThat(page.isCodePage() || page.isNumberPage()).as(page.toString()).isTrue();
    }
}
