package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AdminShell;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The commands of {@code docs/roll-out.md}, in their order, on a realm that knew nothing of phones. */
@ExtendWith(SharedServer.class)
class RollOutIT {
    static final String PAGE = "roll-out.md";

    private final Set<String> executed = new HashSet<>();
    private final RealmAdmin realm;
    private final KeycloakServer server;

    @TempDir
    private Path home;

    RollOutIT(Admin admin, KeycloakServer server) {
        this.realm = admin.newRealm();
        this.server = server;
    }

    @BeforeEach
    void inUse() {
        realm.createClient(Map.of(
                "clientId",
                "portal",
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "redirectUris",
                List.of(App.CALLBACK.toString())));
        realm.post("groups", Map.of("name", "students"));
        realm.post("groups", Map.of("name", "teachers"));
    }

    @Test
    void realmInUse_comesToAskEverybody_groupByGroup(Phone phone, Phone pupilsPhone) throws Exception {
        App portal = realm.app("portal");
        Person teacher = newPerson("/teachers");
        Person pupil = newPerson("/students");
        Person caretaker = newPerson(null);
        HttpBrowser teachersBrowser = new HttpBrowser();
        Tokens teachersTokens = portal.open(teachersBrowser).password(teacher).tokens();
        Tokens pupilsTokens = portal.open(pupil).tokens();

        for (String step : List.of("sign-in", "prepare", "scope", "exempt", "register", "settings", "enable")) {
            follow(step);
        }
        assertThat(realm.phoneSettings().get("allowed-countries").asText()).isEqualTo("GB##IE");
        assertThat(teachersTokens.refresh().granted()).isTrue();
        for (Person person : List.of(teacher, pupil, caretaker)) {
            assertThat(portal.open(person).tokens().granted()).isTrue();
        }

        follow("groups");
        assertThat(portal.open(caretaker).isNumberPage()).isTrue();
        assertThat(teachersTokens.refresh().granted()).isTrue();
        assertThat(portal.directGrant(pupil).granted()).isTrue();

        follow("stage");
        assertThat(teachersTokens.refresh().errorDescription()).isEqualTo("Account is not fully set up");
        Page page = portal.open(teachersBrowser, Map.of("scope", "openid phone"));
        assertThat(page.isNumberPage()).isTrue();
        Tokens verified = page.number(phone.number()).code(phone.code()).tokens();
        assertThat(verified.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(pupilsTokens.refresh().granted()).isTrue();

        assertThat(follow("watch")).contains("1 of 3\n", "resolve_required_actions");

        Person colleague = newPerson("/teachers");
        follow("back");
        assertThat(portal.open(colleague).tokens().granted()).isTrue();
        assertThat(portal.open(caretaker).isNumberPage()).isTrue();
        follow("off");
        assertThat(portal.open(caretaker).tokens().granted()).isTrue();

        follow("enable");
        follow("stage");
        follow("stage", Map.of("/teachers", "/students"));
        assertThat(realm.phoneSettings().get("allowed-countries").asText()).isEqualTo("GB##IE");
        assertThat(portal.open(colleague).isNumberPage()).isTrue();
        assertThat(portal.open(pupil)
                        .number(pupilsPhone.number())
                        .code(pupilsPhone.code())
                        .tokens()
                        .granted())
                .isTrue();

        follow("not-before");
        assertThat(verified.refresh().granted()).isFalse();
        Page again = portal.open(teachersBrowser);
        assertThat(again.isCallback()).isFalse();
        assertThat(again.password(teacher).tokens().granted()).isTrue();
        assertThat(phone.messages()).hasSize(1);

        assertThat(executed).isEqualTo(Examples.all(PAGE).keySet());
    }

    private Person newPerson(String group) {
        return realm.newPerson(user -> {
            user.put("lastName", "Person");
            if (group != null) {
                user.putArray("groups").add(group);
            }
        });
    }

    private String follow(String step) throws Exception {
        return follow(step, Map.of());
    }

    private String follow(String step, Map<String, String> changes) throws Exception {
        String commands = Examples.all(PAGE)
                .get(step)
                .replace("https://id.school.example", server.uri().toString())
                .replace("school", realm.name());
        for (Map.Entry<String, String> change : changes.entrySet()) {
            commands = commands.replace(change.getKey(), change.getValue());
        }
        AdminShell.Said said = new AdminShell(server, home).run(Map.of(), "sh", "-c", commands);
        assertThat(said.succeeded()).as(step + ": " + said.text()).isTrue();
        executed.add(step);
        return said.text();
    }
}
