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
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Applications that ask people for their consent get it, whatever is stored on the people that Keycloak itself would not ask for. */
@ExtendWith(SharedServer.class)
class HonestConsentIT {
    private static final String PORTAL = "asking-portal";

    private static RealmAdmin realm;

    @BeforeAll
    static void portalThatAsks(Admin admin) {
        realm = admin.newSchoolRealm();
        addPortal(realm);
    }

    @Test
    void numberIsVerifiedBeforeThePersonConsents(Phone phone) {
        Person student = realm.newStudent();

        Page page = realm.app(PORTAL).open(student).number(phone.number()).code(phone.code());

        assertThat(consent(page).granted()).isTrue();
    }

    @Test
    void actionThatIsDoneFirst_standsInNoWay(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        realm.updateUser(student, user -> user.putArray("requiredActions").add("UPDATE_PROFILE"));

        Page page =
                realm.app(PORTAL).open(student).form("kc-update-profile-form").submit();

        assertThat(consent(page).granted()).isTrue();
    }

    @Test
    void actionsThatAreDisabledOrUnknown_standInNoWay(Admin admin, Phone phone) {
        RealmAdmin changing = admin.newSchoolRealm();
        addPortal(changing);
        Person student = changing.newVerifiedStudent(phone);
        changing.updateUser(
                student,
                user -> user.putArray("requiredActions").add("UPDATE_PROFILE").add("CONFIGURE_TOTP"));
        ObjectNode profile = (ObjectNode) changing.get("authentication/required-actions/UPDATE_PROFILE");
        changing.put("authentication/required-actions/UPDATE_PROFILE", profile.put("enabled", false));
        changing.delete("authentication/required-actions/CONFIGURE_TOTP", null);

        assertThat(consent(changing.app(PORTAL).open(student)).granted()).isTrue();
    }

    /** Keycloak leaves out the verification of an address where there is none, and the action stays on the person. */
    @Test
    void actionThatKeycloakPassesOver_standsInNoWay(Admin admin) {
        RealmAdmin plain = admin.newRealm();
        addPortal(plain);
        JsonNode profile = plain.get("users/profile");
        profile.get("attributes").forEach(attribute -> ((ObjectNode) attribute).remove("required"));
        plain.put("users/profile", profile);
        Person person = plain.newPerson(user -> {});
        plain.updateUser(
                person,
                user -> user.put("email", "")
                        .put("emailVerified", false)
                        .putArray("requiredActions")
                        .add("VERIFY_EMAIL"));

        assertThat(consent(plain.app(PORTAL).open(person)).granted()).isTrue();

        assertThat(plain.user(person).get("requiredActions")).hasSize(1);
    }

    @Test
    void consentInASessionOfBefore_keepsIt(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        Tokens before = realm.studentPortal().open(browser).password(student).tokens();

        assertThat(consent(realm.app(PORTAL).open(browser)).granted()).isTrue();

        assertThat(before.refresh().granted()).isTrue();
    }

    @Test
    void whoSaysNo_isSignedInNowhere(Phone phone) {
        HttpBrowser browser = new HttpBrowser();
        Page asked = realm.app(PORTAL).open(browser).password(realm.newVerifiedStudent(phone));

        Page refused = asked.post(consentAddress(asked), Map.of("cancel", "No"));

        assertThat(refused.callback("error")).isEqualTo("access_denied");
        ForgedConsent.noSession(realm, browser);
    }

    /** Keycloak keeps no online session where nothing but an offline token was asked for. */
    @Test
    void offlineToken_livesOnWithoutItsOnlineSession(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        realm.addRealmRole(student, "offline_access");
        Tokens offline = consent(realm.app(PORTAL)
                .open(new HttpBrowser(), Map.of("scope", "openid offline_access"))
                .password(student));
        assertThat(realm.get("users/" + student.id() + "/sessions"))
                .as("online sessions")
                .isEmpty();

        assertThat(offline.refresh().granted()).isTrue();
    }

    private static void addPortal(RealmAdmin realm) {
        realm.createClient(Map.of(
                "clientId",
                PORTAL,
                "publicClient",
                true,
                "consentRequired",
                true,
                "redirectUris",
                List.of(App.CALLBACK.toString())));
    }

    private static Tokens consent(Page asked) {
        return asked.post(consentAddress(asked), Map.of("accept", "Yes")).tokens();
    }

    private static URI consentAddress(Page asked) {
        return URI.create(asked.element("form[action*=consent]").absUrl("action"));
    }
}
