package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.examples.SchoolApi;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Http;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Registrant;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** From no account to a used one and out again, with the example of an API that trusts the realm's tokens. */
@ExtendWith(SharedServer.class)
class SchoolAuthFlowIT {
    private static final String TIMETABLE = "/api/students/timetable";
    private static final String CLASSES = "/api/teachers/classes";

    private static RealmAdmin school;
    private static SchoolApi api;

    @BeforeAll
    static void start(Admin admin) {
        school = admin.newSchoolRealm(realm -> Admin.phoneSettings(realm).put("cooldown", "0"));
        api = SchoolApi.start(0, school.uri(), List.of());
    }

    @AfterAll
    static void stop() {
        api.close();
    }

    @Test
    void integration_student_auth_flow(Phone phone) {
        App portal = school.studentPortal();
        Registrant noor = Registrant.next();
        Page page = noor.register(portal.register(new HttpBrowser()), phone.number());
        page = page.form("phonelatch-number-form").press("send").code(phone.code());
        assertThat(page.isCallback()).as(page.toString()).isTrue();
        Person student = noor.account(school);

        HttpBrowser browser = new HttpBrowser();
        Tokens tokens = portal.open(browser).password(student).tokens();
        assertThat(seen(TIMETABLE, tokens).at("/lessons/0/subject").asText()).isEqualTo("Mathematics");
        assertThat(call(CLASSES, tokens).statusCode()).isEqualTo(403);

        Tokens next = tokens.refresh();
        assertThat(next.refreshToken()).isNotEqualTo(tokens.refreshToken());
        assertThat(seen(TIMETABLE, next).get("lessons")).isNotEmpty();

        assertSignsOut(portal, browser, student, next);
    }

    @Test
    void integration_teacher_auth_flow(Simulator simulator, Phone phone) {
        App portal = school.app("teacher-portal");
        Registrant noor = Registrant.next();
        Page page = noor.register(portal.register(new HttpBrowser()), phone.number());
        Tokens applicants = page.form("phonelatch-number-form")
                .press("send")
                .code(phone.code())
                .tokens();
        Person teacher = noor.account(school);
        assertThat(call(CLASSES, applicants).statusCode()).isEqualTo(403);

        school.leave(teacher, "/teacher-applicants");
        school.join(teacher, "/teachers");
        // The provider takes the next message for a number when the last code has ended.
        simulator.control().advance(Duration.ofSeconds(301));

        HttpBrowser browser = new HttpBrowser();
        page = portal.open(browser).password(teacher);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        Tokens tokens = page.code(phone.code(2)).tokens();
        assertThat(seen(CLASSES, tokens).at("/classes/0/pupils").asInt()).isPositive();
        assertThat(call(TIMETABLE, tokens).statusCode()).isEqualTo(403);

        Tokens next = tokens.refresh();
        assertThat(seen(CLASSES, next).get("classes")).isNotEmpty();

        assertSignsOut(portal, browser, teacher, next);
    }

    /** For apps without a browser at hand when somebody leaves. */
    @Test
    void revokedRefreshToken_isDead_andItsAccessTokensWithIt(Phone phone) {
        Person student = school.newVerifiedStudent(phone);
        App app = school.schoolMobile();
        Tokens tokens = app.directGrant(student);
        assertThat(sessions(student)).hasSize(1);

        app.revoke(tokens.refreshToken());

        assertDead(tokens);
        assertThat(sessions(student)).isEmpty();
    }

    private static void assertSignsOut(App portal, HttpBrowser browser, Person person, Tokens tokens) {
        Page page = portal.logout(browser, tokens);
        assertThat(page.status()).as(page.toString()).isEqualTo(200);

        assertDead(tokens);
        page = portal.open(browser);
        assertThat(page.has("form#kc-form-login")).as(page.toString()).isTrue();
        assertThat(sessions(person))
                .extracting(session -> session.get("id").asText())
                .doesNotContain(tokens.accessClaims().get("sid").asText());
    }

    private static void assertDead(Tokens tokens) {
        assertThat(tokens.refresh().error()).isEqualTo("invalid_grant");
        assertThat(tokens.userinfo().status()).isEqualTo(401);
        App backend = school.app("school-api", school.secret("school-api"));
        assertThat(backend.introspect(tokens.accessToken()).get("active").asBoolean())
                .isFalse();
    }

    private static JsonNode sessions(Person person) {
        return school.get("users/" + person.id() + "/sessions");
    }

    private static JsonNode seen(String path, Tokens tokens) {
        HttpResponse<String> answer = call(path, tokens);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.parse(answer.body());
    }

    private static HttpResponse<String> call(String path, Tokens tokens) {
        return Http.send(
                Http.request(URI.create(api.uri() + path)).header("Authorization", "Bearer " + tokens.accessToken()));
    }
}
