package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Behaviour;
import io.github.phonelatch.tools.simulator.Channel;
import io.github.phonelatch.tools.simulator.SentMessage;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The provider sends no second code by one template until the first has expired, used or not: what people meet of that. */
@ExtendWith(SharedServer.class)
class OtpStepWindowIT {
    private static RealmAdmin realm;
    private static RealmAdmin oneWay;

    @BeforeAll
    static void realms(Admin admin) {
        realm = admin.newSchoolRealm();
        oneWay = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("alternative-templates", ""));
    }

    @Test
    void laptopAndThenTablet_aCodeArrivesByTheOtherWay(Simulator simulator, Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page laptop = realm.studentPortal().open(teacher);
        assertThat(laptop.code(phone.code()).tokens().granted()).isTrue();
        simulator.control().advance(Duration.ofMinutes(2));

        Page tablet = realm.studentPortal().open(teacher);

        assertThat(tablet.isCodePage()).as(tablet.toString()).isTrue();
        assertThat(tablet.text()).contains("We are calling");
        assertThat(channels(phone)).containsExactly(Channel.SMS, Channel.VOICE);
        assertThat(tablet.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void laptopAndThenTablet_withoutAnotherChannel_thePageSaysWhen(Simulator simulator, Phone phone) {
        Person teacher = oneWay.newVerifiedTeacher(phone);
        Page laptop = oneWay.studentPortal().open(teacher);
        assertThat(laptop.code(phone.code()).tokens().granted()).isTrue();
        simulator.control().advance(Duration.ofMinutes(2));

        Page tablet = oneWay.studentPortal().open(teacher);

        assertThat(tablet.status()).isEqualTo(200);
        assertThat(tablet.isCodePage()).isFalse();
        assertThat(tablet.text()).containsPattern("A new one can be sent in [56] minutes");
        assertThat(Integer.parseInt(tablet.element("button[value=send]").attr("data-wait")))
                .isBetween(200, 302);
        assertThat(phone.messages()).hasSize(1);
        int asked = phone.sendCalls();
        Page again = tablet.form("phonelatch-number-form").press("send");
        assertThat(again.text()).containsPattern("A new one can be sent in [56] minutes");
        assertThat(phone.sendCalls()).as("what is known is not asked again").isEqualTo(asked);
    }

    @Test
    void withoutAnotherChannel_theFlowsOtherFactorsAreOffered(Phone phone) {
        AuthenticatorApp app = new AuthenticatorApp();
        Person teacher = oneWay.newVerifiedTeacher(phone, user -> {}, app::put);
        assertThat(oneWay.studentPortal()
                        .open(teacher)
                        .code(phone.code())
                        .tokens()
                        .granted())
                .isTrue();

        Page tablet = oneWay.studentPortal().open(teacher);

        assertThat(tablet.text()).contains("A new one can be sent in");
        Page done = tablet.tryAnotherWay()
                .choose("Authenticator Application")
                .form("kc-otp-login-form")
                .with("otp", app.code())
                .submit();
        assertThat(done.tokens().granted()).isTrue();
    }

    @Test
    void providerWhoseWindowEndsWithTheCode_sendsAtOnce(Simulator simulator, Phone phone) {
        simulator.control().behaviour(Behaviour.DEFAULT.withWindowEndsOnVerify(true));
        try {
            Person teacher = oneWay.newVerifiedTeacher(phone);
            assertThat(oneWay.studentPortal()
                            .open(teacher)
                            .code(phone.code())
                            .tokens()
                            .granted())
                    .isTrue();

            Page tablet = oneWay.studentPortal().open(teacher);

            assertThat(tablet.isCodePage()).as(tablet.toString()).isTrue();
            assertThat(phone.messages()).hasSize(2);
            assertThat(tablet.code(phone.code()).tokens().granted()).isTrue();
        } finally {
            simulator.control().behaviour(Behaviour.DEFAULT);
        }
    }

    @Test
    void tabletBeforeTheCodeWasTyped_sharesTheMessage(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page laptop = realm.studentPortal().open(teacher);
        Page tablet = realm.studentPortal().open(teacher);
        assertThat(tablet.isCodePage()).as(tablet.toString()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
        String code = phone.code();

        assertThat(tablet.code(code).tokens().granted()).isTrue();

        Page late = laptop.code(code);
        assertThat(late.isCallback()).isFalse();
        assertThat(late.text()).contains("expired");
        assertThat(phone.verifyCalls()).isEqualTo(1);
        Page next = late.press("resend");
        assertThat(next.code(phone.code()).tokens().granted()).isTrue();
        assertThat(channels(phone)).containsExactly(Channel.SMS, Channel.VOICE);
    }

    @Test
    void lostMessage_anotherChannelInOneClick(Admin admin, Phone phone) {
        RealmAdmin quick =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        Page page = quick.studentPortal().open(quick.newVerifiedTeacher(phone));

        Page called = page.byChannel("voice");

        assertThat(called.text()).contains("We are calling");
        assertThat(channels(phone)).containsExactly(Channel.SMS, Channel.VOICE);
        assertThat(called.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void anotherChannelAtOnce_waitsForThePause_andTheFirstCodeStillWorks(Phone phone) {
        Page page = realm.studentPortal().open(realm.newVerifiedTeacher(phone));
        assertThat(Integer.parseInt(page.element("button[value=voice]").attr("data-wait")))
                .isBetween(1, 30);

        Page early = page.byChannel("voice");

        assertThat(early.isCodePage()).isTrue();
        assertThat(early.text()).containsPattern("Wait \\d+ seconds?, then try again");
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(early.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void withoutAnotherChannel_noneIsOffered(Phone phone) {
        Page page = oneWay.studentPortal().open(oneWay.newVerifiedTeacher(phone));

        assertThat(page.form("phonelatch-code-form").offersChannel("voice")).isFalse();
        assertThat(page.form("phonelatch-code-form")
                        .forged("channel", "voice")
                        .submit()
                        .isCodePage())
                .isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(page.form("phonelatch-code-form").offers("change"))
                .as("who signs in changes no number")
                .isFalse();
    }

    private static List<Channel> channels(Phone phone) {
        return phone.messages().stream().map(SentMessage::channel).toList();
    }
}
