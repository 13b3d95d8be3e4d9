package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Mover;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Moving in as a whole school does: {@code -Dmove-in.rows=10000}, and 100000 for a whole district. */
@ExtendWith(SharedServer.class)
class MoveInManyIT {
    private static final int ROWS = Integer.getInteger("move-in.rows", 3_000);
    /** What is promised: 10,000 within 90 s and 100,000 within 10 minutes; fewer than that at the same rate once it runs. */
    private static final Duration WITHIN = ROWS < 10_000
            ? Duration.ofSeconds(10).plusMillis(ROWS * 9L)
            : Duration.ofMillis(ROWS * (ROWS > 10_000 ? 6L : 9L));

    private static final int PAGE = 250;
    private static final String OLD_PASSWORD = "old-password";
    private static final String OLD_HASH = "$2b$05$abcdefghijklmnopqrstuu.AYRYCvPn18whinRwktbe9ZQlhPM4qi";

    @TempDir
    Path directory;

    private static Person pupil(int number) {
        return new Person("", "pupil" + number + "@many.example", OLD_PASSWORD);
    }

    /** A realm in which a password is all that is asked for. */
    private static RealmAdmin realm(Admin admin) {
        RealmAdmin realm = admin.newSchoolRealm();
        realm.enablePhoneAction(false);
        return realm;
    }

    private Path file(RealmAdmin realm, int rows) throws IOException {
        Path file = directory.resolve("people.csv");
        // An id is one account's in all realms of a server.
        long school = realm.name().hashCode();
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            out.write("id,name,email,password,phone,status,last_login,created_at\n");
            for (int i = 0; i < rows; i++) {
                out.write(new UUID(school, i) + ",Pupil " + i + "," + pupil(i).email() + "," + OLD_HASH + ","
                        + String.format("07400 %06d", i % 1_000_000) + ",active,2024-05-01 08:30:00,2020-01-02\n");
            }
        }
        return file;
    }

    /** A page of people at every so many. Pages are short: Keycloak's time for one grows with the square of its length. */
    private static Map<String, JsonNode> people(RealmAdmin realm, int rows, int every) {
        Map<String, JsonNode> people = new HashMap<>();
        for (int first = 0; first < rows; first += every) {
            realm.get("users?briefRepresentation=false&first=" + first + "&max=" + PAGE)
                    .forEach(user -> people.put(user.get("username").asText(), user));
        }
        return people;
    }

    private static int members(RealmAdmin realm) {
        String group = realm.get("group-by-path/students").get("id").asText();
        int members = 0;
        for (int first = 0; ; first += 5000) {
            int some = realm.get("groups/" + group + "/members?briefRepresentation=true&first=" + first + "&max=5000")
                    .size();
            members += some;
            if (some < 5000) {
                return members;
            }
        }
    }

    @Test
    void wholeSchool_movesInWithinItsTime_andASecondRunChangesNothing(KeycloakServer server, Admin admin)
            throws Exception {
        RealmAdmin realm = realm(admin);
        Path file = file(realm, ROWS);

        Instant start = Instant.now();
        Mover.Outcome first;
        try (Mover mover = Mover.start(server, realm, file, "--group", "/students")) {
            first = mover.end();
        }
        Duration took = Duration.between(start, Instant.now());
        System.out.println("move-in: " + ROWS + " rows in " + took.toSeconds() + " s");

        assertThat(first.exitCode()).as(first.err()).isZero();
        assertThat(first.out()).contains("moved in: " + ROWS, "refused: 0");
        assertThat(realm.get("users/count").asInt()).isEqualTo(ROWS);
        for (int i = 0; i < ROWS; i += ROWS / 5) {
            assertThat(realm.ungatedApp().directGrant(pupil(i)).granted()).isTrue();
        }

        Map<String, JsonNode> before = people(realm, ROWS, ROWS / 5);
        Mover.Outcome second;
        try (Mover mover = Mover.start(server, realm, file, "--group", "/students")) {
            second = mover.end();
        }

        assertThat(second.exitCode()).as(second.err()).isZero();
        assertThat(second.out()).contains("moved in: 0", "already there: " + ROWS, "refused: 0");
        assertThat(people(realm, ROWS, ROWS / 5)).isEqualTo(before).hasSize(5 * PAGE);

        assertThat(took).isLessThan(WITHIN);
    }

    @Test
    void killedInTheMiddle_leavesWholePeople_andTheNextRunBringsTheOthers(KeycloakServer server, Admin admin)
            throws Exception {
        int rows = 1500;
        RealmAdmin realm = realm(admin);
        Path file = file(realm, rows);

        try (Mover mover = Mover.start(server, realm, file, "--group", "/students")) {
            Await.until(
                    "some have moved in",
                    Duration.ofMinutes(2),
                    () -> realm.get("users/count").asInt() >= 300);
            mover.kill();
        }
        int there = realm.get("users/count").asInt();
        assertThat(there).as("it was in the middle").isLessThan(rows);
        Mover.Outcome next;
        try (Mover mover = Mover.start(server, realm, file, "--group", "/students")) {
            next = mover.end();
        }

        assertThat(next.exitCode()).as(next.err()).isZero();
        assertThat(realm.get("users/count").asInt()).isEqualTo(rows);
        assertThat(members(realm)).isEqualTo(rows);
        assertThat(people(realm, rows, PAGE).values()).hasSize(rows).allSatisfy(user -> {
            assertThat(user.get("enabled").asBoolean()).isTrue();
            assertThat(user.get("attributes").get("lastLogin").get(0).asText()).isEqualTo("2024-05-01T08:30:00Z");
            assertThat(user.get("attributes").get("phoneNumber").get(0).asText())
                    .startsWith("+447400");
        });
        for (int i = 0; i < rows; i += 300) {
            assertThat(realm.ungatedApp().directGrant(pupil(i)).granted()).isTrue();
        }
    }
}
