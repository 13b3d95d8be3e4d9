package io.github.phonelatch.realm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AdminShell;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Realms that {@code realm-config/migrate.sh} makes, upgrades or leaves alone. */
@ExtendWith(SharedServer.class)
class MigrationsIT {
    private static final String USER_PROFILE = "kc.user.profile.config";

    /** The user profile is compared as the admin interface gives it. */
    private static final Set<String> NOT_COMPARED =
            Set.of("id", "containerId", "client.secret.creation.time", USER_PROFILE);

    /** Calls of {@code kcadm.sh} that reach the server, but after which the run is over: in the order of the migrations. */
    private static final List<String> LAST_CALLS = List.of(
            "create realms",
            "authenticator=phonelatch-registration-group",
            "alias=school first factor",
            "update authentication/flows/school%20forms/executions",
            "create workflows");

    @TempDir
    private static Path home;

    private static AdminShell shell;

    @BeforeAll
    static void signIn(KeycloakServer server) throws Exception {
        shell = new AdminShell(server, home);
        AdminShell.Said said = shell.run(
                Map.of("SERVER", server.uri().toString(), "SIGNED_IN", signedIn()),
                "sh",
                "-c",
                "kcadm.sh config credentials --server $SERVER --realm master --user admin --config $SIGNED_IN");
        assertThat(said.succeeded()).as(said.text()).isTrue();
    }

    @Test
    void inOrder_theyMakeTheRealmOfTheFile_howeverOftenTheyAreCutShort(Admin admin) throws Exception {
        RealmAdmin moved = admin.realm("moved-" + UUID.randomUUID().toString().substring(0, 8));
        for (String call : LAST_CALLS) {
            AdminShell.Said cutShort = migrate(moved, Map.of("KCADM", cutShort(), "LAST_CALL", call));
            assertThat(cutShort.succeeded()).as("after " + call).isFalse();
            assertThat(cutShort.text()).contains("Stopped at 2026-11-2").contains("run this again");
        }

        AdminShell.Said said = migrate(moved, Map.of());

        assertThat(said.succeeded()).as(said.text()).isTrue();
        assertThat(said.text()).doesNotContain("left alone");
        RealmAdmin ofTheFile = admin.newRealm(Admin.schoolFile(), realm -> {});
        writeOutEveryValue(ofTheFile);
        assertThat(comparable(moved)).isEqualTo(comparable(ofTheFile));
        assertThat(moved.get("users/profile")).isEqualTo(ofTheFile.get("users/profile"));
    }

    @Test
    void realmOfTheFile_needsNone_andHasNothingToChangeWhereTheyAreAppliedAllTheSame(Admin admin) throws Exception {
        RealmAdmin realm = admin.newRealm(Admin.schoolFile(), school -> {});
        String applied =
                realm.representation().at("/attributes/schoolRealmMigration").asText();
        writeOutEveryValue(realm);
        JsonNode before = realm.export();
        List<JsonNode> events = realm.adminEvents();

        AdminShell.Said none = migrate(realm, Map.of());

        assertThat(none.text()).isEqualTo(realm.name() + ": 0 migrations applied, the last is " + applied + ".\n");
        assertThat(realm.export()).isEqualTo(before);
        assertThat(realm.adminEvents()).isEqualTo(events);

        setApplied(realm, "");
        AdminShell.Said all = migrate(realm, Map.of());

        assertThat(all.succeeded()).as(all.text()).isTrue();
        assertThat(all.text()).doesNotContain("left alone").contains(applied + "\n");
        assertThat(realm.export()).isEqualTo(before);
    }

    @Test
    void whatAnAdminSet_staysAndIsNamed(Admin admin) throws Exception {
        RealmAdmin realm = admin.newRealm(
                Admin.schoolFile().resolveSibling("migrations/2026-11-22-01-school-realm.json"), school -> {
                    school.put("passwordPolicy", "length(12)");
                    school.put("loginTheme", "keycloak.v2");
                    school.put("refreshTokenMaxReuse", 3);
                    school.put("browserFlow", "browser");
                    school.put("registrationFlow", "own registration");
                    school.put("resetCredentialsFlow", "own reset");
                    school.withArray("eventsListeners").add("email");
                    school.putArray("supportedLocales").add("en").add("fr");
                    Admin.phoneSettings(school).put("exempt-roles", "admin##phone-exempt");
                    addFlow(school, "own registration", "registration-page-form");
                    addFlow(school, "own reset", "reset-credentials-choose-user");
                    changeProfile(school);
                });

        AdminShell.Said said = migrate(realm, Map.of());

        assertThat(said.succeeded()).as(said.text()).isTrue();
        assertThat(said.text().split("Left as this realm's admin made it", 2)[1])
                .contains(
                        "attribute email",
                        "theme keycloak.v2",
                        "registration flow",
                        "browser flow",
                        "resets passwords",
                        "would speak ar de es fa it",
                        "exempt roles",
                        "told by e-mail");
        assertThat(realm.phoneSettings().get("exempt-roles").asText()).isEqualTo("admin##phone-exempt");
        JsonNode now = realm.representation();
        assertThat(now.get("passwordPolicy").asText())
                .isEqualTo("hashAlgorithm(bcrypt) and phonelatch-max-bytes(72) and length(12)");
        assertThat(now.get("loginTheme").asText()).isEqualTo("keycloak.v2");
        assertThat(now.get("refreshTokenMaxReuse").asInt()).isEqualTo(3);
        assertThat(now.get("revokeRefreshToken").asBoolean()).isTrue();
        assertThat(now.get("browserFlow").asText()).isEqualTo("browser");
        assertThat(now.get("supportedLocales")).extracting(JsonNode::asText).containsExactlyInAnyOrder("en", "fr");
        assertThat(now.get("registrationFlow").asText()).isEqualTo("own registration");
        assertThat(now.get("registrationAllowed").asBoolean()).isFalse();
        assertThat(now.get("resetCredentialsFlow").asText()).isEqualTo("own reset");
        assertThat(now.get("eventsListeners"))
                .extracting(JsonNode::asText)
                .containsExactlyInAnyOrder("jboss-logging", "email", "phonelatch-last-login");
        JsonNode attributes = realm.get("users/profile").get("attributes");
        assertThat(attributes.findValuesAsText("name")).contains("class", "lastLogin");
        assertThat(attribute(attributes, "email").at("/validations/length/max").asInt())
                .isEqualTo(120);
        assertThat(attribute(attributes, "firstName").get("displayName").asText())
                .isEqualTo("${phonelatchName}");
        assertThat(attribute(attributes, "lastName").has("required")).isFalse();
    }

