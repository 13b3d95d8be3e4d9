package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.ALTERNATIVE;
import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Who is signed in already, and what an application may ask for then. Everybody with a number is asked for a code. */
@ExtendWith(SharedServer.class)
class ReauthenticationIT {
    private static RealmAdmin everybody;
    private static RealmAdmin levels;

    @BeforeAll
    static void realms(Admin admin) {
        everybody = admin.newSchoolRealm(realm -> Admin.phoneSettings(realm).put("cooldown", "0"));
        everybody
                .browserFlow("with a code", forms -> forms.execution("phonelatch-otp", REQUIRED))
                .bindBrowser();
        levels = admin.newSchoolRealm(realm -> Admin.phoneSettings(realm).put("cooldown", "0"));
        levels.flow("by level")
                .execution("auth-cookie", ALTERNATIVE)
                .subflow(
                        "levels",
                        ALTERNATIVE,
                        all -> all.subflow(
                                        "level 1",
                                        CONDITIONAL,
                                        one -> one.execution("conditional-level-of-authentication", REQUIRED, level(1))
                                                .execution("auth-username-password-form", REQUIRED))
                                .subflow(
                                        "level 2",
                                        CONDITIONAL,
                                        two -> two.execution("conditional-level-of-authentication", REQUIRED, level(2))
                                                .execution("phonelatch-otp", REQUIRED)))
                .bindBrowser();
    }

    @Test
    void session_isEnoughForTheNextApplication(Phone phone) {
        HttpBrowser browser = signedIn(phone);

        Page next = everybody.app("teacher-portal").open(browser);

        assertThat(next.tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void promptLogin_asksForPasswordAndCodeAgain(Phone phone) {
        Person student = everybody.newVerifiedStudent(phone);
        HttpBrowser browser = signedIn(student, phone);

        Page page = everybody.studentPortal().open(browser, Map.of("prompt", "login"));

        assertBothAreAsked(page, student, phone);
    }

    @Test
    void maxAge_onceItIsOver_asksForPasswordAndCodeAgain(Phone phone) {
        Person student = everybody.newVerifiedStudent(phone);
        HttpBrowser browser = signedIn(student, phone);

        assertThat(everybody
                        .studentPortal()
                        .open(browser, Map.of("max_age", "3600"))
                        .isCallback())
                .isTrue();
        // Keycloak counts in whole seconds.
        Page page = Await.value(
                "a session older than a second",
                () -> Optional.of(everybody.studentPortal().open(browser, Map.of("max_age", "0")))
                        .filter(it -> !it.isCallback()));

        assertBothAreAsked(page, student, phone);
    }

    @Test
    void silentSignIn_whereACodeIsWanted_failsAndSendsNothing(Phone phone) {
        Person student = levels.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        Tokens password = levels.studentPortal().open(browser).password(student).tokens();
        assertThat(password.idClaims().get("acr").asText()).isEqualTo("1");

        for (int i = 0; i < 3; i++) {
            Page silent = levels.studentPortal().open(browser, Map.of("prompt", "none", "acr_values", "2"));
            assertThat(silent.callback("error")).isEqualTo("login_required");
            assertThat(silent.callback("code")).isNull();
        }
        assertThat(phone.sendCalls()).isZero();

        Page page = levels.studentPortal().open(browser, Map.of("acr_values", "2"));
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(page.code(phone.code()).tokens().idClaims().get("acr").asText())
                .isEqualTo("2");
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    /** The admin's way in makes a session of no level: a code is asked of the person's own phone. */
    @Test
    void impersonatedSession_doesNotReachTheLevelOfACode(Phone phone) {
        Person student = levels.newVerifiedStudent(phone);
        HttpBrowser admins = levels.impersonate(student);
        Tokens tokens = levels.studentPortal().open(admins).tokens();
        assertThat(tokens.idClaims().get("acr").asText()).isEqualTo("0");

        Page page = levels.studentPortal().open(admins, Map.of("acr_values", "2"));

        AttackAssertions.noCode(page);
        assertThat(page.isCallback()).as(page.toString()).isFalse();
    }

    private static void assertBothAreAsked(Page page, Person student, Phone phone) {
        assertThat(page.has("input[name=password]")).as(page.toString()).isTrue();
        page = page.form("kc-form-login").with("password", student.password()).submit();
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        AttackAssertions.noCode(page);
        assertThat(phone.messages()).hasSize(2);
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    private static HttpBrowser signedIn(Phone phone) {
        return signedIn(everybody.newVerifiedStudent(phone), phone);
    }

    private static HttpBrowser signedIn(Person student, Phone phone) {
        HttpBrowser browser = new HttpBrowser();
        Page page = everybody.studentPortal().open(browser).password(student);
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
        return browser;
    }

    private static Map<String, String> level(int level) {
        return Map.of("loa-condition-level", String.valueOf(level), "loa-max-age", "36000");
    }
}
