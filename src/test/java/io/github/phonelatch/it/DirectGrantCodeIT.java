package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Teachers of the school realm at the direct grant: a password, and a code in a second request. */
@ExtendWith(SharedServer.class)
class DirectGrantCodeIT {
    private static RealmAdmin school;
    private static App app;

    @BeforeAll
    static void realm(Admin admin) {
        school = admin.newSchoolRealm(realm -> {
            Admin.phoneSettings(realm)
                    .put("reverify-after-days", "30")
                    .put("sends-per-hour", "3")
                    .put("cooldown", "0");
            // Else two wrong codes within a second would lock the account: what Keycloak counts has tests of its own.
            realm.put("bruteForceProtected", false);
        });
        app = DirectGrants.app(school, "staff-room");
    }

    @AfterEach
    void repair(Simulator simulator) {
        simulator.control().clearScripts();
    }

    @Test
    void requestWithoutACode_sendsOne_andTheNextRequestBringsIt(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);

        Tokens asked = app.directGrant(teacher);

        assertThat(asked.status()).isEqualTo(400);
        assertThat(asked.error()).isEqualTo("phone_code_required");
        assertThat(asked.errorDescription()).isNotEmpty();
        assertThat(asked.body().get("expires_in").asInt()).isBetween(290, 300);
        assertThat(asked.body().get("resend_in").asInt()).isBetween(290, 302);
        assertThat(asked.body().get("phone_number_masked").asText())
                .startsWith("+44 •")
                .endsWith(phone.number().substring(11));
        assertThat(asked.body().toString()).doesNotContain(phone.number().substring(3, 11), phone.code());
        assertThat(asked.body().fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder(
                        "error", "error_description", "expires_in", "resend_in", "phone_number_masked");
        assertThat(asked.header("Cache-Control")).contains("no-store");
        assertThat(asked.header("Content-Type")).startsWith("application/json");

        Tokens granted = DirectGrants.code(app, teacher, phone.code());

        assertThat(granted.accessClaims().get("sub").asText()).isEqualTo(teacher.id());
        assertThat(granted.accessClaims().at("/realm_access/roles").toString()).contains("teacher");
        assertThat(granted.refresh().granted()).isTrue();
        assertThat(phone.messages()).hasSize(1);
        assertThat(phone.verifyCalls()).isEqualTo(1);
    }

    @Test
    void askedAgain_theSameMessageIsToldOf_andNothingIsSent(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);

        Tokens again = app.directGrant(teacher);
        Tokens empty = DirectGrants.code(app, teacher, "");

