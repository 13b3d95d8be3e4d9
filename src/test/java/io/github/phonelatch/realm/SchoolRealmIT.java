package io.github.phonelatch.realm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedServer.class)
class SchoolRealmIT {
    @Test
    void importedAgain_changesNothing(Simulator simulator) {
        try (KeycloakServer server =
                SharedServer.serverWith(simulator).name("import-twice").start()) {
            RealmAdmin school = new Admin(server).realm("school");
            school.update(Map.of("displayName", "Changed by its admin"));
            JsonNode before = school.export();

            server.restart();

            assertThat(school.export()).isEqualTo(before);
            assertThat(server.log()).contains("Realm 'school' already exists. Import skipped");
        }
    }

    @Test
    void nothingOfKeycloaksOwn_isMissing(Admin admin, RealmAdmin school) {
        RealmAdmin fresh = admin.newRealm();
        JsonNode own = fresh.export();
        JsonNode ours = school.export();

        assertThat(values(ours, "requiredActions", "alias"))
                .containsAll(values(own, "requiredActions", "alias"))
                .contains(RealmAdmin.PHONE_ACTION);
        assertThat(values(ours, "clientScopes", "name")).containsAll(values(own, "clientScopes", "name"));
        assertThat(values(ours, "clients", "clientId")).containsAll(values(own, "clients", "clientId"));
        assertThat(values(ours, "authenticationFlows", "alias"))
                .containsAll(values(own, "authenticationFlows", "alias"));
        for (String people : Set.of("account", "account-console", "security-admin-console", "admin-cli")) {
            assertThat(scopes(ours, people)).as(people).isEqualTo(scopes(own, people));
        }
        assertThat(ours.at("/roles/client/account").findValuesAsText("name"))
                .containsExactlyInAnyOrderElementsOf(
                        own.at("/roles/client/account").findValuesAsText("name"));
        assertThat(defaultRoles(school, "school")).isEqualTo(defaultRoles(fresh, fresh.name()));
    }

    @Test
    void anotherRealmOfTheFile_isTheSame(Admin admin, RealmAdmin school) {
        RealmAdmin copy = admin.newSchoolRealm();

        assertThat(values(copy.export(), "clients", "clientId"))
                .isEqualTo(values(school.export(), "clients", "clientId"));
        assertThat(copy.phoneSettings()).isEqualTo(school.phoneSettings());
    }

    @Test
    void student_verifiesAPhone_andTheTokenSaysSo(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();

        Page page = school.studentPortal().open(student).number(phone.number()).code(phone.code());

        Tokens tokens = page.tokens();
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(tokens.accessClaims().get("aud").toString()).contains("school-api");
        assertThat(tokens.accessClaims().at("/realm_access/roles").toString()).contains("student");
        assertThat(tokens.idClaims().get("phone_number").asText()).isEqualTo(phone.number());
        assertThat(tokens.userinfo().body().get("email").asText()).isEqualTo(student.email());
        assertThat(tokens.refresh().granted()).isTrue();
        assertThat(school.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
    }

    @Test
    void exemptPupil_isNotAsked(RealmAdmin school) {
        Person pupil = school.newStudent();
        school.addRealmRole(pupil, "phone-exempt");

        Tokens tokens = school.studentPortal().open(pupil).tokens();

        assertThat(tokens.accessClaims().path("phone_number_verified").asBoolean())
                .isFalse();
        assertThat(school.schoolMobile().directGrant(pupil).granted()).isTrue();
    }

    @Test
    void schoolAppOfAnUnverifiedStudent_getsATokenWithoutRoles_andWithThemOnceVerified(RealmAdmin school, Phone phone) {
        Tokens unverified = school.schoolMobile().directGrant(school.newStudent());
        Tokens verified = school.schoolMobile().directGrant(school.newVerifiedStudent(phone));

        assertThat(unverified.accessClaims().has("realm_access")).isFalse();
        assertThat(unverified.accessClaims().get("phone_number_verified").asBoolean())
                .isFalse();
        assertThat(unverified.accessClaims().get("aud").asText()).isEqualTo("school-api");
        assertThat(verified.accessClaims().at("/realm_access/roles").toString()).contains("student");
        assertThat(verified.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
    }

    private static Set<String> values(JsonNode realm, String list, String key) {
        Set<String> values = new TreeSet<>();
        realm.get(list).forEach(one -> values.add(one.get(key).asText()));
        return values;
    }

    private static Set<String> scopes(JsonNode realm, String clientId) {
        Set<String> scopes = new TreeSet<>();
        for (JsonNode client : realm.get("clients")) {
            if (client.get("clientId").asText().equals(clientId)) {
                client.get("defaultClientScopes").forEach(scope -> scopes.add("default " + scope.asText()));
                client.get("optionalClientScopes").forEach(scope -> scopes.add("optional " + scope.asText()));
            }
        }
        return scopes;
    }

    private static Set<String> defaultRoles(RealmAdmin realm, String name) {
        return new TreeSet<>(
                realm.get("roles/default-roles-" + name + "/composites").findValuesAsText("name"));
    }
}
