package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many people, many numbers, one attacker: the limits that are wider than a person or a number. */
@ExtendWith(SharedServer.class)
class RealmLimitsAttackIT {
    private static final int SIGN_INS = 12;

    private final Admin admin;

    RealmLimitsAttackIT(Admin admin) {
        this.admin = admin;
    }

    private RealmAdmin realm(Map<String, String> settings) {
        return admin.newSchoolRealm(school -> {
            // Keycloak's protection refuses a second password of a person while it looks at a first.
            school.put("bruteForceProtected", false);
            ObjectNode stored = Admin.phoneSettings(school);
            stored.remove("trusted-networks");
            settings.forEach(stored::put);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "sends-per-address-per-hour, 2, address_limit, from your network. Try again in 60 minutes",
        "sends-per-prefix-per-hour, 2, prefix_limit, numbers like this one. Try again in 60 minutes",
        "country-budgets, GB=2, country_budget, No more codes can be sent for now. Try again in 24 hours",
        "realm-budget-per-day, 2, realm_budget, No more codes can be sent for now. Try again in 24 hours"
    })
    void refusal_hasItsTextItsProblemAndItsEvent(String setting, String value, String error, String text, Phone phone) {
        RealmAdmin realm = realm(Map.of(setting, value));
        Person third = realm.newStudent();
        for (int i = 1; i <= 2; i++) {
            Page page = realm.studentPortal().open(realm.newStudent()).number(Numbers.neighbour(phone.number(), i));
            assertThat(page.isCodePage()).as(page.toString()).isTrue();
        }

        Page refused = realm.studentPortal().open(third).number(phone.number());

        assertThat(refused.status()).isEqualTo(200);
        assertThat(refused.text()).contains(text);
        assertThat(refused.isNumberPage()).isTrue();
        assertThat(realm.events(third, "CUSTOM_REQUIRED_ACTION_ERROR"))
                .extracting(event -> event.get("error").asText())
                .containsExactly(error);
        PhoneApi.Reply reply = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()))
                .requestOtp(phone);
        assertThat(reply.status()).isEqualTo(429);
        assertThat(reply.problem()).isEqualTo("rate-limited");
        assertThat(reply.retryAfter()).isGreaterThan(3000);
        assertThat(phone.sendCalls()).isZero();
    }

    /**
     * Of each limit two are left, one for the person's message and one for a neighbour's: eleven more sign-ins, and as many more
     * calls of applications, need none.
     */
    @ParameterizedTest
    @CsvSource({
        "sends-per-address-per-hour, 2",
        "sends-per-prefix-per-hour, 2",
        "country-budgets, GB=2",
        "realm-budget-per-day, 2"
    })
    void twelveRequestsForOneMessage_atTheEdgeOfALimit_costNobodyARefusal(
            String setting, String value, Phone teachers, Phone students, Simulator simulator) {
        RealmAdmin realm = realm(Map.of(setting, value));

        Person teacher = realm.newVerifiedTeacher(teachers);
        Phone beside = new Phone(simulator, Numbers.neighbour(teachers.number(), 1));
        Person neighbour = realm.newVerifiedTeacher(beside);
        List<Page> pages =
                AtOnce.run(SIGN_INS + 1, i -> realm.studentPortal().open(i == SIGN_INS / 2 ? neighbour : teacher));

        assertThat(pages).allMatch(Page::isCodePage);
        assertThat(teachers.sendCalls()).isEqualTo(1);
        assertThat(beside.sendCalls()).isEqualTo(1);

        // Who signs in is counted apart from who types a number that is new.
        Person student = realm.newStudent();
        Phone besideThem = new Phone(simulator, Numbers.neighbour(students.number(), 1));
        List<PhoneApi> sessions = Stream.generate(
                        () -> realm.phoneApi(realm.schoolMobile().directGrant(student)))
                .limit(SIGN_INS)
                .toList();
        PhoneApi other = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));
        List<PhoneApi.Reply> replies = AtOnce.run(
                SIGN_INS + 1,
                i -> i == SIGN_INS / 2
                        ? other.requestOtp(besideThem)
                        : sessions.get(i % SIGN_INS).requestOtp(students));

        assertThat(replies)
                .extracting(PhoneApi.Reply::status)
                .containsOnly(200, 202)
                .filteredOn(status -> status == 202)
                .hasSize(2);
        assertThat(students.sendCalls()).isEqualTo(1);
        assertThat(besideThem.sendCalls()).isEqualTo(1);
    }

    @Test
    void addressThatTheClientSends_isNobodysUnlessKeycloakTrustsIt(Phone phone) {
        RealmAdmin realm = realm(Map.of("sends-per-address-per-hour", "1"));
        realm.studentPortal().open(realm.newStudent()).number(Numbers.next());

        for (String header : List.of("X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Client-IP")) {
            PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(realm.newStudent()));
            PhoneApi.Reply reply = api.call(
                    "POST",
                    "request-otp",
                    "{\"phone_number\":\"" + phone.number() + "\"}",
                    Map.of(
                            "Content-Type",
                            "application/json",
                            header,
                            header.equals("Forwarded") ? "for=198.51.100.9" : "198.51.100.9"));
            assertThat(reply.status()).as(header).isEqualTo(429);
        }
    }

    @Test
    void fortyPeopleAtOnce_getExactlyAsManyAsTheAddressMay(Simulator simulator) {
        RealmAdmin realm = realm(Map.of("sends-per-address-per-hour", "7"));
        App portal = realm.studentPortal();
        List<Page> pages = AtOnce.run(20, i -> portal.open(realm.newStudent()));
        int before = simulator.control().sendCalls();

        List<Page> answers = AtOnce.run(20, i -> pages.get(i).number(Numbers.next()));

        assertThat(answers).filteredOn(Page::isCodePage).hasSize(7);
        assertThat(simulator.control().sendCalls() - before).isEqualTo(7);
    }

    @Test
    void anonymousRequesters_useUpNothingOfWhatSignInsNeed(Phone phone) {
        RealmAdmin realm = realm(Map.of("sends-per-address-per-hour", "2", "realm-budget-per-day", "2"));
        for (int i = 0; i < 4; i++) {
            Page page = realm.studentPortal()
                    .open(new HttpBrowser())
                    .tryAnotherWay()
                    .choose("Phone number")
                    .form("phonelatch-number-form")
                    .with("phone_number", Numbers.next())
                    .press("send");
            assertThat(page.isCodePage()).as(page.toString()).isEqualTo(i < 2);
        }

        Page code = realm.studentPortal().open(realm.newStudent()).number(phone.number());

        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }
}