        assertThat(again.error()).isEqualTo("phone_code_required");
        assertThat(empty.error()).isEqualTo("phone_code_required");
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isTrue();
    }

    @Test
    void codeTypedAsPeopleType_isTaken(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);
        StringBuilder typed = new StringBuilder(" ");
        phone.code()
                .chars()
                .forEach(digit -> typed.appendCodePoint('٠' + digit - '0').append('-'));

        assertThat(DirectGrants.code(app, teacher, typed.toString()).granted()).isTrue();
    }

    @Test
    void wrongCode_saysHowManyAttemptsAreLeft_andTheRightOneStillWorks(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);

        Tokens wrong = DirectGrants.code(app, teacher, phone.wrongCode());

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.error()).isEqualTo("invalid_grant");
        assertThat(DirectGrants.problem(wrong)).isEqualTo("wrong-code");
        assertThat(wrong.body().get("attempts_left").asInt()).isEqualTo(4);
        assertThat(wrong.headers().map()).doesNotContainKey("retry-after");
        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isTrue();
        assertThat(school.events(teacher, "LOGIN_ERROR"))
                .extracting(event -> event.get("error").asText())
                .containsExactly("invalid_user_credentials");
        assertThat(school.events(teacher, "LOGIN"))
                .singleElement()
                .satisfies(event -> assertThat(
                                event.at("/details/phonelatch_purpose").asText())
                        .isEqualTo("sign_in"));
        assertThat(school.events(teacher, "CUSTOM_REQUIRED_ACTION"))
                .extracting(event -> event.at("/details/phonelatch_outcome").asText())
                .containsExactly("code_sent");
    }

    @Test
    void whatCannotBeTheCode_isSaidToBeNone_andCostsNoAttempt(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);

        for (String none : List.of("12", "abcdef", " - ", phone.code() + "0")) {
            Tokens answer = DirectGrants.code(app, teacher, none);
            assertThat(answer.error()).as(none).isEqualTo("invalid_request");
            assertThat(answer.errorDescription()).isEqualTo("The code has 6 digits.");
            assertThat(DirectGrants.problem(answer)).isEqualTo("invalid-request");
        }

        assertThat(phone.verifyCalls()).isZero();
    }

    @Test
    void fiveWrongCodes_endTheMessage_andTheAnswerSaysForHowLong(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);
        Tokens answer = null;
        for (int wrong = 0; wrong < 5; wrong++) {
            answer = DirectGrants.code(app, teacher, phone.wrongCode());
        }

        for (Tokens refused :
                List.of(answer, DirectGrants.code(app, teacher, phone.code()), app.directGrant(teacher))) {
            assertThat(refused.error()).isEqualTo("invalid_grant");
            assertThat(DirectGrants.problem(refused)).isEqualTo("too-many-attempts");
            assertThat(refused.body().get("retry_after").asInt()).isBetween(200, 302);
            assertThat(refused.header("Retry-After"))
                    .isEqualTo(refused.body().get("retry_after").asText());
        }
        assertThat(phone.verifyCalls()).isEqualTo(5);
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void expiredCode_isSaidToBe_andTheNextRequestAsksForANewOne(Phone phone, Simulator simulator) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);
        String old = phone.code();
        simulator.control().advance(Duration.ofSeconds(301));

        Tokens expired = DirectGrants.code(app, teacher, old);

        assertThat(expired.error()).isEqualTo("invalid_grant");
        assertThat(DirectGrants.problem(expired)).isEqualTo("code-expired");
        assertThat(app.directGrant(teacher).error()).isEqualTo("phone_code_required");
        assertThat(phone.messages()).hasSize(2);
        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isTrue();
    }

    @Test
    void moreMessagesThanTheHourAllows_areRefusedWithTheWait(Phone phone, Simulator simulator) {
        Person teacher = school.newVerifiedTeacher(phone);
        for (int message = 0; message < 3; message++) {
            app.directGrant(teacher);
            assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isTrue();
            simulator.control().advance(Duration.ofSeconds(301));
        }

        Tokens refused = app.directGrant(teacher);

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.error()).isEqualTo("temporarily_unavailable");
        assertThat(DirectGrants.problem(refused)).isEqualTo("rate-limited");
        assertThat(refused.body().get("retry_after").asInt()).isBetween(60, 3600);
        assertThat(refused.header("Retry-After"))
                .isEqualTo(refused.body().get("retry_after").asText());
        assertThat(phone.sendCalls()).isEqualTo(3);
    }

    @Test
    void providerDown_isTold_andLetsNobodyIn(Phone phone, Simulator simulator) {
        Person teacher = school.newVerifiedTeacher(phone);
        simulator.control().script(phone.number(), Fault.error(401, 2001, "key"), 1);

        Tokens notSet = app.directGrant(teacher);
        Tokens asked = app.directGrant(teacher);
        simulator.control().scriptVerify(Fault.html(503), 1);
        Tokens down = DirectGrants.code(app, teacher, phone.code());

        assertThat(DirectGrants.problem(notSet)).isEqualTo("not-configured");
        assertThat(asked.error()).isEqualTo("phone_code_required");
        assertThat(down.error()).isEqualTo("temporarily_unavailable");
        assertThat(DirectGrants.problem(down)).isEqualTo("provider-unavailable");
        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isTrue();
    }

    @Test
    void verificationThatBecameTooOld_isMadeYoungByTheCode(Phone phone) {
        Instant then = Instant.now().minus(Duration.ofDays(40));
        Person teacher = school.newVerified("/teachers", phone, then);
        app.directGrant(teacher);

        Tokens granted = DirectGrants.code(app, teacher, phone.code());

        assertThat(granted.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        JsonNode credential =
                school.credentials(teacher, RealmAdmin.PHONE_CREDENTIAL).get(0);
        assertThat(Instant.parse(Json.parse(credential.get("credentialData").asText())
                        .get("verifiedAt")
                        .asText()))
                .isAfter(then.plus(Duration.ofDays(39)));
    }

    @Test
    void studentsAndTheExemptWithoutANumber_areAskedForNothing(Phone phone) {
        Person exempt = school.newTeacher();
        school.addRealmRole(exempt, "phone-exempt");

        assertThat(app.directGrant(school.newVerifiedStudent(phone)).granted()).isTrue();
        assertThat(app.directGrant(exempt).granted()).isTrue();
        assertThat(app.directGrant(exempt, Map.of("phone_code", "123456")).granted())
                .isTrue();
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void teacherWithoutANumber_isNotFullySetUp() {
        Tokens refused = app.directGrant(school.newTeacher());

        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Account is not fully set up");
    }

    @Test
    void authenticatorApp_standsInWhereNoCodeByPhoneIsAsked(Phone phone) {
        AuthenticatorApp authenticator = new AuthenticatorApp();
        Person both = school.newVerifiedTeacher(phone, user -> {}, authenticator::put);
        AuthenticatorApp other = new AuthenticatorApp();
        Person appOnly = school.newPerson(user -> {
            user.putArray("groups").add("/teachers");
            other.put(user);
        });

        app.directGrant(both);
        assertThat(DirectGrants.code(app, both, phone.code()).granted()).isTrue();
        assertThat(app.directGrant(appOnly).errorDescription()).isEqualTo("Invalid user credentials");
        assertThat(app.directGrant(appOnly, Map.of("totp", other.code())).errorDescription())
                .as("and then the number is missing")
                .isEqualTo("Account is not fully set up");
    }
}
