package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A required action that Keycloak does not find any more, since a careless call changed its alias. */
@ExtendWith(SharedServer.class)
class LostAliasIT {
    private static final String ACTION = "authentication/required-actions/" + RealmAdmin.PHONE_ACTION;

    private RealmAdmin realm;

    @BeforeEach
    void newRealm(Admin admin) {
        realm = admin.newSchoolRealm();
    }

    /** Its settings are gone with it, as Keycloak does with a body without them, so nobody passes until they are saved again. */
    @Test
    void aliasLost_isGivenBackAtOnce_andTheSettingsCanBeSavedAgain(Phone phone, KeycloakServer server) {
        Person student = realm.newStudent();
        Map<String, String> settings = new HashMap<>();
        realm.phoneSettings()
                .properties()
                .forEach(setting ->
                        settings.put(setting.getKey(), setting.getValue().asText()));

        realm.put(ACTION, Map.of("enabled", true));

        assertThat(realm.get(ACTION).path("alias").asText()).isEqualTo(RealmAdmin.PHONE_ACTION);
        assertThat(outcomes("alias_given_back")).hasSize(1);
        assertThat(server.log().lines().filter(line -> line.contains("Realm '" + realm.name() + "'")))
                .filteredOn(line -> line.contains("had lost its alias"))
                .hasSize(1);
        Page page = realm.studentPortal().open(student);
        assertThat(page.isCallback()).as(page.toString()).isFalse();

        realm.savePhoneSettings(settings);

        Page done = realm.studentPortal().open(student).number(phone.number()).code(phone.code());
        assertThat(done.tokens().status()).isEqualTo(200);
        assertThat(outcomes("alias_given_back")).as("saving is no fault").hasSize(1);
    }

    @Test
    void otherAlias_theSignInSaysThatItIsNotSetUp(Phone phone, KeycloakServer server) {
        Person student = realm.newStudent();
        Person verified = realm.newVerifiedStudent(phone);
        ObjectNode action = (ObjectNode) realm.get(ACTION);

        realm.put(ACTION, action.put("alias", "verify-phone"));

        assertThat(server.log().lines().filter(line -> line.contains("Realm '" + realm.name() + "'")))
                .filteredOn(line -> line.contains("ActionCheck"))
                .singleElement()
                .asString()
                .contains("PUT /admin/realms/" + realm.name() + "/authentication/required-actions/verify-phone");
        Page page = realm.studentPortal().open(student);
        assertThat(page.isCallback()).as(page.toString()).isFalse();
        assertThat(page.status()).isEqualTo(400);
        assertThat(page.text()).contains("Phone verification is not set up here.");
        assertThat(realm.events(student, "CUSTOM_REQUIRED_ACTION_ERROR"))
                .singleElement()
                .satisfies(event -> assertThat(
                                event.path("details").path("phonelatch_outcome").asText())
                        .isEqualTo("not_configured"));

        assertThat(realm.ungatedApp().directGrant(student).error()).isEqualTo("invalid_grant");
        assertThat(realm.studentPortal().open(verified).tokens().status()).isEqualTo(200);
    }

    @Test
    void otherAlias_theExemptRolesStillHold_andThePutThatTheLogNamesRepairsIt() {
        Person student = realm.newStudent();
        Person exempt = realm.newStudent();
        realm.addRealmRole(exempt, "phone-exempt");
        ObjectNode action = (ObjectNode) realm.get(ACTION);

        realm.put(ACTION, action.deepCopy().put("alias", "verify-phone"));

        assertThat(outcomes("not_found_by_keycloak")).hasSize(1);
        assertThat(realm.studentPortal().open(exempt).tokens().status()).isEqualTo(200);
        assertThat(realm.studentPortal().open(student).text()).contains("Phone verification is not set up here.");

        realm.put("authentication/required-actions/verify-phone", action);

        assertThat(outcomes("not_found_by_keycloak")).hasSize(1);
        assertThat(realm.studentPortal().open(student).isNumberPage()).isTrue();
    }

    private List<JsonNode> outcomes(String outcome) {
        return realm.events("CUSTOM_REQUIRED_ACTION_ERROR").stream()
                .filter(event -> event.path("details")
                        .path("phonelatch_outcome")
                        .asText()
                        .equals(outcome))
                .toList();
    }
}
