package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.ALTERNATIVE;
import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The code in direct grant flows of other shapes. */
@ExtendWith(SharedServer.class)
class DirectGrantFlowIT {
    private static final String STEP = "phonelatch-direct-grant";

    private static Admin admin;
    /** The step is required of everybody, a number by the realm of nobody. */
    private static RealmAdmin required;

    private static App app;

    @BeforeAll
    static void realms(Admin shared) {
        admin = shared;
        required = realm(flow -> flow.execution(STEP, REQUIRED));
        app = required.app("app");
    }

    @Test
    void requiredStep_asksWhoHasANumber(Phone phone) {
        Person student = required.newVerifiedStudent(phone);

        assertThat(app.directGrant(student).error()).isEqualTo("phone_code_required");
        assertThat(DirectGrants.code(app, student, phone.code()).granted()).isTrue();
    }

    @Test
    void requiredStep_letsNobodyPassWithoutANumber_thoughTheRealmRequiresItOfNobody(Phone phone) {
        Person edited = required.newVerifiedStudent(phone);
        required.setAttribute(edited, "phoneNumber", "+447400123456");

        assertNotSetUp(app.directGrant(required.newStudent()));
        assertNotSetUp(app.directGrant(required.newStudent(), Map.of("phone_code", "123456")));
        assertNotSetUp(app.directGrant(edited));
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void exemptPerson_passesTheRequiredStepWithoutANumber_andIsAskedWithOne(Phone phone) {
        Person without = required.newStudent();
        Person with = required.newVerifiedStudent(phone);
        required.addRealmRole(without, "phone-exempt");
        required.addRealmRole(with, "phone-exempt");

        assertThat(app.directGrant(without).granted()).isTrue();
        assertThat(app.directGrant(with).error()).isEqualTo("phone_code_required");
        assertThat(DirectGrants.code(app, with, phone.code()).granted()).isTrue();
    }

    @Test
    void whileTheRequiredActionIsDisabled_thereIsNoWayRoundTheStep(Phone phone) {
        RealmAdmin realm = realm(flow -> flow.execution(STEP, REQUIRED));
        realm.enablePhoneAction(false);
        Person exempt = realm.newStudent();
        realm.addRealmRole(exempt, "phone-exempt");
        Person verified = realm.newVerifiedStudent(phone);

        assertNotSetUp(realm.app("app").directGrant(realm.newStudent()));
        assertThat(realm.app("app").directGrant(verified).error()).isEqualTo("phone_code_required");
        assertThat(DirectGrants.code(realm.app("app"), verified, phone.code()).granted())
                .isTrue();
        assertThat(realm.app("app").directGrant(exempt).granted()).isTrue();
    }

    @Test
    void alternativeStep_isForWhoHasANumber_andLeavesTheOthersTheirApp(Phone phone) {
        RealmAdmin realm = realm(flow -> flow.subflow(
                "second",
                REQUIRED,
                second -> second.execution(STEP, ALTERNATIVE).execution("direct-grant-validate-otp", ALTERNATIVE)));
        AuthenticatorApp authenticator = new AuthenticatorApp();
        Person withApp = realm.newPerson(authenticator::put);
        Person withPhone = realm.newVerifiedStudent(phone);

        assertThat(realm.app("app")
                        .directGrant(withApp, Map.of("totp", authenticator.code()))
                        .granted())
                .isTrue();
        assertThat(realm.app("app").directGrant(withPhone).error()).isEqualTo("phone_code_required");
        assertThat(DirectGrants.code(realm.app("app"), withPhone, phone.code()).granted())
                .isTrue();
    }

    @Test
    void conditionalStep_isForWhoHasANumber(Phone phone) {
        RealmAdmin realm = realm(flow -> flow.subflow(
                "second",
                CONDITIONAL,
                second -> second.execution("conditional-user-configured", REQUIRED)
                        .execution(STEP, REQUIRED)));

        assertThat(realm.app("app").directGrant(realm.newStudent()).granted()).isTrue();
        assertThat(realm.app("app").directGrant(realm.newVerifiedStudent(phone)).error())
                .isEqualTo("phone_code_required");
    }

    /** The step counts as done for whoever has to set it up first, and Keycloak would give the level for it. */
    @Test
    void whoHasNoNumber_getsNoLevelFromTheStep_notEvenInAnAppWithTheRoleGate() {
        RealmAdmin realm = realm(flow -> flow.subflow(
                "level two",
                CONDITIONAL,
                level -> level.execution(
                                "conditional-level-of-authentication",
                                REQUIRED,
                                Map.of("loa-condition-level", "2", "loa-max-age", "300"))
                        .execution(STEP, REQUIRED)));

        assertNotSetUp(realm.schoolMobile().directGrant(realm.newStudent()));
    }

    private static void assertNotSetUp(Tokens refused) {
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Account is not fully set up");
    }

    private static RealmAdmin realm(Consumer<Flow> afterPassword) {
        RealmAdmin realm =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("require-for-all", "false"));
        DirectGrants.app(realm, "app");
        Flow flow = realm.flow("grant with step")
                .execution("direct-grant-validate-username", REQUIRED)
                .execution("direct-grant-validate-password", REQUIRED);
        afterPassword.accept(flow);
        flow.bindDirectGrant();
        return realm;
    }
}
