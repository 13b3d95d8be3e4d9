package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No grant gives a token to a person without a proof, whatever they had before. */
@ExtendWith(SharedServer.class)
class GateIT {
    private static RealmAdmin realm;
    private static App portal;
    private static App exchanger;

    private Person student;
    private Phone phone;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
        portal = realm.studentPortal();
        exchanger = Applications.exchanger(realm);
    }

    @BeforeEach
    void person(Simulator simulator) {
        student = realm.newStudent();
        phone = new Phone(simulator);
    }

    @Test
    void everyGrant_ofAVerifiedPerson_passes() {
        realm.addRealmRole(student, "offline_access");
        Tokens tokens = verified().tokens();

        assertThat(tokens.refresh().granted()).isTrue();
        assertThat(exchanger.exchange(tokens.accessToken()).granted()).isTrue();
        assertThat(realm.ungatedApp().directGrant(student).granted()).isTrue();
        assertThat(offline().refresh().granted()).isTrue();
    }

    @Test
    void everyGrant_afterAnAdminRemovedTheVerification_isRefused() {
        realm.addRealmRole(student, "offline_access");
        Tokens online = verified().tokens();
        Tokens offline = offline();
        Page withCode = portal.open(student);
        assertThat(withCode.callback("code")).isNotNull();

        realm.deletePhoneCredential(student);

        assertThat(realm.attribute(student, "phoneNumberVerified")).isEqualTo("false");
        assertThat(realm.attribute(student, "phoneNumberVerifiedAt")).isEmpty();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(phone.number());
        assertRefused(withCode.tokens());
        assertRefused(online.refresh());
        assertRefused(offline.refresh());
        assertRefused(exchanger.exchange(online.accessToken()));
        assertRefused(realm.ungatedApp().directGrant(student));
        assertThat(portal.open(student).has("#phonelatch-known")).isTrue();
    }

    @Test
    void directGrant_ofAnUnverifiedPerson_isRefused() {
        assertRefused(realm.ungatedApp().directGrant(student));
    }

    /** Only who need not have a number may remove it; the need may come later. */
    @Test
    void ownRemovalInTheAccount_endsTheVerificationAtOnce() {
        HttpBrowser browser = new HttpBrowser();
        Tokens tokens = portal.open(browser)
                .password(student)
                .number(phone.number())
                .code(phone.code())
                .tokens();
        String credential = realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)
                .get(0)
                .get("id")
                .asText();

        realm.addRealmRole(student, "phone-exempt");
        Page page = portal.open(browser, Map.of("kc_action", "delete_credential:" + credential));
        URI delete = URI.create(page.element("form[action*=required-action]").absUrl("action"));
        page = page.post(delete, Map.of("accept", "Yes"));

        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(realm.attribute(student, "phoneNumberVerified")).isEqualTo("false");
        assertThat(realm.events(student, "REMOVE_CREDENTIAL")).hasSize(1);
        assertThat(page.isCallback()).as(page.toString()).isTrue();
        assertThat(page.callback("kc_action_status")).isEqualTo("success");
        realm.removeRealmRole(student, "phone-exempt");
        assertRefused(tokens.refresh());
        page = portal.open(browser);
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
    }

    @Test
    void handSetAttributes_verifyNothing() {
        Person liar = realm.newPerson(user -> {
            user.putArray("groups").add("/students");
            user.putObject("attributes").putArray("phoneNumber").add(phone.number());
            user.withObject("/attributes").putArray("phoneNumberVerified").add("true");
            user.withObject("/attributes").putArray("phoneNumberVerifiedAt").add("2026-01-01T00:00:00Z");
        });

        assertRefused(realm.ungatedApp().directGrant(liar));
        assertThat(portal.open(liar).has("#phonelatch-known")).isTrue();
        assertThat(realm.attribute(liar, "phoneNumberVerified")).isEqualTo("false");
    }

    @Test
    void editedNumber_isNotTheVerifiedOne(Phone other) {
        Tokens first = verified().tokens();
        // A refused refresh uses its token up.
        Tokens second = portal.open(student).tokens();

        realm.setAttribute(student, "phoneNumber", other.number());
        assertRefused(first.refresh());

        // The proof is of the number, however it is written.
        String national =
                "0" + phone.number().substring(3, 7) + " " + phone.number().substring(7);
        realm.setAttribute(student, "phoneNumber", national);
        assertThat(second.refresh().granted()).isTrue();
    }

    @Test
    void editedNumber_whereNobodyIsGated_isToldInTheNextToken(Admin admin, Phone other) {
        RealmAdmin lenient =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("require-for-all", "false"));
        Person person =
                lenient.newPerson(user -> user.putArray("requiredActions").add(RealmAdmin.PHONE_ACTION));
        Tokens tokens = lenient.studentPortal()
                .open(person)
                .number(phone.number())
                .code(phone.code())
                .tokens();
        assertThat(verified(tokens)).isTrue();

        lenient.setAttribute(person, "phoneNumber", other.number());

        Tokens next = tokens.refresh();
        assertThat(verified(next)).isFalse();
        assertThat(next.idClaims().get("phone_number_verified").asBoolean()).isFalse();
        assertThat(next.userinfo().body().get("phone_number_verified").asBoolean())
                .isFalse();
    }

    @Test
    void disabledAction_gatesNobody(Admin admin) {
        RealmAdmin open = admin.newSchoolRealm();
        Person person = open.newStudent();
        assertRefused(open.ungatedApp().directGrant(person));

        open.enablePhoneAction(false);

        assertThat(open.studentPortal().open(person).tokens().refresh().granted())
                .isTrue();
        assertThat(open.ungatedApp().directGrant(person).granted()).isTrue();
        open.enablePhoneAction(true);
        assertRefused(open.ungatedApp().directGrant(person));
        assertThat(open.phoneSettings().get("templates").asText()).isEqualTo("login-otp");
    }

    @Test
    void exemptPerson_passesAndIsGatedAgainWithoutTheRole() {
        realm.addRealmRole(student, "phone-exempt");
        Tokens tokens = portal.open(student).tokens();
        assertThat(verified(tokens)).isFalse();
        Tokens next = tokens.refresh();
        assertThat(next.granted()).isTrue();

        realm.removeRealmRole(student, "phone-exempt");

        assertRefused(next.refresh());
    }

    @Test
    void accountOfAService_hasNoPhoneAndPasses() {
        assertThat(exchanger.clientCredentials().granted()).isTrue();
    }

    @Test
    void introspection_saysWhetherButNotWhich_andFollowsTheVerification() {
        App api = realm.app("school-api", realm.secret("school-api"));
        Tokens tokens = verified().tokens();

        JsonNode seen = api.introspect(tokens.accessToken());
        assertThat(seen.get("active").asBoolean()).isTrue();
        assertThat(seen.get("phone_number_verified").asBoolean()).isTrue();
        assertThat(seen.has("phone_number")).isFalse();

        realm.deletePhoneCredential(student);

        assertThat(api.introspect(tokens.accessToken())
                        .path("phone_number_verified")
                        .asBoolean())
                .isFalse();
    }

    private Page verified() {
        return portal.open(student).number(phone.number()).code(phone.code());
    }

    private Tokens offline() {
        return portal.open(new HttpBrowser(), Map.of("scope", "openid offline_access"))
                .password(student)
                .tokens();
    }

    private static boolean verified(Tokens tokens) {
        return tokens.accessClaims().get("phone_number_verified").asBoolean();
    }

    private static void assertRefused(Tokens answer) {
        assertThat(answer.granted()).isFalse();
        assertThat(answer.error()).isEqualTo("invalid_grant");
        assertThat(answer.errorDescription()).isEqualTo("Account is not fully set up");
    }
}
