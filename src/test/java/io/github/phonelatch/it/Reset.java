package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;

/** The way of somebody who forgot their password. */
final class Reset {
    private Reset() {}

    /** The page that asks whose password it is about. */
    static Page open(RealmAdmin realm, HttpBrowser browser) {
        return realm.studentPortal().open(browser).click("a[href*=reset-credentials]");
    }

    /** Its form. */
    static Form begin(RealmAdmin realm, HttpBrowser browser) {
        return open(realm, browser).form("phonelatch-number-form");
    }

    /** Fills in Keycloak's page for a new password. */
    static Page submitPassword(Page update, String password) {
        assertThat(update.has("form#kc-passwd-update-form"))
                .as(update.toString())
                .isTrue();
        return update.form("kc-passwd-update-form")
                .with("password-new", password)
                .with("password-confirm", password)
                .submit();
    }

    /** The person with the password they chose. */
    static Person choosePassword(Page update, Person person) {
        Person renewed = new Person(person.id(), person.email(), "new-" + person.password());
        Page done = submitPassword(update, renewed.password());
        assertThat(done.text()).contains("Your account has been updated");
        return renewed;
    }
}
