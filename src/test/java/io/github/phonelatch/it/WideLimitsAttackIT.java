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
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Many people, many numbers, one attacker: the limits that are wider than a person or a number. */
@ExtendWith(SharedServer.class)
class WideLimitsAttackIT {
    private final Admin admin;

    WideLimitsAttackIT(Admin admin) {
        this.admin = admin;
    }

    private RealmAdmin realm(Map<String, String> settings) {
        return admin.newSchoolRealm(school -> {
            ObjectNode stored = Admin.phoneSettings(school);
            stored.remove("trusted-networks");
            settings.forEach(stored::put);
        });
    }

    /** Numbers that differ in their last four digits only. */
    private static String neighbour(String number) {
        return number.substring(0, number.length() - 4)
                + "%04d".formatted(ThreadLocalRandom.current().nextInt(10_000));
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
        for (int i = 0; i < 2; i++) {
            Page page = realm.studentPortal().open(realm.newStudent()).number(neighbour(phone.number()));
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

    @Test
    void addressThatTheClientClaims_isNobodysUnlessKeycloakTrustsIt(Phone phone) {
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
    void strangers_useUpNothingOfWhatSignInsNeed(Phone phone) {
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
