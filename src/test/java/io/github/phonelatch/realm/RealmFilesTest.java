package io.github.phonelatch.realm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RealmFilesTest {
    private final JsonNode school = Json.read(Admin.schoolFile());

    @Test
    void school_hasNoPeopleNoSecretsNoIdsAndNoAddresses() {
        assertThat(school.findValues("id")).isEmpty();
        assertThat(school.findValues("secret")).isEmpty();
        assertThat(school.findValues("users")).isEmpty();
        // A condition of a flow has a setting of that name, which is a text.
        assertThat(school.findValues("credentials")).allMatch(JsonNode::isTextual);
        assertThat(school.toString()).doesNotContain("localhost", "127.0.0.1", "@school");
        for (JsonNode client : school.get("clients")) {
            if (!client.has("rootUrl")) {
                assertThat(client.get("redirectUris"))
                        .as(client.get("clientId").asText())
                        .isEmpty();
            }
        }
    }

    @Test
    void school_phoneScope_holdsOurMapperOnly() {
        assertThat(school.get("clientScopes"))
                .filteredOn(scope -> scope.get("name").asText().equals("phone"))
                .singleElement()
                .satisfies(scope -> assertThat(scope.get("protocolMappers"))
                        .extracting(mapper -> mapper.get("protocolMapper").asText())
                        .containsExactly("phonelatch-phone-claims"));
        assertThat(names(school.get("defaultDefaultClientScopes"))).contains("phone");
    }

    @Test
    void school_leavesTimeForACodeAndAnotherOne() {
        assertThat(school.get("accessCodeLifespanUserAction").asInt()).isGreaterThanOrEqualTo(600);
    }

    @Test
    void school_attributesOfOurs_areTheAdminsOnly() {
        JsonNode profile = Json.parse(
                school.at("/components/org.keycloak.userprofile.UserProfileProvider/0/config/kc.user.profile.config/0")
                        .asText());
        assertThat(profile.get("attributes"))
                .filteredOn(attribute -> attribute.get("name").asText().matches("phoneNumber.*|lastLogin"))
                .hasSize(4)
                .allSatisfy(attribute -> {
                    assertThat(names(attribute.at("/permissions/view"))).containsExactly("admin");
                    assertThat(names(attribute.at("/permissions/edit"))).containsExactly("admin");
                });
        assertThat(profile.has("unmanagedAttributePolicy")).isFalse();
    }

    @Test
    void demo_goesWithTheSchool() {
        Path demo = Admin.schoolFile().resolveSibling("demo");
        List<String> groups = new ArrayList<>();
        school.get("groups").forEach(group -> groups.add(group.get("path").asText()));
        for (JsonNode person : Json.read(demo.resolve("people.json")).get("users")) {
            assertThat(groups).containsAll(names(person.get("groups")));
            assertThat(person.get("username")).isEqualTo(person.get("email"));
            // An import gives nobody the default role, and without it the account console shows nothing.
            assertThat(names(person.get("realmRoles")))
                    .contains(school.at("/defaultRole/name").asText());
        }
        List<String> clients = school.get("clients").findValuesAsText("clientId");
        for (String client : List.of("student-portal", "teacher-portal", "school-mobile")) {
            assertThat(Json.read(demo.resolve("clients/" + client + ".json"))
                            .get("clientId")
                            .asText())
                    .isEqualTo(client)
                    .isIn(clients);
        }
    }

    private static List<String> names(JsonNode array) {
        List<String> names = new ArrayList<>();
        array.forEach(name -> names.add(name.asText()));
        return names;
    }
}
