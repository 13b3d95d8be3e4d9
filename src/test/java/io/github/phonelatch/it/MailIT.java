package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keycloak's own reset of a password by e-mail, with the mail that it sends. */
@ExtendWith(SharedServer.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailIT {
    private RealmAdmin realm;
    private Simulator simulator;

    @BeforeAll
    void realmWithKeycloaksOwnFlow(Admin admin, Simulator simulator) {
        this.simulator = simulator;
        realm = admin.newSchoolRealm(
                school -> school.put("resetPasswordAllowed", true).put("resetCredentialsFlow", "reset credentials"));
    }

    @Test
    void forgottenPassword_isReplacedByTheLinkInTheMail(Phone phone) {
        Person sofia = realm.newVerifiedStudent(phone);
        Mailbox mailbox = Mailbox.of(sofia, simulator);
        HttpBrowser browser = new HttpBrowser();

        Page told = forgot(browser, sofia.email());
        assertThat(told.text()).contains("You should receive an email shortly");
        assertThat(mailbox.newest().subject()).isEqualTo("Reset password");
        Page update = browser.open(mailbox.link());
        String password = "new-" + sofia.password();
        update.form("kc-passwd-update-form")
                .with("password-new", password)
                .with("password-confirm", password)
                .submit();

        assertThat(mailbox.mails()).hasSize(1);
        assertThat(realm.studentPortal().open(sofia).has("form#kc-form-login")).isTrue();
        Person renewed = new Person(sofia.id(), sofia.email(), password);
        assertThat(realm.studentPortal().open(renewed).tokens().accessToken()).isNotEmpty();
    }

    @Test
    void linkInTheMail_worksOnce(Phone phone) {
        Person sofia = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        forgot(browser, sofia.email());
        URI link = Mailbox.of(sofia, simulator).link();
        String password = "new-" + sofia.password();
        browser.open(link)
                .form("kc-passwd-update-form")
                .with("password-new", password)
                .with("password-confirm", password)
                .submit();

        Page again = new HttpBrowser().open(link);

        assertThat(again.has("form#kc-passwd-update-form")).isFalse();
        assertThat(again.status()).isEqualTo(400);
    }

    @Test
    void nobody_isMailed_andToldTheSame(Phone phone) {
        Person sofia = realm.newVerifiedStudent(phone);
        String nobody = "nobody-" + sofia.email();

        String toSofia = forgot(new HttpBrowser(), sofia.email()).text();
        String toNobody = forgot(new HttpBrowser(), nobody).text();

        assertThat(toNobody).isEqualTo(toSofia);
        // Sofia's, asked for before, is there by now; a mail to nobody would be too.
        Mailbox.of(sofia, simulator).newest();
        assertThat(new Mailbox(simulator, nobody).mails()).isEmpty();
    }

    private Page forgot(HttpBrowser browser, String address) {
        Page login = realm.studentPortal().open(browser);
        return login.click("a[href*=reset-credentials]")
                .form("kc-reset-password-form")
                .with("username", address)
                .submit();
    }
}
