package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A server on which nobody has set up the provider: people cannot prove a phone, and no admin is locked out. */
class LockedOutIT {
    private static final Person BOOTSTRAP_ADMIN = new Person("", KeycloakServer.ADMIN, KeycloakServer.ADMIN_PASSWORD);
    private static final String ACTION = "authentication/required-actions/" + RealmAdmin.PHONE_ACTION;
    private static final String VERIFIER = "a".repeat(64);

    private static KeycloakServer server;
    private static Admin admin;

    private RealmAdmin school;

    @BeforeAll
    static void start() {
        server = KeycloakServer.builder().name("not-set-up").start();
        admin = new Admin(server);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @BeforeEach
    void realm() {
        school = admin.newSchoolRealm();
    }

    @Test
    void log_namesTheMissingOptionInOneLine() {
        assertThat(server.log().lines().filter(line -> line.contains("Phone verification is not set up")))
                .singleElement()
                .asString()
                .contains(" WARN ", "spi-phonelatch-gateway--engagelab--dev-key", "dev-secret");
        assertThat(new HttpBrowser()
                        .open(server.managementUri().resolve("/health/ready"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void bootstrapAdmin_signsInAndTurnsTheActionOff_andTheStudentGetsIn() throws Exception {
        Person student = school.newStudent();
        Page page = school.studentPortal().open(student).number(Numbers.next());
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Phone verification is not set up here");

        String token = consoleToken("master", BOOTSTRAP_ADMIN);
        String action =
                call("GET", "realms/" + school.name() + "/" + ACTION, token, "").body();
        String off = action.replace("\"enabled\":true", "\"enabled\":false");
        assertThat(off).isNotEqualTo(action);
        assertThat(call("PUT", "realms/" + school.name() + "/" + ACTION, token, off)
                        .statusCode())
                .isEqualTo(204);

        assertThat(school.studentPortal().open(student).tokens().refresh().granted())
                .isTrue();
    }

    @Test
    void adminOfTheSchool_signsInWithoutAPhone() throws Exception {
        Person headmistress = school.newPerson(user -> {});
        school.addClientRole(headmistress, "realm-management", "realm-admin");

        String token = consoleToken(school.name(), headmistress);

        assertThat(call("GET", "realms/" + school.name() + "/" + ACTION, token, "")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void personWithLesserAdminRights_isAskedForAPhone() {
        Person secretary = school.newPerson(user -> {});
        school.addClientRole(secretary, "realm-management", "view-users");

        assertThat(console(school.name(), secretary).isNumberPage()).isTrue();
    }

    @Test
    void actionEnabledInTheMasterRealm_locksNoAdminOut() throws Exception {
        RealmAdmin master = admin.realm("master");
        master.post(
                "authentication/register-required-action",
                Map.of("providerId", RealmAdmin.PHONE_ACTION, "name", "Verify phone number"));
        try {
            assertThat(master.get(ACTION).get("enabled").asBoolean()).isTrue();

            String token = consoleToken("master", BOOTSTRAP_ADMIN);

            assertThat(call("GET", "realms/" + school.name() + "/" + ACTION, token, "")
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            master.delete(ACTION, null);
        }
    }

    /** Opens a realm's admin console in a new browser and signs in on Keycloak's page. */
    private static Page console(String realm, Person person) {
        return app(realm)
                .open(
                        new HttpBrowser(),
                        Map.of("redirect_uri", consoleUri(realm), "code_challenge", challenge(VERIFIER)))
                .password(person);
    }

    private static String consoleToken(String realm, Person person) {
        Page page = console(realm, person);
        assertThat(page.uri().toString()).as(page.toString()).startsWith(consoleUri(realm));
        String code = Arrays.stream(page.uri().getQuery().split("&"))
                .filter(parameter -> parameter.startsWith("code="))
                .findFirst()
                .orElseThrow()
                .substring("code=".length());
        return app(realm)
                .token(Map.of(
                        "grant_type",
                        "authorization_code",
                        "code",
                        code,
                        "redirect_uri",
                        consoleUri(realm),
                        "code_verifier",
                        VERIFIER))
                .accessToken();
    }

    private static App app(String realm) {
        return admin.realm(realm).app("security-admin-console");
    }

    private static String consoleUri(String realm) {
        return server.uri() + "/admin/" + realm + "/console/";
    }

    private static HttpResponse<String> call(String method, String path, String token, String body)
            throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.uri() + "/admin/" + path))
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", "application/json")
                                .method(method, HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
