package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Channel;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Asking for 32 messages in the same moment: each limit, alone, lets exactly as many pass as it says. */
@ExtendWith(SharedServer.class)
class SendLimitsAttackIT {
    private static final int AT_ONCE = 32;
    private static final String MESSAGE_ID = "1724907249072490724";

    private final Simulator simulator;

    SendLimitsAttackIT(Simulator simulator) {
        this.simulator = simulator;
    }

    @AfterEach
    void providerIsItselfAgain() {
        simulator.control().clearScripts();
    }

    @Test
    void onePerson_withADifferentNumberEachTime(Admin admin) {
        RealmAdmin realm = realm(admin);
        Person person = realm.newStudent();
        List<Page> pages = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            pages.add(realm.studentPortal().open(person));
        }
        assertEachLimit(realm, pages, i -> Numbers.next());
    }

    @Test
    void oneNumber_fromADifferentPersonEachTime(Admin admin, Phone phone) {
        RealmAdmin realm = realm(admin);
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < AT_ONCE; i++) {
            people.add(realm.newStudent());
        }
        List<Page> pages = AtOnce.run(AT_ONCE, i -> realm.studentPortal().open(people.get(i)));
        // The provider itself would send one message at a time to one number; that must not be what protects us.
        simulator
                .control()
                .script(
                        phone.number(),
                        Fault.reply(
                                200,
                                "application/json",
                                "{\"message_id\":\"" + MESSAGE_ID + "\",\"send_channel\":\"sms\"}"));
        assertEachLimit(realm, pages, i -> phone.number());
    }

    private void assertEachLimit(RealmAdmin realm, List<Page> start, IntFunction<String> number) {
        List<Page> pages = assertLimit(realm, start, number, "30", "0", "0", 1);
        pages = assertLimit(realm, pages, number, "0", "5", "0", 5);
        assertLimit(realm, pages, number, "0", "0", "10", 10);
    }

    private List<Page> assertLimit(
            RealmAdmin realm,
            List<Page> pages,
            IntFunction<String> number,
            String cooldown,
            String perHour,
            String perDay,
            int limit) {
        // Each limit has its own template: a live message of the limit before would be shown instead of a new one.
        realm.savePhoneSettings(Map.of(
                "cooldown", cooldown,
                "sends-per-hour", perHour,
                "sends-per-day", perDay,
                "templates", "limit-" + limit));
        int before = simulator.control().sendCalls();

        List<Page> answers = AtOnce.run(AT_ONCE, i -> pages.get(i).number(number.apply(i)));

        assertThat(simulator.control().sendCalls() - before)
                .as("messages with cooldown %s, %s per hour, %s per day", cooldown, perHour, perDay)
                .isEqualTo(limit);
        assertThat(answers.stream().filter(Page::isCodePage)).hasSize(limit);
        return answers.stream()
                .map(page -> page.isCodePage() ? page.press("change") : page)
                .toList();
    }

    private RealmAdmin realm(Admin admin) {
        for (int limit : new int[] {1, 5, 10}) {
            simulator.control().putTemplate(Template.approved("limit-" + limit, Channel.SMS));
        }
        return admin.newSchoolRealm(changed -> {
            Admin.phoneSettings(changed).remove("alternative-templates");
            // All of this goes to one number, so to one prefix.
            Admin.phoneSettings(changed).put("sends-per-prefix-per-hour", "0");
        });
    }
}
