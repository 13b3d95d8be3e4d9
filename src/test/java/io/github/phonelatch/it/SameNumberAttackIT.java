package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Verifications;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Accounts that say of somebody's number that it is theirs, in any number, as whoever registers may: looking for who really has
 * verified it costs the same, and finds them. Counted in statements to the database, which no busy machine changes.
 */
class SameNumberAttackIT {
    private static final int REGISTRANTS = 1500;
    /** As many are made with one call. */
    private static final int AT_ONCE = 100;
    /** What caches, a listener or a background job may add or spare; each registrant that was read would add one at least. */
    private static final int ALLOWANCE = 60;

    private static Simulator simulator;
    private static KeycloakServer server;
    private static RealmAdmin realm;

    @BeforeAll
    static void start() {
        simulator = Simulator.start(SimulatorOptions.defaults());
        server = SharedServer.serverWith(simulator)
                .logLevel("org.hibernate.SQL", "DEBUG")
                .name("registrants")
                .start();
        realm = new Admin(server).newSchoolRealm();
    }

    @AfterAll
    static void stop() {
        server.close();
        simulator.close();
    }

    @Test
    void ownersSignInByPhone_costsTheSame_howeverManyNameTheNumber() {
        Phone phone = new Phone(simulator);
        Person owner = realm.newVerifiedStudent(phone);
        signInByPhone(phone, owner);
        long alone = statements(() -> signInByPhone(phone, owner));

        register(phone.number());
        long among = statements(() -> signInByPhone(phone, owner));

        assertThat(among).as("statements; without registrants %d", alone).isLessThan(alone + ALLOWANCE);
    }

    @Test
    void verification_costsTheSame_andCountsTheHolders_howeverManyNameTheNumber() {
        Phone free = new Phone(simulator);
        Phone shared = new Phone(simulator);
        verify(free);
        long alone = statements(() -> verify(new Phone(simulator)));

        register(shared.number());
        for (int i = 0; i < 4; i++) {
            realm.newVerifiedStudent(shared);
        }
        long among = statements(() -> verify(shared));

        assertThat(among).as("statements; without registrants %d", alone).isLessThan(alone + ALLOWANCE);
        simulator.control().advance(Duration.ofMinutes(6));
        Person sixth = realm.newStudent();
        assertThat(realm.studentPortal()
                        .open(sixth)
                        .number(shared.number())
                        .code(shared.code())
                        .text())
                .contains("already belongs to another account");
    }

    private static void signInByPhone(Phone phone, Person owner) {
        Page done = realm.studentPortal()
                .open(new HttpBrowser())
                .tryAnotherWay()
                .choose("Phone number")
                .form("phonelatch-number-form")
                .with("phone_number", phone.number())
                .with("password", owner.password())
                .press("verify");
        assertThat(done.tokens().accessClaims().path("preferred_username").asText())
                .isEqualTo(owner.email());
    }

    private static void verify(Phone phone) {
        Page done = realm.studentPortal()
                .open(realm.newStudent())
                .number(phone.number())
                .code(phone.code());
        assertThat(done.tokens().granted()).isTrue();
    }

    /** Some of them have a verified number too, though not this one, and half of them say of this one that it is verified. */
    private static void register(String number) {
        for (int done = 0; done < REGISTRANTS; done += AT_ONCE) {
            ObjectNode accounts = Json.object().put("ifResourceExists", "FAIL");
            for (int i = 0; i < AT_ONCE; i++) {
                String email = UUID.randomUUID() + "@registrants.example";
                ObjectNode user = accounts.withArray("users")
                        .addObject()
                        .put("username", email)
                        .put("email", email)
                        .put("enabled", true);
                if (i == 0) {
                    Verifications.put(
                            user, new Phone(simulator).number(), Instant.now().minus(Duration.ofDays(1)));
                }
                ObjectNode attributes = user.putObject("attributes");
                attributes.putArray("phoneNumber").add(number);
                attributes.putArray("phoneNumberVerified").add(Boolean.toString(i % 2 == 0));
                // What people are found by, as where an admin lets everybody write everything.
                attributes.putArray("phonelatchNumber").add(number);
            }
            assertThat(realm.partialImport(accounts).get("added").asInt()).isEqualTo(AT_ONCE);
        }
    }

    private static long statements(Runnable request) {
        long before = logged();
        request.run();
        return logged() - before;
    }

    private static long logged() {
        return server.log()
                .lines()
                .filter(line -> line.contains("[org.hibernate.SQL]"))
                .count();
    }
}
