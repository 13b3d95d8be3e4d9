package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A form of Keycloak's own, posted where nobody was shown it: {@code login-actions/consent} asks neither for the page's code nor which
 * page the sign-in stands at, and ends the sign-in past whatever was still to be done (measured on 26.7.4). A Keycloak without that hole
 * refuses it.
 */
final class ForgedConsent {
    private ForgedConsent() {}

    /** Posts it from a page that waits for something else. */
    static Page post(Page waiting) {
        return post(waiting, "consent");
    }

    /** The same, with the last part of the address written in another way. */
    static Page post(Page waiting, String consent) {
        return waiting.post(
                URI.create(
                        waiting.uri().toString().replaceFirst("/login-actions/[a-z-]+", "/login-actions/" + consent)),
                Map.of("accept", "Yes"));
    }

    /** Where somebody stands who opened an admin's mail with actions and confirmed, in a browser that never saw a password. */
    static Page openMail(
            RealmAdmin realm, Simulator simulator, HttpBrowser browser, Person person, String clientId, String action) {
        realm.put(
                "users/" + person.id() + "/execute-actions-email?client_id=" + clientId + "&redirect_uri="
                        + App.CALLBACK,
                List.of(action));
        Page confirm = browser.open(Mailbox.of(person, simulator).link());
        return confirm.click("#kc-info-message a");
    }

    /** Asserts that the browser is signed in nowhere: an app that asks without a page is told that there is nobody. */
    static void noSession(RealmAdmin realm, HttpBrowser browser) {
        assertThat(realm.studentPortal().open(browser, Map.of("prompt", "none")).callback("error"))
                .isEqualTo("login_required");
    }
}
