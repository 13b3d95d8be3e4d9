package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Channel;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.Template;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Pupils who signed in with their own passwords and type their owner's number, to bother the owner or to lock the owner out. */
@ExtendWith(SharedServer.class)
class AnonymousAttackIT {
    private static final int PUPILS = 50;
    private static final int SENDS_PER_HOUR = 5;

    private final Simulator simulator;

    AnonymousAttackIT(Simulator simulator) {
        this.simulator = simulator;
    }

    @AfterEach
    void providerIsItselfAgain() {
        simulator.control().clearScripts();
    }

    @Test
    void fiftyOthers_leaveTheOwnerACodeAndAllAttempts(RealmAdmin school, Phone phone) {
        Person owner = school.newStudent();
        assertThat(school.studentPortal()
                        .open(owner)
                        .number(phone.number())
                        .code(phone.code())
                        .isCallback())
                .isTrue();
        // A while ago: the provider takes messages for this number again.
        simulator.control().advance(Duration.ofMinutes(6));
        int before = phone.messages().size();

        List<Page> anonymous = signIns(school);
        AtOnce.run(PUPILS, i -> anonymous.get(i).number(phone.number()));

        assertThat(phone.messages().size() - before)
                .as("messages the pause between two lets all strangers together have")
                .isEqualTo(1);

        askAnew(school, owner);
        Page page = school.studentPortal().open(owner).askCurrent();
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(phone.messages().get(before + 1).channel())
                .as("a message of the owner's own, by the way that the strangers left free")
                .isEqualTo(Channel.VOICE);
        for (int i = 0; i < 4; i++) {
            page = page.code(phone.wrongCode());
        }
        assertThat(page.code(phone.code()).tokens().granted())
                .as("the fifth try is the owner's too")
                .isTrue();
    }

    /** Where the provider sends as often as it is asked, the hour of the strangers ends and the owner's has not begun. */
    @Test
    void hourOfAnonymousRequesters_isNotTheOwners(Admin admin, Phone phone) {
        RealmAdmin realm =
                admin.newSchoolRealm(changed -> Admin.phoneSettings(changed).put("cooldown", "0"));
        Person owner = realm.newStudent();
        realm.studentPortal().open(owner).number(phone.number()).code(phone.code());
        simulator
                .control()
                .script(
                        phone.number(),
                        Fault.reply(
                                200,
                                "application/json",
                                "{\"message_id\":\"1724907249072490724\",\"send_channel\":\"sms\"}"));
        List<Page> anonymous = signIns(realm);
        int calls = phone.sendCalls();

        List<Page> answers = AtOnce.run(PUPILS, i -> untilNotBusy(anonymous.get(i), phone));

        assertThat(answers.stream().filter(Page::isCodePage))
                // One of the five was the owner's enrolment: the number was as new to the owner as to them.
                .hasSize(SENDS_PER_HOUR - 1);
        assertThat(phone.sendCalls() - calls).isEqualTo(SENDS_PER_HOUR - 1);

        askAnew(realm, owner);
        Page page = realm.studentPortal().open(owner);
        for (int i = 1; i <= SENDS_PER_HOUR; i++) {
            // Under another template the message is another one, so that nothing is reused.
            simulator.control().putTemplate(Template.approved("owner-" + i, Channel.SMS));
            realm.savePhoneSettings(Map.of("templates", "owner-" + i));
            page = page.isCodePage() ? page.press("resend") : page.askCurrent();
            assertThat(page.isCodePage()).as("message %d: %s", i, page).isTrue();
        }
        assertThat(phone.sendCalls() - calls).isEqualTo(SENDS_PER_HOUR - 1 + SENDS_PER_HOUR);
    }

    /** Both windows of the provider taken by strangers: the owner is told how long, and then has a code and all sends. */
    @Test
    void providersWindows_takenByAnonymousRequesters_costTheOwnerNoSend(Admin admin, Phone phone) {
        RealmAdmin realm =
                admin.newSchoolRealm(changed -> Admin.phoneSettings(changed).put("cooldown", "0"));
        Person owner = realm.newStudent();
        realm.studentPortal().open(owner).number(phone.number()).code(phone.code());
        List<Page> anonymous = signIns(realm);
        AtOnce.run(PUPILS, i -> untilNotBusy(anonymous.get(i), phone));
        assertThat(phone.messages()).anyMatch(message -> message.channel() == Channel.VOICE);
        askAnew(realm, owner);

        Page refused = realm.studentPortal().open(owner).askCurrent();
        assertThat(refused.isCurrentPage()).as(refused.toString()).isTrue();
        assertThat(AttackAssertions.refusals(realm, owner)).containsOnly("code_already_out");

        // When the windows have ended, or through any other template, the owner has a code at once.
        simulator.control().putTemplate(Template.approved("relief", Channel.SMS));
        realm.savePhoneSettings(Map.of("templates", "relief"));
        Page codePage = refused.askCurrent();
        assertThat(codePage.isCodePage()).as(codePage.toString()).isTrue();
        assertThat(codePage.code(phone.code()).tokens().granted()).isTrue();
    }

    private static void askAnew(RealmAdmin realm, Person owner) {
        realm.updateUser(owner, user -> user.putArray("requiredActions").add(RealmAdmin.PHONE_ACTION));
    }

    private static List<Page> signIns(RealmAdmin realm) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < PUPILS; i++) {
            people.add(realm.newStudent());
        }
        return AtOnce.run(PUPILS, i -> realm.studentPortal().open(people.get(i)));
    }

    /** The gateway takes only so many calls at a time and says so: whoever is told presses again. */
    private static Page untilNotBusy(Page numberPage, Phone phone) {
        Page page = numberPage.number(phone.number());
        for (int i = 0; i < 10 && page.text().contains("Try again in a few minutes"); i++) {
            page = page.number(phone.number());
        }
        return page;
    }
}
