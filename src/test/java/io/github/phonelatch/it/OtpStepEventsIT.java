package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the realm's events tell of codes at sign-in, and what they never tell. */
@ExtendWith(SharedServer.class)
class OtpStepEventsIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            Admin.phoneSettings(school).put("cooldown", "0");
            // Else two failures within a second lock the account.
            school.put("quickLoginCheckMilliSeconds", 0);
        });
    }

    @Test
    void sentWrongAndRight_areOneEventEach(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);

        realm.studentPortal()
                .open(teacher)
                .code(phone.wrongCode())
                .code(phone.code())
                .tokens();

        assertThat(realm.events(teacher, "CUSTOM_REQUIRED_ACTION"))
                .singleElement()
                .satisfies(event -> {
                    assertPhone(event, phone);
                    assertThat(detail(event, "phonelatch_outcome")).isEqualTo("code_sent");
                    assertThat(detail(event, "phonelatch_channel")).isEqualTo("sms");
                    assertThat(detail(event, "custom_required_action")).isEmpty();
                });
        assertThat(realm.events(teacher, "LOGIN_ERROR")).singleElement().satisfies(event -> {
            assertPhone(event, phone);
            assertThat(event.get("error").asText()).isEqualTo("invalid_user_credentials");
            assertThat(detail(event, "phonelatch_outcome")).isEqualTo("wrong_code");
        });
        assertThat(realm.events(teacher, "LOGIN")).singleElement().satisfies(event -> {
            assertPhone(event, phone);
            assertThat(detail(event, "phonelatch_channel")).isEqualTo("sms");
        });
        assertSilentOn(teacher, phone);
    }

    @Test
    void signInWithoutACode_saysNothingOfAPhone(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        realm.studentPortal().open(student).tokens();

        assertThat(realm.events(student, "LOGIN"))
                .singleElement()
                .satisfies(event -> assertThat(event.get("details").toString()).doesNotContain("phonelatch"));
    }

    @Test
    void usedUpCode_isToldByItsReason(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        var page = realm.studentPortal().open(teacher);
        for (int i = 0; i < 6; i++) {
            page = page.code(phone.wrongCode());
        }

        assertThat(realm.events(teacher, "LOGIN_ERROR"))
                .extracting(event -> event.get("error").asText())
                .containsExactly(
                        "too_many_attempts",
                        "invalid_user_credentials",
                        "invalid_user_credentials",
                        "invalid_user_credentials",
                        "invalid_user_credentials",
                        "invalid_user_credentials");
        assertSilentOn(teacher, phone);
    }

    @Test
    void refusedSend_tellsWhy_withTheProvidersCode(Simulator simulator, Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        simulator.control().script(phone.number(), Fault.error(400, 5013, "blacklisted: " + phone.number()), 1);

        realm.studentPortal().open(teacher);

        assertThat(realm.events(teacher, "CUSTOM_REQUIRED_ACTION")).isEmpty();
        assertThat(realm.events(teacher, "LOGIN_ERROR")).singleElement().satisfies(event -> {
            assertPhone(event, phone);
            assertThat(event.get("error").asText()).isEqualTo("number_refused");
            assertThat(detail(event, "phonelatch_provider_code")).isEqualTo("5013");
        });
        assertSilentOn(teacher, phone);
    }

    @Test
    void reloadedPage_isNoNews(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);

        realm.studentPortal().open(teacher).reload().reload();
        realm.studentPortal().open(teacher);

        assertThat(realm.events(teacher, "CUSTOM_REQUIRED_ACTION")).hasSize(1);
    }

    private static void assertPhone(JsonNode event, Phone phone) {
        assertThat(detail(event, "phonelatch_purpose")).isEqualTo("sign_in");
        assertThat(detail(event, "phonelatch_country")).isEqualTo("GB");
        assertThat(detail(event, "phonelatch_number_ends"))
                .isEqualTo(phone.number().substring(11));
        assertThat(event.get("clientId").asText()).isEqualTo("student-portal");
        assertThat(event.get("ipAddress").asText()).isNotEmpty();
    }

    /** No number in any notation, and no code that was sent. */
    private static void assertSilentOn(Person person, Phone phone) {
        List<JsonNode> events = realm.events(person);
        assertThat(events).isNotEmpty();
        String details = events.stream()
                .map(event -> event.path("details").toString() + event.path("error"))
                .reduce("", String::concat);
        assertThat(details.replaceAll("[\\s()+.-]", ""))
                .doesNotContain(phone.number().substring(3));
        phone.messages().forEach(message -> assertThat(details).doesNotContain('"' + message.code() + '"'));
    }

    private static String detail(JsonNode event, String name) {
        return event.get("details").path(name).asText();
    }
}
