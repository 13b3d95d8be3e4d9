package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jsoup.parser.Parser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What people do every day with e-mails and links, which must not end because others abuse them. */
@ExtendWith(SharedServer.class)
class JourneysIT {
    private static final Map<String, String> CHANGE = Map.of("kc_action", RealmAdmin.PHONE_ACTION);

    private static Simulator simulator;
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin, Simulator shared) {
        simulator = shared;
        realm = admin.newSchoolRealm(school -> {
            school.put("quickLoginCheckMilliSeconds", 0);
            school.put("verifyEmail", true);
            school.put("organizationsEnabled", true);
            Admin.phoneSettings(school).put("cooldown", "0");
        });
    }

    // --- e-mails of an admin ----------------------------------------------------------------------------------------

    @Test
    void passwordByAnAdminsMail_isChosen_andTheCodeIsAskedAsEver(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);

        Page update = link(teacher, "UPDATE_PASSWORD");
        Person renewed = Reset.choosePassword(update, teacher);

        Page code = realm.studentPortal().open(renewed);
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        assertThat(code.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void profileByAnAdminsMail_isFilledIn(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);

        Page profile = link(teacher, "UPDATE_PROFILE");
        Page done = profile.form("kc-update-profile-form")
                .with("firstName", "Another Name")
                .submit();

        assertThat(done.text()).contains("Your account has been updated");
        assertThat(realm.user(teacher).get("firstName").asText()).isEqualTo("Another Name");
    }

    @Test
    void firstVerification_byAnAdminsMail(Phone phone) {
        Person teacher = realm.newTeacher();

        Page number = link(teacher, RealmAdmin.PHONE_ACTION);
        assertThat(number.has("input[name=phone_number]")).as(number.toString()).isTrue();
        Page done = number.number(phone.number()).code(phone.code());

        assertThat(done.text()).contains("Your account has been updated");
        assertThat(realm.attribute(teacher, "phoneNumber")).isEqualTo(phone.number());
        Page code = realm.studentPortal().open(teacher);
        assertThat(code.isCodePage() || code.isNumberPage()).as(code.toString()).isTrue();
        assertThat(code.has("input[name=phone_number]")).isFalse();
    }

    @Test
    void invitationToAnOrganization_isTaken_andOpensNoChange(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        String organization = realm.addOrganization("choir", "choir.example");
        realm.invite(organization, teacher);
        HttpBrowser browser = new HttpBrowser();

        // Keycloak writes the text of this mail as if it were a page: "=" stands in it as "&#61;".
        String mail =
                Parser.unescapeEntities(Mailbox.of(teacher, simulator).newest().text(), false);
        URI link = Pattern.compile("http\\S+/action-token\\?key=\\S+")
                .matcher(mail)
                .results()
                .map(found -> URI.create(found.group()))
                .findFirst()
                .orElseThrow();
        Page confirm = realm.studentPortal().open(browser).get(link);
        confirm.click("a[href*=action-token]");

        assertThat(Json.list(realm.get("organizations/" + organization + "/members")))
                .extracting(member -> member.get("id").asText())
                .containsExactly(teacher.id());
        // Whatever Keycloak makes of the link, it passes nothing.
        Page change = realm.studentPortal().open(browser, CHANGE);
        assertThat(change.has("input[name=phone_number]")).as(change.toString()).isFalse();
        assertThat(change.has("form#kc-form-login") || change.isCurrentPage())
                .as(change.toString())
                .isTrue();
    }

    /** The same tab goes on: what was chosen in it is still wanted. */
    @Test
    void addressVerifiedInTheSameBrowser_keepsWhatWasChosen(Phone held, Phone next) {
        Person student = realm.newVerifiedStudent(held);
        realm.updateUser(student, user -> user.put("emailVerified", false));
        HttpBrowser browser = new HttpBrowser();
        Page told = realm.studentPortal().open(browser, CHANGE).password(student);
        assertThat(told.isNumberPage()).as(told.toString()).isFalse();

        Page page = told.get(Mailbox.of(student, simulator).link());

        assertThat(realm.user(student).get("emailVerified").asBoolean()).isTrue();
        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        page = page.current(held).number(next.number()).code(next.code());
        assertThat(page.callback("kc_action_status")).isEqualTo("success");
        assertThat(page.tokens().idClaims().get("phone_number").asText()).isEqualTo(next.number());
    }

    // --- Keycloak's own reset, which signs people in ----------------------------------------------------------------

    @Test
    void keycloaksOwnReset_signsIn_andPassesNothing(Admin admin, Phone phone) {
        RealmAdmin plain = admin.newSchoolRealm(school -> school.put("resetCredentialsFlow", "reset credentials"));
        Person student = plain.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();

        Page back = Reset.submitPassword(resetByMail(plain, browser, student), "new-" + student.password());

        assertThat(back.tokens().granted()).isTrue();
        Page change = plain.studentPortal().open(browser, CHANGE);
        assertThat(change.isCurrentPage()).as(change.toString()).isTrue();
    }

    /** That flow also sets up the app anew, of whoever has one: a factor that comes to the account. */
    @Test
    void keycloaksOwnReset_setsUpAnApp_afterACodeToTheNumberHeld(Admin admin, Phone phone) {
        RealmAdmin plain = admin.newSchoolRealm(school -> school.put("resetCredentialsFlow", "reset credentials"));
        Person teacher = plain.newVerifiedTeacher(phone, new AuthenticatorApp()::put, user -> {});

        Page page = resetByMail(plain, new HttpBrowser(), teacher);
        if (page.has("form#kc-passwd-update-form")) {
            page = Reset.submitPassword(page, "new-" + teacher.password());
        }

        assertThat(page.isCurrentPage()).as(page.toString()).isTrue();
        assertThat(plain.credentials(teacher, "otp")).hasSize(1);
        page = page.current(phone);
        assertThat(page.has("form#kc-totp-settings-form")).as(page.toString()).isTrue();
    }

    private static Page resetByMail(RealmAdmin plain, HttpBrowser browser, Person person) {
        Page told = plain.studentPortal()
                .open(browser)
                .click("a[href*=reset-credentials]")
                .form("kc-reset-password-form")
                .with("username", person.email())
                .submit();
        return told.get(Mailbox.of(person, simulator).link());
    }

    /** What an admin's e-mail leads to, in a browser of its own. */
    private static Page link(Person person, String action) {
        realm.put("users/" + person.id() + "/execute-actions-email", List.of(action));
        return realm.studentPortal()
                .open(new HttpBrowser())
                .get(Mailbox.of(person, simulator).link())
                .click("a[href*=action-token]");
    }
}
