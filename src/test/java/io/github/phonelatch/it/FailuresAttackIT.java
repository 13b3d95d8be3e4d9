package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Channel;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.Template;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A patient guesser: a few tries on each code, and always a new code. */
@ExtendWith(SharedServer.class)
class FailuresAttackIT {

    @Test
    void tenFailuresInAnHour_overSeveralCodes_endTheAttempts(Admin admin, Phone first, Phone second, Phone third) {
        RealmAdmin realm =
                admin.newSchoolRealm(changed -> Admin.phoneSettings(changed).put("cooldown", "0"));
        Person student = realm.newStudent();
        Page kept = realm.studentPortal().open(student).number(third.number());
        Page page = realm.studentPortal().open(student).number(first.number());
        page = wrong(page, first, 5).press("change").number(second.number());
        page = wrong(page, second, 5);

        AttackAssertions.noCode(kept.code(third.code()));

        assertThat(third.verifyCalls()).as("not even asked").isZero();
        assertThat(AttackAssertions.refusals(realm, student)).contains("too_many_failures");
        Page another = page.press("change").number(Numbers.next());
        assertThat(another.isCodePage())
                .as("a message whose code nobody may try")
                .isFalse();
        AttackAssertions.none(realm, student);
    }

    /** 19 rather than 20: the code of the last message then has an attempt left, and it is the row alone that refuses it. */
    @Test
    void tooManyFailuresInARow_blockTheOwnersPhone(Admin admin, Phone phone, Simulator simulator) {
        simulator.control().putTemplate(Template.approved("second-in-the-row", Channel.SMS));
        RealmAdmin realm = realmWithARowOf(19, admin);
        Person student = realm.newStudent();
        realm.studentPortal().open(student).number(phone.number()).code(phone.code());
        realm.updateUser(student, user -> user.putArray("requiredActions").add(RealmAdmin.PHONE_ACTION));
        int asked = phone.verifyCalls();

        // The first code's window is open at the provider: this one comes by the alternative template.
        wrong(realm.studentPortal().open(student).askCurrent(), phone, 10);
        realm.savePhoneSettings(Map.of("templates", "second-in-the-row"));
        Page page = wrong(realm.studentPortal().open(student).askCurrent().byChannel("sms"), phone, 9);
        assertThat(page.text()).contains("blocked for 24 hours");
        assertThat(page.isCodePage()).as(page.toString()).isFalse();

        Page later = realm.studentPortal().open(student).askCurrent();
        assertThat(later.isCodePage()).as("the message is alive: %s", later).isTrue();
        AttackAssertions.noCode(later.code(phone.code()));
        assertThat(phone.verifyCalls() - asked).isEqualTo(19);
        assertThat(AttackAssertions.refusals(realm, student)).contains("blocked");
    }

    /** Whoever has not verified the number yet is bounded per code and hour, but cannot be blocked, nor block anybody. */
    @Test
    void tooManyFailuresInARow_blockNobodyWhoIsEnrolling(Admin admin, Phone first, Phone second) {
        RealmAdmin realm = realmWithARowOf(19, admin);
        Person student = realm.newStudent();
        Page page = wrong(realm.studentPortal().open(student).number(first.number()), first, 10);
        page = wrong(page.press("change").number(second.number()), second, 9);

        assertThat(page.code(second.code()).tokens().granted()).isTrue();
    }

    private static RealmAdmin realmWithARowOf(int failures, Admin admin) {
        return admin.newSchoolRealm(changed -> Admin.phoneSettings(changed)
                .put("cooldown", "0")
                .put("sends-per-hour", "0")
                .put("sends-per-prefix-per-hour", "0")
                .put("max-attempts", "10")
                .put("failures-per-hour", "0")
                .put("failures-in-a-row", Integer.toString(failures)));
    }

    private static Page wrong(Page codePage, Phone phone, int times) {
        Page page = codePage;
        for (int i = 0; i < times; i++) {
            assertThat(page.isCodePage()).as(page.toString()).isTrue();
            page = page.code(phone.wrongCode());
        }
        return page;
    }
}
