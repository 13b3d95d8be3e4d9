package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Registrant;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A deployment that forgot the jar: Keycloak skips a required action it does not know. The realm has Keycloak's own password
 * hashing here, or there would be no realm at all.
 */
class MissingJarIT {
    private static KeycloakServer server;
    private static Admin admin;
    private static RealmAdmin school;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        ObjectNode withoutPolicy = (ObjectNode) Json.read(Admin.schoolFile());
        withoutPolicy.remove("passwordPolicy");
        Path file = Files.writeString(directory.resolve("school-realm.json"), withoutPolicy.toString());
        server = KeycloakServer.builder()
                .withoutOurJar()
                .importRealm(file)
                .name("without-jar")
                .start();
        admin = new Admin(server);
        school = admin.realm("school");
        school.openToTests();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    /** Its password policy is ours, and Keycloak reads no realm whose policy it does not know. */
    @Test
    void schoolRealmAsItIsShipped_isNotImported() {
        KeycloakServer.Builder shipped = KeycloakServer.builder()
                .withoutOurJar()
                .importRealm(Admin.schoolFile())
                .name("shipped-without-jar");

        assertThatThrownBy(() -> shipped.start().close())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("Password hashing provider not found");
    }

    @Test
    void schoolRealm_letsNobodySignIn() {
        for (Person person : List.of(school.newStudent(), school.newTeacher())) {
            Page page = school.studentPortal().open(new HttpBrowser());
            if (page.has("#kc-form-login")) {
                page = page.password(person);
            }

            AttackAssertions.noCode(page);
            assertThat(page.isCallback()).as(page.toString()).isFalse();
            assertThat(school.get("users/" + person.id() + "/sessions")).isEmpty();
        }
    }

    @Test
    void schoolRealm_grantsNobodyAToken() {
        Person exempt = school.newStudent();
        school.addRealmRole(exempt, "phone-exempt");
        for (Person person : List.of(school.newStudent(), school.newTeacher(), exempt)) {
            Tokens refused = school.schoolMobile().directGrant(person);

            assertThat(refused.granted()).as(refused.body().toString()).isFalse();
            assertThat(school.get("users/" + person.id() + "/sessions")).isEmpty();
        }
    }

    @Test
    void schoolRealm_registersNobody() {
        Registrant noor = Registrant.next();
        Page page = school.studentPortal().register(new HttpBrowser());
        if (page.has("#kc-register-form")) {
            page = noor.form(page).submit();
        }

        AttackAssertions.noCode(page);
        assertThat(noor.exists(school)).isFalse();
    }

    /** Why an API looks at the claim, and why the flows of the school realm hold a step of ours each. */
    @Test
    void realmWithoutAStepOfOurs_letsPeopleIn_butNoTokenSaysThatTheyAreVerified() {
        RealmAdmin open = admin.newSchoolRealm(realm -> realm.put("browserFlow", "browser")
                .put("directGrantFlow", "direct grant")
                .remove("passwordPolicy"));
        Person student = open.newStudent();
        Person liar = open.newStudentWithNumber("+447400123456");
        open.setAttribute(liar, "phoneNumberVerified", "true");

        for (Person person : List.of(student, liar)) {
            for (Tokens tokens : List.of(
                    open.studentPortal().open(person).tokens(),
                    open.schoolMobile().directGrant(person))) {
                assertThat(tokens.accessClaims().has("phone_number_verified"))
                        .as(tokens.accessClaims().toString())
                        .isFalse();
                assertThat(tokens.idClaims().has("phone_number_verified")).isFalse();
                assertThat(tokens.userinfo().body().has("phone_number_verified"))
                        .isFalse();
            }
        }
    }

    @Test
    void smokeCheck_findsNothing() {
        assertThat(new HttpBrowser()
                        .open(URI.create(school.uri() + "/phonelatch/openapi.json"))
                        .status())
                .isEqualTo(404);
    }
}
