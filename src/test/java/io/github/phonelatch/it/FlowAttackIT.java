package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Walking around the action: by Keycloak's own addresses and parameters, in an order that no page offers. */
@ExtendWith(SharedServer.class)
class FlowAttackIT {
    private static final String CODE_FORM = "phonelatch-code-form";

    @Test
    void restartAfterTheCodePage_forgetsNothingButThePassword(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        HttpBrowser browser = new HttpBrowser();
        Page codePage = school.studentPortal().open(browser).password(student).number(phone.number());

        Page restarted = codePage.get(loginAction(codePage, "restart"));
        assertThat(restarted.has("form#kc-form-login")).as(restarted.toString()).isTrue();
        Page again = restarted.password(student);

        assertThat(again.isNumberPage() || again.isCodePage())
                .as(again.toString())
                .isTrue();
        AttackAssertions.none(school, student);
    }

    /** The way of CVE-2026-18963: naming an execution of the flow that is not the one being asked. */
    @Test
    void otherExecutions_areNotReachable(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page page = school.studentPortal().open(student).number(phone.number());
        List<String> executions = new ArrayList<>(List.of("phonelatch-verify-phone", "phonelatch-otp", ""));
        for (String flow : List.of("browser", "direct grant", "registration", "reset credentials")) {
            for (JsonNode execution : school.get("authentication/flows/" + flow.replace(" ", "%20") + "/executions")) {
                executions.add(execution.get("id").asText());
            }
        }
        assertThat(executions).hasSizeGreaterThan(10);

        for (String execution : executions) {
            for (String path : List.of("authenticate", "reset-credentials", "registration", "post-broker-login")) {
                URI address = execution(loginAction(page, path), execution);
                AttackAssertions.noCode(page.post(address, Map.of("tryAnotherWay", "on")));
                AttackAssertions.noCode(page.post(address, Map.of("authenticationExecution", execution)));
                AttackAssertions.noCode(page.post(address, Map.of("username", student.email(), "password", "wrong")));
            }
        }

        assertThat(phone.verifyCalls()).isZero();
        AttackAssertions.none(school, student);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE_PASSWORD",
                "UPDATE_PROFILE",
                "VERIFY_EMAIL",
                "VERIFY_PROFILE",
                "TERMS_AND_CONDITIONS",
                "webauthn-register",
                "update_user_locale",
                "delete_credential",
                "PHONELATCH-VERIFY-PHONE",
                "no-such-action",
                ""
            })
    void anotherRequiredAction_inPlaceOfOurs_leadsNowhere(String action, RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page page = school.studentPortal().open(student).number(phone.number());
        URI address = execution(page.form(CODE_FORM).action(), action);

        AttackAssertions.noCode(page.get(address));
        AttackAssertions.noCode(page.post(address, Map.of("action", "verify", "code", "", "accept", "on")));

        AttackAssertions.none(school, student);
    }

    @Test
    void cancelOfAnActionThatWasAskedFor_isIgnoredWhileTheNeedIsThere(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Page page = school.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_action", "phonelatch-verify-phone"))
                .password(student);
        assertThat(page.has("[name=cancel-aia]")).as("nothing to cancel with").isFalse();

        page = page.form("phonelatch-number-form").forged("cancel-aia", "true").submit();
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        page = page.number(phone.number())
                .form(CODE_FORM)
                .forged("cancel-aia", "true")
                .submit();

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        AttackAssertions.none(school, student);
    }

    /** An admin asks somebody who is proven for a new proof; the person's own wish for the same must not shield from it. */
    @Test
    void cancelOfAnActionThatAnAdminPutOnThePerson_leadsBackToIt(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        HttpBrowser browser = new HttpBrowser();
        school.studentPortal()
                .open(browser)
                .password(student)
                .number(phone.number())
                .code(phone.code());
        Page voluntary = school.studentPortal().open(browser, Map.of("kc_action", "phonelatch-verify-phone"));
        assertThat(voluntary.isNumberPage()).as(voluntary.toString()).isTrue();
        school.updateUser(student, user -> user.putArray("requiredActions").add("phonelatch-verify-phone"));

        Page answer = voluntary
                .form("phonelatch-number-form")
                .forged("cancel-aia", "true")
                .submit();

        AttackAssertions.noCode(answer);
        assertThat(answer.isNumberPage()).as(answer.toString()).isTrue();
    }

    /** The person was proven when the voluntary change began, and is no longer when it is cancelled. */
    @Test
    void cancelAfterTheVerificationWasTakenAway_leadsToTheAction(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        HttpBrowser browser = new HttpBrowser();
        school.studentPortal()
                .open(browser)
                .password(student)
                .number(phone.number())
                .code(phone.code());
        Page voluntary = school.studentPortal().open(browser, Map.of("kc_action", "phonelatch-verify-phone"));
        school.deletePhoneCredential(student);

        Page answer = voluntary
                .form("phonelatch-number-form")
                .forged("cancel-aia", "true")
                .submit();

        AttackAssertions.noCode(answer);
        AttackAssertions.noWayIn(school, student);
    }

    @Test
    void promptNone_neverComesBackWithACode(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        HttpBrowser browser = new HttpBrowser();
        Page codePage = school.studentPortal().open(browser).password(student).number(phone.number());
        Page silent = school.studentPortal().open(browser, Map.of("prompt", "none"));
        assertThat(silent.callback("error")).isEqualTo("login_required");

        // Also where there is a session, since the proof was taken away afterwards.
        assertThat(codePage.reload().code(phone.code()).isCallback()).isTrue();
        school.deletePhoneCredential(student);
        Page withSession = school.studentPortal().open(browser, Map.of("prompt", "none"));

        AttackAssertions.noCode(withSession);
        assertThat(withSession.callback("error")).isEqualTo("interaction_required");
        assertThat(phone.sendCalls()).as("messages, the one asked for").isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-such-action", "phonelatch_verify_phone", "UPDATE_PROFILE", "delete_account", "skip"})
    void anotherKcAction_doesNotShieldFromOurs(String kcAction, RealmAdmin school) {
        Person student = school.newStudent();

        Page page = school.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_action", kcAction))
                .password(student);
        if (page.has("form#kc-update-profile-form")) {
            page = page.form("kc-update-profile-form").submit();
        }

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        AttackAssertions.none(school, student);
    }

    /** Another address below {@code login-actions} for the same tab, with the form's session code. */
    private static URI loginAction(Page page, String path) {
        URI action = page.form(page.isCodePage() ? CODE_FORM : "phonelatch-number-form")
                .action();
        return URI.create(action.toString().replaceFirst("required-action", path));
    }

    private static URI execution(URI action, String execution) {
        return URI.create(action.toString().replaceFirst("execution=[^&]*", "execution=" + execution));
    }
}
