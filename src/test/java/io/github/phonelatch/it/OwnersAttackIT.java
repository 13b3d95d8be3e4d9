package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One phone for as many accounts as somebody likes, all proven in the same moment. */
@ExtendWith(SharedServer.class)
class OwnersAttackIT {
    private static final int PEOPLE = 50;
    private static final String MESSAGE_ID = "1724907249072490724";

    private final Simulator simulator;

    OwnersAttackIT(Simulator simulator) {
        this.simulator = simulator;
    }

    @AfterEach
    void providerIsItselfAgain() {
        simulator.control().clearScripts();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void fiftyVerificationsOfOneNumberAtOnce_makeAsManyOwnersAsAllowed(int allowed, Admin admin, Phone phone) {
        RealmAdmin realm = admin.newSchoolRealm(changed -> Admin.phoneSettings(changed)
                .put("accounts-per-number", Integer.toString(allowed))
                .put("cooldown", "0")
                .put("sends-per-hour", "0")
                .put("sends-per-prefix-per-hour", "0")
                .put("sends-per-day", "0"));
        // The provider itself would send one message at a time to one number; that must not be what protects us.
        simulator
                .control()
                .script(
                        phone.number(),
                        Fault.reply(
                                200,
                                "application/json",
                                "{\"message_id\":\"" + MESSAGE_ID + "\",\"send_channel\":\"sms\"}"));
        simulator
                .control()
                .scriptVerify(Fault.reply(
                        200,
                        "application/json",
                        "{\"message_id\":\"" + MESSAGE_ID + "\",\"verify_code\":\"\",\"verified\":true}"));
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            people.add(realm.newStudent());
        }
        List<Page> codePages = AtOnce.run(PEOPLE, i -> untilCodePage(realm, people.get(i), phone));

        List<Page> answers = AtOnce.run(PEOPLE, i -> untilAnswered(codePages.get(i)));

        List<Person> owners = people.stream()
                .filter(person ->
                        !realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL).isEmpty())
                .toList();
        assertThat(owners).hasSize(allowed);
        assertThat(answers.stream().filter(Page::isCallback)).hasSize(allowed);
        for (Person person : people) {
            boolean owner = owners.contains(person);
            assertThat(realm.attribute(person, "phoneNumber")).isEqualTo(owner ? phone.number() : "");
            assertThat(realm.attribute(person, "phoneNumberVerified")).isEqualTo(owner ? "true" : "");
            assertThat(AttackAssertions.verifications(realm, person)).hasSize(owner ? 1 : 0);
        }
        people.stream().filter(person -> !owners.contains(person)).limit(3).forEach(refused -> {
            assertThat(AttackAssertions.refusals(realm, refused)).contains("number_taken");
            AttackAssertions.noWayIn(realm, refused);
        });
    }

    /** The gateway takes only so many calls at a time and says so: whoever is told presses again. */
    private static Page untilCodePage(RealmAdmin realm, Person person, Phone phone) {
        Page page = realm.studentPortal().open(new HttpBrowser()).password(person);
        for (int i = 0; i < 20 && !page.isCodePage(); i++) {
            page = page.number(phone.number());
        }
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        return page;
    }

    private static Page untilAnswered(Page codePage) {
        Page page = codePage;
        for (int i = 0; i < 20 && page.isCodePage(); i++) {
            page = page.code("123456");
        }
        return page;
    }
}
