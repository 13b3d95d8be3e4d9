package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Registrant;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The steps of a registration as admins set them up, also the wrong way. */
@ExtendWith(SharedServer.class)
class RegistrationFlowIT {
    private static final String PHONE = "phonelatch-registration-phone";
    private static final String GROUP = "phonelatch-registration-group";

    @Test
    void clientThatIsNotListed_bringsNoGroup(RealmAdmin school) {
        String client = "unlisted-" + Numbers.next().substring(1);
        school.createClient(
                Map.of("clientId", client, "publicClient", true, "redirectUris", List.of(App.CALLBACK.toString())));
        Registrant noor = Registrant.next();

        Page page = noor.register(school.app(client).register(new HttpBrowser()), Numbers.next());

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(school.groups(noor.account(school))).isEmpty();
    }

    @Test
    void groupThatDoesNotExist_isTheAdminsAffair_andNobodyIsRegisteredWithoutIt(Admin admin, KeycloakServer server) {
        RealmAdmin realm = admin.newSchoolRealm(
                school -> groups(school, "[{\"key\":\"student-portal\",\"value\":\"/no-such-group\"}]"));
        Registrant noor = Registrant.next();

        Page page = noor.register(realm.studentPortal().register(new HttpBrowser()), Numbers.next());

        assertThat(page.has("#kc-register-form")).isTrue();
        assertThat(page.text())
                .contains("Creating an account does not work here right now.")
                .doesNotContain("no-such-group", "group_not_found");
        assertThat(page.form("kc-register-form").value("email")).isEqualTo(noor.email());
        assertThat(noor.exists(realm)).isFalse();
        assertThat(realm.events("REGISTER_ERROR"))
                .singleElement()
                .extracting(event -> event.get("error").asText())
                .isEqualTo("group_not_found");
        assertThat(server.log())
                .contains(
                        "Realm '" + realm.name()
                                + "': nobody can register through client 'student-portal', since there is no group '/no-such-group'");

        // Through other clients people register as before.
        Registrant other = Registrant.next();
        other.register(realm.app("teacher-portal").register(new HttpBrowser()), Numbers.next());
        assertThat(realm.groups(other.account(realm))).isEmpty();
    }

    @Test
    void settingThatCannotBeRead_refusesEverybody(Admin admin, KeycloakServer server) {
        RealmAdmin realm = admin.newSchoolRealm(school -> groups(school, "student-portal=/students"));
        Registrant noor = Registrant.next();

        Page page = noor.register(realm.studentPortal().register(new HttpBrowser()), Numbers.next());

        assertThat(page.text()).contains("Creating an account does not work here right now.");
        assertThat(noor.exists(realm)).isFalse();
        assertThat(server.log()).contains("Realm '" + realm.name() + "': nobody can register, since the setting");
    }

    @Test
    void stepBeforeTheOneThatCreatesTheUser_isSaidToTheAdmin_andCreatesNobody(Admin admin, KeycloakServer server) {
        for (String step : List.of(PHONE, GROUP)) {
            RealmAdmin realm =
                    admin.newSchoolRealm(school -> execution(school, step).put("priority", 1));
            Registrant noor = Registrant.next();

            Page page = noor.register(realm.studentPortal().register(new HttpBrowser()), Numbers.next());

            assertThat(page.status()).isEqualTo(400);
            assertThat(page.text())
                    .contains("Creating an account does not work here right now.")
                    .doesNotContain("registration-user-creation");
            assertThat(noor.exists(realm)).isFalse();
            assertThat(realm.events("REGISTER_ERROR"))
                    .singleElement()
                    .extracting(event ->
                            event.at("/details/authentication_error_detail").asText())
                    .isEqualTo(step + " stands before registration-user-creation");
            assertThat(server.log())
                    .contains("Realm '" + realm.name() + "': nobody can register, since the step '" + step + "'");
        }
    }

    @Test
    void steps_areOfferedInTheConsole_withTheirSetting(RealmAdmin school) {
        List<JsonNode> offered = StreamSupport.stream(
                        school.get("authentication/form-action-providers").spliterator(), false)
                .filter(step -> step.get("id").asText().startsWith("phonelatch-"))
                .toList();
        assertThat(offered)
                .extracting(step -> step.get("displayName").asText())
                .containsExactlyInAnyOrder("Phone number", "Group by client");
        assertThat(school.get("authentication/config-description/" + GROUP).get("properties"))
                .singleElement()
                .satisfies(setting -> assertThat(setting.get("type").asText()).isEqualTo("Map"));
        assertThat(school.get("authentication/config-description/" + PHONE).get("properties"))
                .isEmpty();
    }

    @Test
    void theme_isOfferedForLoginPagesOnly(Admin admin) {
        JsonNode themes = admin.get("serverinfo").get("themes");
        assertThat(themes.get("login"))
                .extracting(theme -> theme.get("name").asText())
                .contains("phonelatch");
        for (String other : List.of("account", "admin", "email")) {
            assertThat(themes.get(other))
                    .extracting(theme -> theme.get("name").asText())
                    .doesNotContain("phonelatch");
        }
    }

    /** What the user profile's ${…} becomes in the consoles, which ask for their texts here. */
    @Test
    void labelOfTheName_isTranslatedInTheConsolesToo(RealmAdmin school, KeycloakServer server) throws IOException {
        for (String console : List.of("admin", "account")) {
            for (Map.Entry<String, String> label :
                    Map.of("en", "Name", "ar", "الاسم").entrySet()) {
                String texts = Jsoup.connect(
                                server.uri() + "/resources/" + school.name() + "/" + console + "/" + label.getKey())
                        .ignoreContentType(true)
                        .execute()
                        .body();
                assertThat(Json.parse(texts))
                        .filteredOn(text -> text.get("key").asText().equals("phonelatchName"))
                        .singleElement()
                        .extracting(text -> text.get("value").asText())
                        .isEqualTo(label.getValue());
            }
        }
    }

    private static void groups(ObjectNode school, String setting) {
        school.get("authenticatorConfig").forEach(config -> {
            if (config.get("alias").asText().equals("school registration groups")) {
                ((ObjectNode) config.get("config")).put("groups", setting);
            }
        });
    }

    private static ObjectNode execution(ObjectNode school, String provider) {
        for (JsonNode flow : school.get("authenticationFlows")) {
            for (JsonNode execution : flow.get("authenticationExecutions")) {
                if (execution.path("authenticator").asText().equals(provider)) {
                    return (ObjectNode) execution;
                }
            }
        }
        throw new AssertionError("no execution " + provider);
    }
}
