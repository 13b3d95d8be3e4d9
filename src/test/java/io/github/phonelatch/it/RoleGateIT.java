package io.github.phonelatch.it;

import static io.github.phonelatch.it.RoleGates.roles;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Approver;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every grant of an app with the role gate: a token for everybody, with roles only while the number is proven. */
@ExtendWith(SharedServer.class)
class RoleGateIT {
    private static RealmAdmin realm;
    private static App app;
    private static App second;
    private static App ungated;

    private final Approver approver;
    private Person student;

    RoleGateIT(Approver approver) {
        this.approver = approver;
    }

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
        app = RoleGates.gated(realm, "app");
        second = RoleGates.gated(realm, "second");
        ungated = RoleGates.client(realm, "ungated", client -> {});
        for (String client : new String[] {"app", "second", "ungated"}) {
            RoleGates.realmRoleInScope(realm, client, "student");
            RoleGates.realmRoleInScope(realm, client, "offline_access");
        }
        RoleGates.addMapper(realm, "app", RoleGates.audience("second"));
        RoleGates.addMapper(realm, "app", RoleGates.audience("ungated"));
        RoleGates.addMapper(realm, "app", RoleGates.audience("school-api"));
        RoleGates.addMapper(realm, "ungated", RoleGates.audience("app"));
    }

    @BeforeEach
    void student() {
        student = realm.newStudent();
    }

    @Test
    void directGrant_givesATokenWithoutRoles_andTheNextRefreshAfterTheVerificationHasThem(Phone phone) {
        Tokens tokens = app.directGrant(student);
        assertThat(roles(tokens)).isEmpty();
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isFalse();
        Tokens unverified = tokens.refresh();
        assertThat(roles(unverified)).isEmpty();

        verify(phone);

        Tokens next = unverified.refresh();
        assertThat(roles(next)).contains("student");
        assertThat(next.accessClaims().get("phone_number_verified").asBoolean()).isTrue();
    }

    @Test
    void browser_stopsAtTheNumber_inAGatedAppToo(Phone phone) {
        Page page = app.open(student);
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();

        Tokens tokens = page.number(phone.number()).code(phone.code()).tokens();

        assertThat(roles(tokens)).contains("student");
    }

    @Test
    void codeAndRefresh_afterTheVerificationEnded_areWorthNoRole(Phone phone) {
        Person verified = realm.newVerifiedStudent(phone);
        Tokens tokens = app.open(verified).tokens();
        Page withCode = app.open(verified);
        assertThat(roles(tokens)).contains("student");

        realm.deletePhoneCredential(verified);

        assertThat(roles(withCode.tokens())).isEmpty();
        assertThat(roles(tokens.refresh())).isEmpty();
    }

    @Test
    void editedNumber_takesTheRolesOutOfTheNextToken(Phone phone, Phone other) {
        Person verified = realm.newVerifiedStudent(phone);
        Tokens tokens = app.directGrant(verified);
        assertThat(roles(tokens)).contains("student");

        realm.setAttribute(verified, "phoneNumber", other.number());
        Tokens edited = tokens.refresh();
        assertThat(roles(edited)).isEmpty();

        realm.setAttribute(verified, "phoneNumber", phone.number());
        assertThat(roles(edited.refresh())).contains("student");
    }

    @Test
    void offlineToken_isGivenToTheUnverified_andFollowsTheVerification(Phone phone) {
        realm.addRealmRole(student, "offline_access");

        Tokens offline = app.directGrant(student, Map.of("scope", "openid offline_access"));
        assertThat(roles(offline)).isEmpty();
        offline = offline.refresh();
        assertThat(roles(offline)).isEmpty();

        verify(phone);
        offline = offline.refresh();
        assertThat(roles(offline)).contains("student");
        realm.deletePhoneCredential(student);
        assertThat(roles(offline.refresh())).isEmpty();
    }

    @Test
    void device_ofAPersonWhoseVerificationEnded_getsNoRole(Phone phone) {
        Person verified = realm.newVerifiedStudent(phone);
        JsonNode waiting = app.device();
        Page page = new HttpBrowser()
                .open(URI.create(waiting.get("verification_uri_complete").asText()))
                .password(verified);
        URI consent = URI.create(page.element("form[action*=consent]").absUrl("action"));
        page.post(
                consent,
                Map.of("accept", "Yes", "code", page.element("input[name=code]").attr("value")));

        realm.deletePhoneCredential(verified);

        Tokens tokens = Await.value(
                "an answer to the device",
                () -> Optional.of(app.poll(waiting))
                        .filter(answer -> !answer.error().equals("slow_down")));
        assertThat(roles(tokens)).isEmpty();
    }

    @Test
    void approvalElsewhere_isWorthRolesOnlyWhileTheNumberIsVerified(Phone phone) {
        assertThat(roles(approved())).isEmpty();

        verify(phone);

        assertThat(roles(approved())).contains("student");
    }

    @Test
    void exchange_fromGatedToGated_isWithoutRoles(Phone phone) {
        Tokens tokens = app.directGrant(student);

        assertThat(roles(second.exchange(tokens.accessToken()))).isEmpty();
        assertThat(roles(app.exchange(tokens.accessToken()))).isEmpty();

        verify(phone);
        assertThat(roles(second.exchange(tokens.accessToken()))).contains("student");
    }

    @Test
    void exchange_fromGatedToUngated_isRefused_untilTheVerification(Phone phone) {
        Tokens tokens = app.directGrant(student);

        Tokens refused = ungated.exchange(tokens.accessToken());
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Account is not fully set up");

        verify(phone);
        assertThat(roles(ungated.exchange(tokens.accessToken()))).contains("student");
    }

    @Test
    void exchange_fromUngatedToGated_leavesTheRolesBehind(Phone phone) {
        Person verified = realm.newVerifiedStudent(phone);
        Tokens tokens = ungated.open(verified).tokens();
        assertThat(roles(app.exchange(tokens.accessToken()))).contains("student");

        realm.deletePhoneCredential(verified);

        assertThat(roles(tokens)).as("an old token").contains("student");
        assertThat(roles(app.exchange(tokens.accessToken()))).isEmpty();
    }

    @Test
    void introspection_ofAnOldToken_followsTheVerificationAtOnce(Phone phone) {
        App api = realm.app("school-api", realm.secret("school-api"));
        Tokens tokens = app.directGrant(student);
        assertThat(roles(api.introspect(tokens.accessToken()))).isEmpty();

        verify(phone);
        assertThat(roles(api.introspect(tokens.accessToken()))).contains("student");

        realm.deletePhoneCredential(student);
        JsonNode seen = api.introspect(tokens.accessToken());
        assertThat(seen.get("active").asBoolean()).isTrue();
        assertThat(roles(seen)).isEmpty();
    }

    @Test
    void exemptPerson_keepsTheRoles_asLongAsExempt() {
        realm.addRealmRole(student, "phone-exempt");
        Tokens tokens = app.directGrant(student);
        assertThat(roles(tokens)).contains("student");

        realm.removeRealmRole(student, "phone-exempt");

        assertThat(roles(tokens.refresh())).isEmpty();
    }

    @Test
    void disabledAction_takesNobodysRoles(Admin admin) {
        RealmAdmin open = admin.newSchoolRealm();
        Person person = open.newStudent();
        assertThat(roles(open.schoolMobile().directGrant(person))).isEmpty();

        open.enablePhoneAction(false);

        assertThat(roles(open.schoolMobile().directGrant(person))).contains("student");
    }

    private void verify(Phone phone) {
        Page page = realm.studentPortal().open(student).number(phone.number()).code(phone.code());
        assertThat(page.isCallback()).as(page.toString()).isTrue();
    }

    private Tokens approved() {
        JsonNode request = app.ciba(student);
        approver.approve(realm, student);
        return app.pollCiba(request);
    }
}
