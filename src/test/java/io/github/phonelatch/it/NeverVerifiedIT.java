package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Registrant;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The school realm's workflow against accounts that never verify, on a server of its own, since Keycloak looks for what is due
 * twice a day only.
 */
class NeverVerifiedIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    /** Long enough for somebody to verify who is created unverified. */
    private static final Duration SOON = Duration.ofSeconds(12);

    private static Simulator simulator;
    private static KeycloakServer server;
    private static Admin admin;
    private static RealmAdmin asShipped;
    private static RealmAdmin impatient;

    @BeforeAll
    static void start() {
        simulator = Sent.recorded(Simulator.start(SimulatorOptions.defaults()));
        server = SharedServer.serverWith(simulator)
                .option("spi-events-listener--workflow-event-listener--step-runner-task-interval", "1s")
                .name("never-verified")
                .start();
        admin = new Admin(server);
        asShipped = admin.realm("school");
        asShipped.openToTests();
        impatient = withSteps(SOON);
    }

    private static RealmAdmin withSteps(Duration after) {
        return admin.newSchoolRealm(realm -> {
            JsonNode workflow = realm.at("/components/org.keycloak.models.workflow.WorkflowProvider/0");
            ObjectNode config = (ObjectNode)
                    workflow.at("/subComponents/org.keycloak.models.workflow.WorkflowStepProvider/0/config");
            config.putArray("after").add(after.toString());
        });
    }

    @AfterAll
    static void stop() {
        server.close();
        simulator.close();
    }

    @Test
    void newAccount_hasThirtyDays() {
        Instant before = Instant.now();
        Person student = asShipped.newStudent();

        JsonNode step = Await.value(
                "a date", () -> dueSteps(asShipped, student).stream().findFirst());

        assertThat(step.get("uses").asText()).isEqualTo("disable-user");
        assertThat(Instant.ofEpochMilli(step.get("scheduled-at").asLong()))
                .isBetween(
                        before.plus(30, ChronoUnit.DAYS),
                        Instant.now().plus(30, ChronoUnit.DAYS).plusSeconds(1));
        assertThat(enabled(asShipped, student)).isTrue();
    }

    @Test
    void whoRegisters_hasThemToo() {
        Registrant noor = Registrant.next();
        noor.register(asShipped.studentPortal().register(new HttpBrowser()), "07400 123456");

        awaitDate(asShipped, noor.account(asShipped));
    }

    /** Keycloak's event of a partial import does not say that it is about a user; an admin may start the clock for each. */
    @Test
    void whoIsMovedIn_hasThemWhenAnAdminSaysSo() {
        Registrant moved = Registrant.next();
        asShipped.partialImport(Map.of(
                "ifResourceExists",
                "SKIP",
                "users",
                List.of(Map.of("username", moved.email(), "email", moved.email(), "enabled", true))));
        Person account = moved.account(asShipped);
        String workflow = asShipped.get("workflows").get(0).get("id").asText();

        asShipped.post("workflows/" + workflow + "/activate/USERS/" + account.id(), null);

        awaitDate(asShipped, account);
    }

    @Test
    void accountThatNeverVerifies_isDisabledWhenItIsDue() {
        Person student = impatient.newStudent();
        assertThat(enabled(impatient, student)).isTrue();

        Await.until("the account is disabled", PATIENCE, () -> !enabled(impatient, student));

        assertThat(dueSteps(impatient, student)).isEmpty();
        assertThat(impatient.schoolMobile().directGrant(student).error()).isEqualTo("invalid_grant");
    }

    @Test
    void whoVerifiesInBetween_isLeftAlone() {
        Phone phone = new Phone(simulator);
        Person student = impatient.newStudent();
        awaitDate(impatient, student);

        assertThat(impatient
                        .studentPortal()
                        .open(student)
                        .number(phone.number())
                        .code(phone.code())
                        .isCallback())
                .isTrue();

        awaitNoDate(impatient, student);
        assertThat(enabled(impatient, student)).isTrue();
    }

    @Test
    void whoBecomesExemptInBetween_isLeftAlone() {
        Person pupil = impatient.newStudent();
        awaitDate(impatient, pupil);

        impatient.addRealmRole(pupil, "phone-exempt");

        awaitNoDate(impatient, pupil);
        assertThat(enabled(impatient, pupil)).isTrue();
    }

    /** Whoever is created before somebody who is disabled, and is enabled still, was not due. */
    @Test
    void whoIsVerifiedOrExemptOrAService_isNeverDue() {
        RealmAdmin realm = impatient;
        RealmAdmin patient = withSteps(Duration.ofDays(1));
        Person verified = realm.newVerifiedStudent(new Phone(simulator));
        Person deputy = realm.newPerson(user -> {});
        realm.addClientRole(deputy, "realm-management", "realm-admin");
        // By a role that holds the role.
        realm.post("roles", Map.of("name", "app-store-reviewer"));
        realm.post("roles/app-store-reviewer/composites", List.of(realm.get("roles/phone-exempt")));
        Person reviewer = realm.newPerson(user -> {});
        realm.addRealmRole(reviewer, "app-store-reviewer");
        realm.createClient(Map.of(
                "clientId", "nightly", "publicClient", false, "serviceAccountsEnabled", true, "secret", "nightly"));
        Person service = new Person(
                realm.get("clients/" + realm.clientUuid("nightly") + "/service-account-user")
                        .get("id")
                        .asText(),
                "",
                "");
        Person elsewhere = patient.newStudent();
        Person never = realm.newStudent();

        Await.until("the last one is disabled", PATIENCE, () -> !enabled(realm, never));

        for (Person spared : List.of(verified, deputy, reviewer, service)) {
            awaitNoDate(realm, spared);
            assertThat(enabled(realm, spared)).as(realm.user(spared).toString()).isTrue();
        }
        assertThat(enabled(patient, elsewhere)).isTrue();
        assertThat(realm.app("nightly", "nightly").clientCredentials().granted())
                .isTrue();
    }

    private static boolean enabled(RealmAdmin realm, Person person) {
        return realm.user(person).get("enabled").asBoolean();
    }

    /** The account's next steps in the workflow, none where it is not in it. */
    private static List<JsonNode> dueSteps(RealmAdmin realm, Person person) {
        return Json.list(realm.get("workflows/scheduled/" + person.id())).stream()
                .flatMap(workflow -> Json.list(workflow.get("steps")).stream())
                .toList();
    }

    private static void awaitDate(RealmAdmin realm, Person person) {
        Await.until("a date", () -> !dueSteps(realm, person).isEmpty());
    }

    private static void awaitNoDate(RealmAdmin realm, Person person) {
        Await.until("no date any more", PATIENCE, () -> dueSteps(realm, person).isEmpty());
    }
}
