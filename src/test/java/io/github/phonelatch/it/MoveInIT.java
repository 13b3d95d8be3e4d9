package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Mover;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the people of an old system meet in the new one. */
@ExtendWith(SharedServer.class)
class MoveInIT {
    private static final String OLD_PASSWORD = "old-password";
    /** By another implementation than the one that verifies it. */
    private static final String OLD_HASH = "$2y$05$abcdefghijklmnopqrstuu.AYRYCvPn18whinRwktbe9ZQlhPM4qi";

    private static final String COLUMNS = "id,name,email,email_verified,password,phone,status,last_login,created_at";

    private static RealmAdmin realm;

    @TempDir
    Path directory;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
    }

    private static Person old(String email) {
        return new Person(UUID.randomUUID().toString(), email, OLD_PASSWORD);
    }

    private Mover.Outcome move(KeycloakServer server, RealmAdmin into, String... rows) throws Exception {
        Path file = Files.writeString(directory.resolve("people.csv"), COLUMNS + "\n" + String.join("\n", rows) + "\n");
        try (Mover mover = Mover.start(server, into, file, "--group", "/students")) {
            return mover.end();
        }
    }

    @Test
    void oldPassword_signsIn_andThePhoneIsOnlyASuggestion(KeycloakServer server, Phone phone) throws Exception {
        Person zoe = old("zoe.o'brien@moved.example");
        Mover.Outcome outcome = move(
                server,
                realm,
                zoe.id() + ",\"Zoë O'Brien, jr.\",Zoe.O'Brien@Moved.example,true," + OLD_HASH + "," + phone.number()
                        + ",active,2024-05-01 08:30:00,2020-01-02T03:04:05Z");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode user = realm.user(zoe);
        assertThat(user.get("username").asText()).isEqualTo(zoe.email());
        assertThat(user.get("email").asText()).isEqualTo(zoe.email());
        assertThat(user.get("emailVerified").asBoolean()).isTrue();
        assertThat(user.get("firstName").asText()).isEqualTo("Zoë O'Brien, jr.");
        assertThat(user.get("createdTimestamp").asLong()).isEqualTo(1577934245000L);
        assertThat(realm.attribute(zoe, "lastLogin")).isEqualTo("2024-05-01T08:30:00Z");
        assertThat(realm.attribute(zoe, "phoneNumberVerified")).isEmpty();
        assertThat(realm.credentials(zoe, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();

        Page wrong = realm.studentPortal().open(new Person(zoe.id(), zoe.email(), "new-password"));
        assertThat(wrong.has("#kc-form-login")).isTrue();
        Page number = realm.studentPortal().open(zoe);
        assertThat(number.isNumberPage()).as(number.toString()).isTrue();
        assertThat(phone.sendCalls()).isZero();
        Tokens tokens = number.form("phonelatch-number-form")
                .press("send")
                .code(phone.code())
                .tokens();
        assertThat(tokens.accessClaims().get("realm_access").toString()).contains("student");
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(realm.get("users/" + zoe.id() + "/role-mappings/realm").toString())
                .as("what everybody who registers gets")
                .contains("default-roles-");
    }

    @Test
    void inactive_cannotSignIn(KeycloakServer server) throws Exception {
        Person ina = old("ina@moved.example");
        move(server, realm, ina.id() + ",Ina,ina@moved.example,true," + OLD_HASH + ",,inactive,,");

        assertThat(realm.studentPortal().open(ina).text()).contains("Account is disabled");
        assertThat(realm.ungatedApp().directGrant(ina).error()).isEqualTo("invalid_grant");
    }

    @Test
    void whoHasNoPassword_isAskedForOne(KeycloakServer server, Phone phone) throws Exception {
        Person neo = old("neo@moved.example");
        move(server, realm, neo.id() + ",Neo,neo@moved.example,true,,,active,,");
        assertThat(realm.studentPortal().open(neo).has("#kc-form-login"))
                .as("no password is right")
                .isTrue();

        HttpBrowser browser = realm.impersonate(neo);
        Page password =
                realm.studentPortal().open(browser).number(phone.number()).code(phone.code());
        Page done = password.form("kc-passwd-update-form")
                .with("password-new", "brand-new-1")
                .with("password-confirm", "brand-new-1")
                .submit();

        assertThat(done.tokens().granted()).isTrue();
        Person now = new Person(neo.id(), neo.email(), "brand-new-1");
        assertThat(realm.studentPortal().open(now).isCallback()).isTrue();
    }

    @Test
    void rowsInTheWayOfOthers_areRefused_andTheRestOfTheirBatchMovesIn(KeycloakServer server, Admin admin)
            throws Exception {
        Person there = realm.newStudent();
        Person elsewhere = admin.realm("school").newStudent();
        JsonNode before = realm.user(there);
        String rest = ",,," + ",active,,";
        Mover.Outcome outcome = move(
                server,
                realm,
                UUID.randomUUID() + ",One,one@refusals.example" + rest,
                there.id() + ",Two,two@refusals.example" + rest,
                UUID.randomUUID() + ",Three," + there.email() + rest,
                elsewhere.id() + ",Four,four@refusals.example" + rest,
                UUID.randomUUID() + ",Five,five@refusals.example" + rest);

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out()).contains("moved in: 2", "already there: 0", "refused: 3");
        assertThat(outcome.err())
                .contains(
                        "line 3 refused: id is that of an account with another e-mail address",
                        "line 4 refused: email is that of another account, " + there.id(),
                        "line 5 refused: id is that of an account of another realm");
        assertThat(realm.user(there)).isEqualTo(before);
        assertThat(realm.get("users?search=*refusals.example")).hasSize(2);
    }

    @Test
    void clientWithTwoRoles_isEnough_andOneIsNot(KeycloakServer server) throws Exception {
        realm.createClient(Map.of(
                "clientId", "mover", "publicClient", false, "serviceAccountsEnabled", true, "secret", "moving-secret"));
        Person robot = new Person(
                realm.get("clients/" + realm.clientUuid("mover") + "/service-account-user")
                        .get("id")
                        .asText(),
                "",
                "");
        Path file = Files.writeString(directory.resolve("people.csv"), "name,email\nRae,rae@robots.example\n");
        String[] options = {"--client", "mover", "--login-realm", realm.name(), "--group", "/students"};

        realm.addClientRole(robot, "realm-management", "manage-users");
        Mover.Outcome refused = run(server, file, options);
        realm.addClientRole(robot, "realm-management", "manage-realm");
        Mover.Outcome done = run(server, file, options);

        assertThat(refused.exitCode()).isEqualTo(1);
        assertThat(refused.err()).contains("needs the roles manage-realm and manage-users");
        assertThat(done.exitCode()).as(done.err()).isZero();
        assertThat(done.out()).contains("moved in: 1");
    }

    private static Mover.Outcome run(KeycloakServer server, Path file, String... options)
            throws IOException, InterruptedException {
        try (Mover mover = Mover.start("moving-secret", server, realm, file, options)) {
            return mover.end();
        }
    }

    @Test
    void listOfNamesAndAddresses_isEnough_andComesTwiceWithoutHarm(KeycloakServer server) throws Exception {
        Path file = Files.writeString(
                directory.resolve("teachers.csv"),
                "\uFEFFName,Email\r\nTess,tess@staff.example\r\nTom,tom@staff.example\r\n");
        for (String expected : List.of("moved in: 2", "already there: 2")) {
            try (Mover mover = Mover.start(server, realm, file, "--group", "/teachers")) {
                Mover.Outcome outcome = mover.end();
                assertThat(outcome.exitCode()).as(outcome.err()).isZero();
                assertThat(outcome.out()).contains(expected);
            }
        }
        assertThat(realm.get("users?briefRepresentation=false&search=*staff.example"))
                .hasSize(2)
                .allSatisfy(user ->
                        assertThat(user.get("requiredActions").toString()).isEqualTo("[\"UPDATE_PASSWORD\"]"));
    }
}
