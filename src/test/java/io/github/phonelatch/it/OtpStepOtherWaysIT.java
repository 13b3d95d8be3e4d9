package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.RecoveryCodes;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Keycloak's "Try another way" between the phone and a teacher's other second factors, in the school realm's own flow. No
 * more than four calls here may look like an outage to the server that all share.
 */
@ExtendWith(SharedServer.class)
class OtpStepOtherWaysIT {
    private static final String PHONE = "Phone number";
    private static final String APP = "Authenticator Application";
    private static final String CODES = "Recovery Authentication Code";

    private static RealmAdmin realm;

    private final AuthenticatorApp app = new AuthenticatorApp();
    private final RecoveryCodes sheet = new RecoveryCodes();

    @BeforeAll
    static void realm(Admin admin) {
        // Else two failures within a second lock the account.
        realm = admin.newSchoolRealm(school -> school.put("quickLoginCheckMilliSeconds", 0));
    }

    @AfterEach
    void repair(Simulator simulator) {
        simulator.control().clearScripts();
    }

    @Test
    void fromThePhone_toTheApp(Phone phone) {
        Page page = open(realm.newVerifiedTeacher(phone, OtpStepOtherWaysIT::nothing, app::put));
        assertThat(page.isCodePage()).as(page.toString()).isTrue();

        Page ways = page.tryAnotherWay();
        assertThat(ways.ways()).containsExactly(PHONE, APP);
        Page done = withApp(ways.choose(APP));

        assertThat(done.tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(phone.verifyCalls()).isZero();
    }

    @Test
    void fromTheApp_toThePhone_isOneMessage_sentWhenThePhoneIsChosen(Phone phone) {
        Page page = open(realm.newVerifiedTeacher(phone, app::put, OtpStepOtherWaysIT::nothing));
        assertThat(page.isAppPage()).as(page.toString()).isTrue();
        Page ways = page.tryAnotherWay();
        assertThat(phone.sendCalls()).isZero();

        Page code = ways.choose(PHONE);

        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(code.code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void leavingAndComingBack_showsThePageOfTheSameMessage(Phone phone) {
        Page code = open(realm.newVerifiedTeacher(phone, OtpStepOtherWaysIT::nothing, app::put));

        Page list = code.tryAnotherWay().reload();
        assertThat(list.ways()).contains(PHONE);
        Page other = list.choose(APP);
        Page back = other.tryAnotherWay().choose(PHONE);

        assertThat(back.isCodePage()).as(back.toString()).isTrue();
        assertThat(back.element("#phonelatch-code-form").attr("data-state")).isEqualTo("sent");
        // Keycloak calls a reloaded page expired where another step was chosen on it.
        Page reloaded = back.reload().click("#loginContinueLink");
        assertThat(reloaded.isCodePage()).as(reloaded.toString()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(reloaded.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void comingBackThroughTheList_keepsTheAttemptsThatAreUsedUp(Phone phone) {
        Page code = open(realm.newVerifiedTeacher(phone, OtpStepOtherWaysIT::nothing, app::put))
                .code(phone.wrongCode());

        Page back = code.tryAnotherWay().choose(APP).tryAnotherWay().choose(PHONE);

        assertThat(back.code(phone.wrongCode()).text()).contains("3 attempts left");
    }

    @Test
    void fromThePhone_toRecoveryCodes(Phone phone) {
        Page page = open(realm.newVerifiedTeacher(phone, OtpStepOtherWaysIT::nothing, sheet::put));

        Page asked = page.tryAnotherWay().choose(CODES);
        Page done = asked.form("kc-recovery-code-login-form")
                .with("recoveryCodeInput", sheet.first())
                .submit();

        assertThat(done.tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void fromRecoveryCodes_toThePhone(Phone phone) {
        Page page = open(realm.newVerifiedTeacher(phone, sheet::put, OtpStepOtherWaysIT::nothing));
        assertThat(page.has("#kc-recovery-code-login-form")).as(page.toString()).isTrue();

        Page code = page.tryAnotherWay().choose(PHONE);

        assertThat(code.code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void providerIsDown_theAppSignsIn(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 5001, "down"));

        Page page = open(realm.newVerifiedTeacher(phone, OtpStepOtherWaysIT::nothing, app::put));

        assertThat(page.status()).isEqualTo(200);
        assertThat(page.text()).contains("Codes cannot be sent or checked right now");
        assertThat(withApp(page.tryAnotherWay().choose(APP)).tokens().granted()).isTrue();
        assertThat(phone.messages()).isEmpty();
    }

    @Test
    void providerAnswersNothingUseful_theAppSignsIn(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.html(503), 1);

        Page page = open(realm.newVerifiedTeacher(phone, OtpStepOtherWaysIT::nothing, app::put));

        assertThat(page.element("#phonelatch-code-form").attr("data-state")).isEqualTo("unknown");
        assertThat(withApp(page.tryAnotherWay().choose(APP)).tokens().granted()).isTrue();
    }

    @Test
    void providerIsDown_whoHasOnlyThePhone_canAskAgain(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 5001, "down"), 1);

        Page page = open(realm.newVerifiedTeacher(phone));
        assertThat(page.text()).contains("Codes cannot be sent or checked right now");
        assertThat(page.has("#try-another-way")).isFalse();
        Page code = page.reload().form("phonelatch-number-form").press("send");

        assertThat(code.code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(2);
    }

    private static Page open(Person person) {
        return realm.studentPortal().open(person);
    }

    private Page withApp(Page page) {
        return page.form("kc-otp-login-form").with("otp", app.code()).submit();
    }

    private static void nothing(ObjectNode user) {}
}
