package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A form of Keycloak's own that skips every pending required action: {@code login-actions/consent}, posted without a
 * {@code session_code}, ends the sign-in and returns to the application with a code (measured on 26.7.4). What has to hold then
 * is the gate on token responses.
 */
@ExtendWith(SharedServer.class)
class ConsentAttackIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void portalWithEveryResponseType(Admin admin) {
        realm = admin.newSchoolRealm();
        realm.updateClient("student-portal", client -> client.put("implicitFlowEnabled", true));
    }

    @Test
    void codeOfASignInWithoutTheAction_isWorthNoToken() {
        Person student = realm.newStudent();
        HttpBrowser browser = new HttpBrowser();

        Page skipped = skipTheAction(browser, student, Map.of());

        Tokens tokens = skipped.tokens();
        assertThat(tokens.error()).isEqualTo("invalid_grant");
        assertThat(tokens.errorDescription()).isEqualTo("Account is not fully set up");
        // The browser has a session now: it opens nothing either.
        Page next = realm.studentPortal().open(browser);
        assertThat(next.isNumberPage()).as(next.toString()).isTrue();
        Page silent = realm.studentPortal().open(browser, Map.of("prompt", "none"));
        assertThat(silent.callback("error")).isEqualTo("interaction_required");
        Harm.none(realm, student);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token", "id_token token", "code id_token", "code token", "code id_token token"})
    void tokensInTheAddress_areNotThere(String responseType) {
        Person student = realm.newStudent();

        Page skipped = skipTheAction(new HttpBrowser(), student, Map.of("response_type", responseType));

        assertThat(skipped.uri().toString()).doesNotContain("id_token=").doesNotContain("access_token=");
        assertThat(skipped.body()).doesNotContain("id_token=").doesNotContain("access_token=");
        Harm.none(realm, student);
    }

    /** Where the settings ask nobody but a step of the flow does. */
    @Test
    void codeOfASignInWithoutTheActionThatAStepAskedFor_isWorthNoToken(Admin admin) {
        RealmAdmin stepOnly =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("require-for-all", "false"));
        stepOnly.browserFlow("step for all", forms -> forms.execution("phonelatch-otp", Flow.Requirement.REQUIRED))
                .bindBrowser();
        Person student = stepOnly.newStudent();

        Page skipped = skipTheAction(stepOnly, new HttpBrowser(), student, Map.of());

        assertThat(skipped.tokens().error()).isEqualTo("invalid_grant");
        assertThat(Harm.proofs(stepOnly, student)).isEmpty();
    }

    /** While the step waits for its code there is nothing to consent to. */
    @Test
    void consentInsteadOfTheCode_isNoWayPastTheStep(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page code = realm.studentPortal().open(browser).password(teacher);
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        URI consent = URI.create(
                code.form("phonelatch-code-form").action().toString().replaceFirst("authenticate", "consent"));

        assertThat(code.post(consent, Map.of("accept", "Yes")).isCallback()).isFalse();
        assertThat(code.get(consent).isCallback()).isFalse();
        assertThat(realm.studentPortal().open(browser, Map.of("prompt", "none")).callback("error"))
                .isEqualTo("login_required");
    }

    private static Page skipTheAction(HttpBrowser browser, Person student, Map<String, String> parameters) {
        return skipTheAction(realm, browser, student, parameters);
    }

    private static Page skipTheAction(
            RealmAdmin realm, HttpBrowser browser, Person student, Map<String, String> parameters) {
        Page page = realm.studentPortal().open(browser, parameters).password(student);
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        URI consent = URI.create(
                page.form("phonelatch-number-form").action().toString().replaceFirst("required-action", "consent"));
        return page.post(consent, Map.of("accept", "Yes"));
    }
}
