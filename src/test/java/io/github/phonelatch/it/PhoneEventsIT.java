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

/** What the realm's events tell an admin, and what they never tell. */
@ExtendWith(SharedServer.class)
class PhoneEventsIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
    }

    @Test
    void sentRefusedAndVerified_areOneEventEach(Phone phone) {
        Person student = realm.newStudent();

        String wrong = realm.studentPortal()
                .open(student)
                .number(phone.number())
                .code(phone.wrongCode())
                .code(phone.code())
                .callback("code");
        assertThat(wrong).isNotNull();

        assertThat(ours(student, "CUSTOM_REQUIRED_ACTION")).singleElement().satisfies(event -> {
            assertDetails(event, "code_sent", phone);
            assertThat(detail(event, "phonelatch_channel")).isEqualTo("sms");
        });
        assertThat(ours(student, "CUSTOM_REQUIRED_ACTION_ERROR"))
                .singleElement()
                .satisfies(event -> {
                    assertDetails(event, "refused", phone);
                    assertThat(event.get("error").asText()).isEqualTo("wrong_code");
                });
        assertThat(ours(student, "UPDATE_CREDENTIAL")).singleElement().satisfies(event -> {
            assertDetails(event, "verified", phone);
            assertThat(detail(event, "phonelatch_channel")).isEqualTo("sms");
            assertThat(detail(event, "credential_type")).isEqualTo(RealmAdmin.PHONE_CREDENTIAL);
        });
        assertSilentOn(student, phone);
    }

    @Test
    void otherChannel_isToldByItsName(Phone phone) {
        Person student = realm.newStudent();

        realm.studentPortal()
                .open(student)
                .number(phone.number())
                .byChannel("voice")
                .code(phone.code());

        assertThat(ours(student, "CUSTOM_REQUIRED_ACTION"))
                .extracting(event -> detail(event, "phonelatch_channel"))
                .containsExactlyInAnyOrder("sms", "voice");
        assertThat(ours(student, "UPDATE_CREDENTIAL"))
                .extracting(event -> detail(event, "phonelatch_channel"))
                .containsExactly("voice");
    }

    @Test
    void reloadedPage_isNoNews(Phone phone) {
        Person student = realm.newStudent();

        realm.studentPortal().open(student).number(phone.number()).reload().reload();
        realm.studentPortal().open(student).number(phone.number());

        assertThat(ours(student, "CUSTOM_REQUIRED_ACTION")).hasSize(1);
    }

    @Test
    void refusedSend_tellsWhy_withTheProvidersCode(Simulator simulator, Phone phone) {
        Person student = realm.newStudent();
        simulator.control().script(phone.number(), Fault.error(400, 5013, "blacklisted: " + phone.number()), 1);

        realm.studentPortal().open(student).number(phone.number());

        assertThat(ours(student, "CUSTOM_REQUIRED_ACTION")).isEmpty();
        assertThat(ours(student, "CUSTOM_REQUIRED_ACTION_ERROR"))
                .singleElement()
                .satisfies(event -> {
                    assertDetails(event, "refused", phone);
                    assertThat(event.get("error").asText()).isEqualTo("number_refused");
                    assertThat(detail(event, "phonelatch_provider_code")).isEqualTo("5013");
                });
        assertSilentOn(student, phone);
    }

    @Test
    void countryThatIsNotAllowed_isTold() {
        Person student = realm.newStudent();

        realm.studentPortal().open(student).number("+12015550123");

        assertThat(ours(student, "CUSTOM_REQUIRED_ACTION_ERROR"))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.get("error").asText()).isEqualTo("country_not_allowed");
                    assertThat(detail(event, "phonelatch_country")).isEqualTo("US");
                    assertThat(detail(event, "phonelatch_number_ends")).isEqualTo("23");
                });
    }

    @Test
    void everyEvent_namesClientAndAddress(Phone phone) {
        Person student = realm.newStudent();

        realm.studentPortal().open(student).number(phone.number()).code(phone.code());

        assertThat(realm.events(student)).isNotEmpty().allSatisfy(event -> {
            assertThat(event.get("clientId").asText()).isEqualTo("student-portal");
            assertThat(event.get("ipAddress").asText()).isNotEmpty();
        });
    }

    private static void assertDetails(JsonNode event, String outcome, Phone phone) {
        assertThat(detail(event, "phonelatch_outcome")).isEqualTo(outcome);
        assertThat(detail(event, "custom_required_action")).isEqualTo(RealmAdmin.PHONE_ACTION);
        assertThat(detail(event, "phonelatch_country")).isEqualTo("GB");
        assertThat(detail(event, "phonelatch_number_ends"))
                .isEqualTo(phone.number().substring(11));
    }

    /** No number in any notation, and no code that was sent. */
    private static void assertSilentOn(Person person, Phone phone) {
        String details = realm.events(person).stream()
                .map(event -> event.path("details").toString() + event.path("error"))
                .reduce("", String::concat);
        assertThat(details.replaceAll("[\\s()+.-]", ""))
                .doesNotContain(phone.number().substring(3));
        phone.messages().forEach(message -> assertThat(details).doesNotContain('"' + message.code() + '"'));
    }

    private static List<JsonNode> ours(Person person, String type) {
        return realm.events(person, type).stream()
                .filter(event -> event.path("details").has("phonelatch_outcome"))
                .toList();
    }

    private static String detail(JsonNode event, String name) {
        return event.get("details").path(name).asText();
    }
}
