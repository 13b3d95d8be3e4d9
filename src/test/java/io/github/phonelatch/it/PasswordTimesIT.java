package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The time of a refusal does not tell who is known, whatever was typed as a password. Times are taken in turns, so that what else
 * the machine does falls on all alike, and their medians are compared. A hash of this cost takes several times what the rest of
 * a request does, and the test makes sure of that with requests that bring no password at all, for which Keycloak hashes nothing.
 */
@ExtendWith(SharedServer.class)
class PasswordTimesIT {
    private static final int ROUNDS = 15;
    private static final String COST = " and hashIterations(11)";
    /** Tells a hash from none. With a hash on both sides medians were within 1.3 of each other. */
    private static final double BOUND = 2;

    private static final List<String> WAYS = List.of("username form", "direct grant", "sign-in by phone");
    private static final Map<String, String> PASSWORDS =
            Map.of("ordinary", "an ordinary one", "NUL within", "an\0ordinary", "NUL at the end", "an ordinary one\0");

    private final Map<String, List<Long>> times = new LinkedHashMap<>();

    private RealmAdmin realm;

    private record Known(String kind, Person person, String number) {}

    @Test
    void refusal_takesAsLong_forPeopleWhoAreThere_andForNobody(Admin admin, Simulator simulator) {
        realm = admin.newSchoolRealm(changed -> changed.put("passwordPolicy", Admin.shippedPasswordPolicy() + COST)
                // A locked person would be refused for another reason.
                .put("bruteForceProtected", false));
        Phone students = new Phone(simulator);
        Phone teachers = new Phone(simulator);
        Known student = new Known("student", realm.newVerifiedStudent(students), students.number());
        Known teacher = new Known("teacher", realm.newVerifiedTeacher(teachers), teachers.number());
        Known nobody = new Known("nobody", new Person("", "nobody@school.example", ""), Numbers.next());

        List<Runnable> round = new ArrayList<>();
        for (String way : WAYS) {
            round.add(() -> time(way, "none", student, ""));
            PASSWORDS.forEach((name, password) ->
                    List.of(student, teacher, nobody).forEach(who -> round.add(() -> time(way, name, who, password))));
        }
        round.forEach(Runnable::run);
        times.clear();
        Random order = new Random(1);
        for (int i = 0; i < ROUNDS; i++) {
            Collections.shuffle(round, order);
            round.forEach(Runnable::run);
        }

        System.out.println(table());
        for (String way : WAYS) {
            assertThat(median(way, "ordinary", "nobody") / median(way, "none", "student"))
                    .as("a hash takes most of the time, or nothing here tells anything: %s", way)
                    .isGreaterThan(BOUND * BOUND);
            for (String password : PASSWORDS.keySet()) {
                for (String kind : List.of("student", "teacher")) {
                    assertThat(median(way, password, kind) / median(way, password, "nobody"))
                            .as("%s, %s, %s", way, password, kind)
                            .isBetween(1 / BOUND, BOUND);
                }
            }
        }
    }

    private void time(String way, String name, Known who, String password) {
        // Whatever is asked for first is there before the clock starts.
        Runnable attempt = switch (way) {
            case "direct grant" -> {
                Map<String, String> form = new LinkedHashMap<>(Map.of(
                        "grant_type", "password", "username", who.person().email()));
                if (!password.isEmpty()) {
                    form.put("password", password);
                }
                yield () -> assertThat(realm.schoolMobile().token(form).error()).isEqualTo("invalid_grant");
            }
            case "username form" -> {
                Form form = realm.studentPortal()
                        .open(new HttpBrowser())
                        .form("kc-form-login")
                        .with("username", who.person().email())
                        .with("password", password);
                yield () -> assertThat(form.submit().has("#kc-form-login")).isTrue();
            }
            default -> {
                Form form = realm.studentPortal()
                        .open(new HttpBrowser())
                        .tryAnotherWay()
                        .choose("Phone number")
                        .form("phonelatch-number-form")
                        .with("phone_number", who.number())
                        .with("password", password);
                yield () -> assertThat(form.press("verify").isNumberPage()).isTrue();
            }
        };
        long start = System.nanoTime();
        attempt.run();
        times.computeIfAbsent(key(way, name, who.kind()), key -> new ArrayList<>())
                .add(System.nanoTime() - start);
    }

    private static String key(String way, String password, String kind) {
        return way + "/" + password + "/" + kind;
    }

    /** In milliseconds. */
    private double median(String way, String password, String kind) {
        List<Long> sorted =
                times.get(key(way, password, kind)).stream().sorted().toList();
        return sorted.get(sorted.size() / 2) / 1e6;
    }

    private String table() {
        StringBuilder table = new StringBuilder("""
                medians of %d refusals in ms
                | way              | password       | student | teacher | nobody | student/nobody | teacher/nobody |
                | ---              | ---            | ---     | ---     | ---    | ---            | ---            |
                """.formatted(ROUNDS));
        for (String way : WAYS) {
            for (String password : PASSWORDS.keySet().stream().sorted().toList()) {
                double student = median(way, password, "student");
                double teacher = median(way, password, "teacher");
                double nobody = median(way, password, "nobody");
                table.append("| %-16s | %-14s | %7.0f | %7.0f | %6.0f | %14.2f | %14.2f |%n"
                        .formatted(way, password, student, teacher, nobody, student / nobody, teacher / nobody));
            }
            table.append("| %-16s | %-14s | %7.0f |         |        |                |                |%n"
                    .formatted(way, "none", median(way, "none", "student")));
        }
        return table.toString();
    }
}
