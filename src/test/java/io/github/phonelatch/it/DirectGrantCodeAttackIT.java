package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever has a teacher's password but not the phone, at the direct grant, in several applications, and on the pages beside it. */
@ExtendWith(SharedServer.class)
class DirectGrantCodeAttackIT {
    private static final int AT_ONCE = 64;
    private static final int MAX_ATTEMPTS = 5;

    private static RealmAdmin school;
    private static App app;
    private static App otherApp;

    /** Without Keycloak's protection, which refuses one of two requests of a person at the same time: the counting is ours. */
    @BeforeAll
    static void realm(Admin admin) {
        school = admin.newSchoolRealm(realm -> {
            Admin.phoneSettings(realm).put("cooldown", "0");
            realm.put("bruteForceProtected", false);
        });
        app = DirectGrants.app(school, "staff-room");
        otherApp = DirectGrants.app(school, "library");
    }

    @Test
    void wrongCodes_64AtOnce_inTwoApplications_fiveReachTheProvider(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);
        otherApp.directGrant(teacher);
        String wrong = phone.wrongCode();

        List<Tokens> answers = AtOnce.run(AT_ONCE, i -> DirectGrants.code(i % 2 == 0 ? app : otherApp, teacher, wrong));

        assertThat(answers).noneMatch(Tokens::granted);
        assertThat(answers).extracting(DirectGrants::problem).containsOnly("wrong-code", "too-many-attempts");
        assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
        assertThat(DirectGrants.problem(DirectGrants.code(app, teacher, phone.code())))
                .isEqualTo("too-many-attempts");
        assertThat(DirectGrants.problem(app.directGrant(teacher))).isEqualTo("too-many-attempts");
        Page page = school.studentPortal().open(teacher);
        AttackAssertions.noCode(page.code(phone.code()));
        assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void attemptsOnPagesAndInGrants_areTheSameAttempts(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        Page page = school.studentPortal().open(teacher);
        assertThat(app.directGrant(teacher).error()).isEqualTo("phone_code_required");

        page = page.code(phone.wrongCode()).code(phone.wrongCode());
        Tokens third = DirectGrants.code(app, teacher, phone.wrongCode());
        page = page.code(phone.wrongCode());
        Tokens fifth = DirectGrants.code(app, teacher, phone.wrongCode());

        assertThat(third.body().get("attempts_left").asInt()).isEqualTo(2);
        assertThat(DirectGrants.problem(fifth)).isEqualTo("too-many-attempts");
        AttackAssertions.noCode(page.code(phone.code()));
        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isFalse();
        assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void requestsForACode_64AtOnce_sendOne(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);

        List<Tokens> answers = AtOnce.run(AT_ONCE, i -> app.directGrant(teacher));

        assertThat(answers).extracting(Tokens::error).containsOnly("phone_code_required");
        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isTrue();
    }

    @Test
    void rightCode_manyTimesAtOnce_grantsOnce(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);
        String right = phone.code();

        List<Tokens> answers = AtOnce.run(16, i -> DirectGrants.code(app, teacher, right));

        assertThat(answers).filteredOn(Tokens::granted).hasSize(1);
        assertThat(DirectGrants.code(app, teacher, right).granted())
                .as("used up")
                .isFalse();
        assertThat(school.get("users/" + teacher.id() + "/sessions")).hasSize(1);
    }

    @Test
    void codeAskedForInOneApplication_isNoneInAnother(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);

        Tokens elsewhere = DirectGrants.code(otherApp, teacher, phone.code());

        assertThat(elsewhere.error()).isEqualTo("invalid_grant");
        assertThat(DirectGrants.problem(elsewhere)).isEqualTo("unknown-challenge");
        assertThat(phone.verifyCalls()).isZero();
        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isTrue();
    }

    /** One message serves whoever asked for it; on each way the person has to have asked, and it serves once. */
    @Test
    void codeOfAPage_countsInAGrantThatAskedForIt_andThenOnThePageNoMore(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        Page page = school.studentPortal().open(teacher);
        assertThat(DirectGrants.problem(DirectGrants.code(app, teacher, phone.code())))
                .isEqualTo("unknown-challenge");
        app.directGrant(teacher);

        assertThat(DirectGrants.code(app, teacher, phone.code()).granted()).isTrue();

        AttackAssertions.noCode(page.code(phone.code()));
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void codeOfAGrant_countsOnThePageThatShowsIt_andThenInTheGrantNoMore(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        app.directGrant(teacher);
        Page page = school.studentPortal().open(teacher);

        assertThat(page.code(phone.code()).tokens().granted()).isTrue();

        assertThat(DirectGrants.problem(DirectGrants.code(app, teacher, phone.code())))
                .isEqualTo("code-expired");
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void codeOfSomebodyElse_isWrong_andTakesNoAttemptOfTheirs(Phone attackers, Phone victims) {
        Person attacker = school.newVerifiedTeacher(attackers);
        Person victim = school.newVerifiedTeacher(victims);
        app.directGrant(attacker);
        app.directGrant(victim);

        Tokens mixed = DirectGrants.code(app, attacker, victims.code());

        assertThat(mixed.granted()).isFalse();
        assertThat(victims.verifyCalls()).isZero();
        assertThat(DirectGrants.code(app, victim, victims.code())
                        .accessClaims()
                        .get("sub")
                        .asText())
                .isEqualTo(victim.id());
    }

    /** Whoever could say where the code goes, or which challenge it is for, would need no phone of the teacher's. */
    @Test
    void parametersThatNobodyAskedFor_changeNothing(Phone phone, Phone attackers) {
        Person teacher = school.newVerifiedTeacher(phone);
        Map<String, String> forged = Map.of(
                "phone_number",
                attackers.number(),
                "phone_country",
                "GB",
                "challenge_id",
                "direct-grant",
                "action",
                "send",
                "remember_device",
                "on",
                "acr_values",
                "0");

        Tokens asked = app.directGrant(teacher, forged);

        assertThat(asked.error()).isEqualTo("phone_code_required");
        assertThat(attackers.sendCalls()).isZero();
        assertThat(phone.sendCalls()).isEqualTo(1);
        for (String code : List.of("true", "' or '1'='1", "0".repeat(10_000), "${code}", "\u0000", "null")) {
            assertThat(DirectGrants.code(app, teacher, code).error())
                    .as(code.substring(0, Math.min(20, code.length())))
                    .isEqualTo("invalid_request");
        }
        assertThat(phone.verifyCalls()).isZero();
    }

    @Test
    void wrongPassword_sendsNothing_checksNothing_andTellsNothing(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);
        Person wrong = new Person(teacher.id(), teacher.email(), "wrong");
        Person nobody = new Person("", "nobody@school.example", "wrong");

        Tokens known = app.directGrant(wrong);
        Tokens unknown = app.directGrant(nobody);

        assertThat(known.body()).isEqualTo(unknown.body());
        assertThat(known.status()).isEqualTo(unknown.status());
        assertThat(known.errorDescription()).isEqualTo("Invalid user credentials");
        assertThat(phone.sendCalls()).isZero();

        app.directGrant(teacher);
        for (String code : List.of(phone.code(), phone.wrongCode())) {
            assertThat(DirectGrants.code(app, wrong, code).body()).isEqualTo(unknown.body());
        }
        assertThat(phone.verifyCalls()).isZero();
        assertThat(DirectGrants.code(app, teacher, phone.code()).granted())
                .as("nothing was taken from the teacher")
                .isTrue();
    }
}
