package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.examples.SchoolApi;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Chromium;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The examples of {@code docs/applications.md}, copied from the page and run as its readers would. */
@ExtendWith(SharedServer.class)
class ApplicationsDocIT {
    private static final String REALM = "https://id.school.example/realms/school";

    private static RealmAdmin realm;
    private static Relay relay;
    private static SchoolApi api;
    private static Chromium chromium;

    enum Language {
        CURL,
        PYTHON,
        JAVASCRIPT
    }

    @BeforeAll
    static void start(Admin admin) throws IOException {
        relay = Relay.start();
        realm = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "300");
        });
        realm.updateClient(
                "school-mobile",
                client -> client.set("webOrigins", Json.of(List.of(relay.uri().toString()))));
        api = SchoolApi.start(0, realm.uri(), List.of(relay.uri()));
    }

    @BeforeEach
    void nothingIsLost() {
        relay.reset();
    }

    @AfterAll
    static void stop() {
        if (chromium != null) {
            chromium.close();
        }
        if (api != null) {
            api.close();
        }
        relay.close();
    }

    @ParameterizedTest
    @EnumSource
    void wholeWay_endsAtTheApi_withASlipOnTheWay(Language language, Phone phone) throws Exception {
        Person student = realm.newStudent();

        Run run = run(language, student, phone, true);

        assertThat(run.said())
                .contains(
                        "Wrong code, 4 attempts left.",
                        phone.number().substring(11) + ", good for ",
                        "200 ",
                        "Mathematics")
                .doesNotContain("No answer");
        assertThat(run.succeeded()).as(run.said()).isTrue();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(phone.number());
        assertThat(phone.messages()).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    void lostAnswers_costNoSecondMessage_andNoSecondAttempt(Language language, Phone phone) throws Exception {
        relay.loseAnswerOf("request-otp");
        relay.loseAnswerOf("verify-otp");

        Run run = run(language, realm.newStudent(), phone, false);

        assertThat(run.succeeded()).as(run.said()).isTrue();
        assertThat(run.said()).contains("200 ", "Mathematics");
        assertThat(relay.isDone()).isTrue();
        assertThat(phone.messages()).hasSize(1);
        assertThat(phone.verifyCalls()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void tooSoon_isToldWithTheTimeToWait(Language language, Phone first, Phone second) throws Exception {
        Person student = realm.newStudent();
        realm.phoneApi(realm.schoolMobile().directGrant(student)).requestOtp(first);

        Run run = run(language, student, second, false);

        assertThat(run.succeeded()).isFalse();
        assertThat(run.said())
                .containsPattern("rate-limited: No other code can be sent yet\\. Again in [23]\\d\\d seconds\\.");
        assertThat(second.sendCalls()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void anotherNumber_comesAfterACodeToTheCurrentOne_withASlipAtEach(Language language, Phone old, Phone next)
            throws Exception {
        Person student = realm.newVerifiedStudent(old);

        Run run = run(language, student, new TypingPerson(List.of(old, next), true), next);

        assertThat(run.succeeded()).as(run.said()).isTrue();
        assertThat(run.said())
                .contains("First the number you have now.", "Wrong code, 4 attempts left.", "200 ", "Mathematics");
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
        assertThat(old.messages()).hasSize(1);
        assertThat(next.messages()).hasSize(1);
    }

    /** What was lost on the way to the current number is not taken for the new one. */
    @ParameterizedTest
    @EnumSource
    void lostAnswers_onTheWayToAnotherNumber_costNoSecondMessage(Language language, Phone old, Phone next)
            throws Exception {
        Person student = realm.newVerifiedStudent(old);
        relay.loseAnswerOf("verify-otp");

        Run run = run(language, student, new TypingPerson(List.of(old, next), false), next);

        assertThat(run.succeeded()).as(run.said()).isTrue();
        assertThat(relay.isDone()).isTrue();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
        assertThat(old.messages()).hasSize(1);
        assertThat(next.messages()).hasSize(1);
    }

    /** Both reasons of one problem, one after the other: the session is too old, and the current number comes first. */
    @ParameterizedTest
    @EnumSource
    void oldSession_andExpiredToken_areMadeAnew(Language language, Phone old, Phone next, Phone elsewhere)
            throws Exception {
        Person student = realm.newVerifiedStudent(old);
        relay.changeTokenOf("request-otp", tokenFromBefore(elsewhere));
        relay.changeTokenOf("verify-otp", "no.longer.valid");

        Run run = run(language, student, new TypingPerson(List.of(old, next), false), next);

        assertThat(run.succeeded()).as(run.said()).isTrue();
        assertThat(relay.isDone()).isTrue();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
    }

    @Test
    void codeInTheDirectGrant_isAskedForUntilItIsRight(Phone phone) throws Exception {
        Run.needs("bash", "curl");
        Person teacher = realm.newVerifiedTeacher(phone);
        String example =
                Examples.filled("phone-code", Map.of(REALM, realm.uri(), "theo@school.example", teacher.email()));

        Run run = Run.of("bash", example, Map.of("PASSWORD", teacher.password()), new TypingPerson(phone, true));

        assertThat(run.said()).contains("phone_code_required", "\"attempts_left\":4", "\"access_token\"");
        assertThat(run.succeeded()).isTrue();
    }

    @Test
    void smokeCheck_tellsAServerWithTheJarFromOneWithout(Phone phone) throws Exception {
        Run.needs("bash", "curl");
        TypingPerson nobody = new TypingPerson(phone, false);

        Run there = Run.of("bash", Examples.filled("smoke", Map.of(REALM, realm.uri())), Map.of(), nobody);
        Run missing = Run.of(
                "bash",
                Examples.filled("smoke", Map.of(REALM + "/phonelatch", realm.uri() + "/no-phonelatch")),
                Map.of(),
                nobody);

        assertThat(there).isEqualTo(new Run(true, ""));
        assertThat(missing.succeeded()).isFalse();
        assertThat(missing.said()).contains("404");
    }

    /** Of a session that began before its person verified a number in another one. */
    private static String tokenFromBefore(Phone phone) {
        Person student = realm.newStudent();
        String token = realm.schoolMobile().directGrant(student).accessToken();
        PhoneApi later = realm.phoneApi(realm.schoolMobile().directGrant(student));
        assertThat(later.verifyOtp(later.requestOtp(phone), phone.code()).status())
                .isEqualTo(200);
        assertThat(realm.phoneApi(token)
                        .requestOtp(phone)
                        .body()
                        .path("max_age")
                        .asInt())
                .isEqualTo(300);
        return token;
    }

    private static Run run(Language language, Person person, Phone phone, boolean slips) throws Exception {
        return run(language, person, new TypingPerson(phone, slips), phone);
    }

    /** @param phone whose number the example is to verify */
    private static Run run(Language language, Person person, TypingPerson hand, Phone phone) throws Exception {
        return switch (language) {
            case CURL -> {
                Run.needs("bash", "curl");
                yield Run.of("bash", program("curl", person, phone), environment(person), hand);
            }
            case PYTHON -> {
                Run.needs("python3");
                yield Run.of("python3", program("python", person, phone), environment(person), hand);
            }
            case JAVASCRIPT -> {
                if (chromium == null) {
                    chromium = Chromium.start();
                }
                serve(person, phone);
                yield Run.inBrowser(chromium.browser(), relay.uri(), hand);
            }
        };
    }

    private static String program(String name, Person person, Phone phone) {
        return Examples.filled(
                name,
                Map.of(
                        REALM,
                        realm.uri(),
                        "https://api.school.example",
                        api.uri(),
                        "omar@school.example",
                        person.email(),
                        "+447400123456",
                        phone.number()));
    }

    private static Map<String, String> environment(Person person) {
        return Map.of("PASSWORD", person.password(), "http_proxy", relay.uri().toString());
    }

    private static void serve(Person person, Phone phone) {
        relay.serve("/", "<!doctype html><title>School</title>");
        relay.serve(
                "/phone.js",
                Examples.filled("javascript", Map.of(REALM, realm.uri(), "https://api.school.example", api.uri())));
        relay.serve(
                "/use.js",
                "const password = \"" + person.password() + "\";\n"
                        + Examples.filled(
                                "javascript-use",
                                Map.of("omar@school.example", person.email(), "+447400123456", phone.number()))
                        + "export { status, json };\n");
    }
}
