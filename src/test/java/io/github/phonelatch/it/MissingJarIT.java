package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Newcomer;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A deployment that forgot the jar: Keycloak skips a required action it does not know. */
class MissingJarIT {
    private static KeycloakServer server;
    private static Admin admin;
    private static RealmAdmin school;

    @BeforeAll
    static void start() {
        server = KeycloakServer.builder()
                .withoutOurJar()
                .importRealm(Admin.schoolFile())
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

    @Test
    void schoolRealm_letsNobodySignIn() {
        for (Person person : List.of(school.newStudent(), school.newTeacher())) {
            Page page = school.studentPortal().open(new HttpBrowser());
            if (page.has("#kc-form-login")) {
                page = page.password(person);
            }

            Harm.noCode(page);
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
        Newcomer noor = Newcomer.next();
        Page page = school.studentPortal().register(new HttpBrowser());
        if (page.has("#kc-register-form")) {
            page = noor.form(page).submit();
        }

        Harm.noCode(page);
        assertThat(noor.exists(school)).isFalse();
    }

    /** Why an API looks at the claim, and why the flows of the school realm hold a step of ours each. */
    @Test
    void realmWithoutAStepOfOurs_letsPeopleIn_butNoTokenSaysThatTheyAreVerified() {
        RealmAdmin open = admin.newSchoolRealm(
                realm -> realm.put("browserFlow", "browser").put("directGrantFlow", "direct grant"));
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
