package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A device without a browser, such as a classroom's screen: the person signs in on another one and the device waits. */
@ExtendWith(SharedServer.class)
class DeviceGrantIT {
    private static RealmAdmin realm;
    private static App screen;
    private static App staffScreen;

    private Person student;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
        screen = Devices.device(realm, "screen");
        staffScreen = Devices.device(realm, "staff-screen");
        realm.browserFlow("staff", forms -> forms.execution("phonelatch-otp", REQUIRED))
                .bindBrowserOf("staff-screen");
    }

    @BeforeEach
    void student() {
        student = realm.newStudent();
    }

    @Test
    void deviceOfAnUnverifiedPerson_waitsUntilTheNumberIsVerified(Phone phone) {
        JsonNode waiting = screen.device();
        Page page = Devices.open(waiting, student);
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(Devices.poll(screen, waiting).error()).isEqualTo("authorization_pending");

        page = page.number(phone.number());
        assertThat(Devices.poll(screen, waiting).error()).isEqualTo("authorization_pending");
        Devices.grant(page.code(phone.code()));

        Tokens tokens = Devices.poll(screen, waiting);
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
    }

    @Test
    void verificationWithdrawnBeforeTheDeviceAsks_leavesItWithoutTokens(Phone phone) {
        JsonNode waiting = screen.device();
        Devices.grant(Devices.open(waiting, student).number(phone.number()).code(phone.code()));

        realm.deletePhoneCredential(student);

        Tokens tokens = Devices.poll(screen, waiting);
        assertThat(tokens.error()).isEqualTo("invalid_grant");
        assertThat(tokens.errorDescription()).isEqualTo("Account is not fully set up");
        assertThat(Devices.poll(screen, waiting).error())
                .as("the device code is used up")
                .isEqualTo("invalid_grant");
    }

    @Test
    void deviceWhoseFlowAsksForACode_waitsForIt(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        JsonNode waiting = staffScreen.device();

        Page page = Devices.open(waiting, teacher);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        page = page.code(phone.wrongCode());
        assertThat(Devices.poll(staffScreen, waiting).error()).isEqualTo("authorization_pending");
        Devices.grant(page.code(phone.code()));

        assertThat(Devices.poll(staffScreen, waiting).granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    /** The device goes on waiting for somebody who does what is asked. */
    @Test
    void consentThatLeavesOutTheAction_isWorthNoToken() {
        JsonNode waiting = screen.device();
        Page page = Devices.open(waiting, student);
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();

        ForgedConsent.post(page);

        Tokens tokens = Devices.poll(screen, waiting);
        assertThat(tokens.error()).isEqualTo("authorization_pending");
        AttackAssertions.none(realm, student);
    }
}
