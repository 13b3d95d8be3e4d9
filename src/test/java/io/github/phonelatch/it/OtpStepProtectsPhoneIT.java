package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Answer;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Where a flow steps up, whoever has only the password cannot change the phone, and nobody but an admin removes it. */
@ExtendWith(SharedServer.class)
class OtpStepProtectsPhoneIT {
    private static RealmAdmin realm;
    private static App app;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school ->
                // So that nothing but the step stands against a removal.
                Admin.phoneSettings(school).put("require-for-all", "false").put("cooldown", "0"));
        StepUp.bind(realm);
        // An application that may use the account interface, as Keycloak's own account console does.
        realm.createClient(Map.of(
                "clientId", "account-app",
                "publicClient", true,
                "standardFlowEnabled", true,
                "fullScopeAllowed", true,
                "redirectUris", List.of(App.CALLBACK.toString())));
        app = realm.app("account-app");
    }

    @Test
    void removal_asksTheCodeFirst_andIsRefusedAllTheSame(Phone phone) {
        HttpBrowser browser = new HttpBrowser();
        Person student = realm.newVerifiedStudent(phone);
        assertThat(acr(app.open(browser).password(student).tokens())).isEqualTo("1");

        Page page = app.open(browser, Map.of("kc_action", "delete_credential:" + credential(student)));

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(page.code(phone.wrongCode()).has("#kc-accept")).isFalse();
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        Page confirm = page.reload().code(phone.code());
        assertThat(confirm.has("#kc-accept")).as(confirm.toString()).isTrue();
        Page done = confirm.post(
                URI.create(confirm.element("form:has(#kc-accept)").absUrl("action")), Map.of("accept", "Yes"));
        assertThat(done.isCallback()).isFalse();
        assertThat(done.text()).contains("cannot be removed");
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        realm.deletePhoneCredential(student);
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
    }

    @Test
    void change_asksTheOldPhonesCodeFirst(Phone old, Phone next) {
        HttpBrowser browser = new HttpBrowser();
        Person student = realm.newVerifiedStudent(old);
        app.open(browser).password(student).tokens();

        Page page = app.open(browser, Map.of("kc_action", RealmAdmin.PHONE_ACTION));

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(page.has("button[value=change]")).isFalse();
        Page number = page.code(old.code());
        assertThat(number.isNumberPage()).as(number.toString()).isTrue();
        Page done = number.number(next.number()).code(next.code());
        assertThat(done.callback("kc_action_status")).isEqualTo("success");
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
    }

    @Test
    void removalThroughTheAccountInterface_isRefused_atEitherLevel(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        Tokens password = app.open(browser).password(student).tokens();

        Answer refused = app.account(password.accessToken(), "DELETE", "credentials/" + credential(student), null);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        Tokens both =
                app.open(browser, Map.of("acr_values", "2")).code(phone.code()).tokens();
        assertThat(app.account(both.accessToken(), "DELETE", "credentials/" + credential(student), null)
                        .status())
                .isEqualTo(400);
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
    }

    /** Whoever holds no phone has nothing to prove first: the level falls back to what they have. */
    @Test
    void settingUp_asksNoCodeBefore(Phone phone) {
        HttpBrowser browser = new HttpBrowser();
        Person exempt = realm.newStudent();
        realm.addRealmRole(exempt, "phone-exempt");
        app.open(browser).password(exempt).tokens();

        Page page = app.open(browser, Map.of("kc_action", RealmAdmin.PHONE_ACTION));

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(page.number(phone.number()).code(phone.code()).callback("kc_action_status"))
                .isEqualTo("success");
    }

    private static String credential(Person person) {
        return realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL)
                .get(0)
                .get("id")
                .asText();
    }

    private static String acr(Tokens tokens) {
        return tokens.idClaims().get("acr").asText();
    }
}