    @Test
    void otherRealms_areLeftAlone(Admin admin) throws Exception {
        RealmAdmin other = admin.newRealm();
        JsonNode before = other.export();

        AdminShell.Said said = migrate(other, Map.of());

        assertThat(said.succeeded()).isFalse();
        assertThat(said.text()).contains("was not made from school-realm.json");
        assertThat(other.export()).isEqualTo(before);
    }

    @Test
    void realmOfANewerRelease_isLeftAlone(Admin admin) throws Exception {
        RealmAdmin newer = admin.newRealm(Admin.schoolFile(), realm -> {});
        setApplied(newer, "2999-01-01-01-more");
        JsonNode before = newer.export();

        AdminShell.Said said = migrate(newer, Map.of());

        assertThat(said.succeeded()).isFalse();
        assertThat(said.text()).contains("is at 2999-01-01-01-more", "newer release");
        assertThat(newer.export()).isEqualTo(before);
    }

    private static AdminShell.Said migrate(RealmAdmin realm, Map<String, String> environment) throws Exception {
        Map<String, String> all = new HashMap<>(environment);
        all.put("KCADM_CONFIG", signedIn());
        return shell.run(
                all, "sh", Admin.schoolFile().resolveSibling("migrate.sh").toString(), realm.name());
    }

    private static String signedIn() {
        return home.resolve("signed-in.config").toString();
    }

    /** A {@code kcadm.sh} that does as told, but of whose last call nobody hears. */
    private static String cutShort() throws IOException {
        Path program = Files.writeString(home.resolve("cut-short"), """
                #!/bin/sh
                case "$*" in
                    *"$LAST_CALL"*) kcadm.sh "$@" >/dev/null 2>&1; exit 1 ;;
                    *) exec kcadm.sh "$@" ;;
                esac
                """);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program.toString();
    }

    private static void setApplied(RealmAdmin realm, String migration) {
        ObjectNode representation = (ObjectNode) realm.representation();
        ((ObjectNode) representation.get("attributes")).put("schoolRealmMigration", migration);
        realm.put("", representation);
    }

    /** Once a realm was written, as a migration does, its export names values too that it only had by default. */
    private static void writeOutEveryValue(RealmAdmin realm) {
        realm.put("", realm.representation());
    }

    private static void addFlow(ObjectNode realm, String alias, String step) {
        ObjectNode flow = realm.withArray("authenticationFlows")
                .addObject()
                .put("alias", alias)
                .put("providerId", "basic-flow")
                .put("topLevel", true)
                .put("builtIn", false);
        flow.putArray("authenticationExecutions")
                .addObject()
                .put("authenticator", step)
                .put("authenticatorFlow", false)
                .put("requirement", "REQUIRED")
                .put("priority", 10);
    }

    private static void changeProfile(ObjectNode realm) {
        ObjectNode config = (ObjectNode) realm.at("/components/org.keycloak.userprofile.UserProfileProvider/0/config");
        ObjectNode profile =
                (ObjectNode) Json.parse(config.at("/" + USER_PROFILE + "/0").asText());
        ((ObjectNode) attribute(profile.get("attributes"), "email").at("/validations/length")).put("max", 120);
        profile.withArray("attributes").addObject().put("name", "class");
        config.putArray(USER_PROFILE).add(profile.toString());
    }

    private static JsonNode attribute(JsonNode attributes, String name) {
        for (JsonNode attribute : attributes) {
            if (attribute.get("name").asText().equals(name)) {
                return attribute;
            }
        }
        throw new AssertionError("no attribute " + name);
    }

    /** All that a realm is made of but its name and what Keycloak generates. */
    private static JsonNode comparable(RealmAdmin realm) {
        ObjectNode all = Json.object();
        all.set("export", realm.export());
        // Of a workflow the export gives no more than a name, if it has one as a component too.
        ((ObjectNode) all.at("/export/components")).remove("org.keycloak.models.workflow.WorkflowProvider");
        all.set("workflows", realm.get("workflows"));
        return normal(Json.parse(all.toString().replace(realm.name(), "school")));
    }

    private static JsonNode normal(JsonNode node) {
        if (node.isArray()) {
            ArrayNode sorted = Json.object().arrayNode();
            node.valueStream()
                    .map(MigrationsIT::normal)
                    .sorted((one, other) -> one.toString().compareTo(other.toString()))
                    .forEach(sorted::add);
            return sorted;
        }
        if (node.isObject()) {
            ObjectNode sorted = Json.object();
            node.propertyStream()
                    .filter(property -> !NOT_COMPARED.contains(property.getKey()))
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(property -> sorted.set(property.getKey(), normal(property.getValue())));
            return sorted;
        }
        return node;
    }
}
