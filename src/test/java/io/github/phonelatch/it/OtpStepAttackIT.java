package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.net.HttpCookie;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever knows a teacher's password and does not hold the phone. */
@ExtendWith(SharedServer.class)
class OtpStepAttackIT {
    private static final String CODE_FORM = "phonelatch-code-form";

    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
    }

    /** The way of CVE-2026-18963: naming an execution of a flow that is not the one being asked. */
    @Test
    void otherExecutions_areNoWayOn(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        URI own = page.form(CODE_FORM).action();

        for (String execution : executions()) {
            for (String path : List.of("authenticate", "reset-credentials", "registration", "post-broker-login")) {
                URI address = execution(loginAction(own, path), execution);
                AttackAssertions.noCode(page.post(address, Map.of("tryAnotherWay", "on")));
                AttackAssertions.noCode(page.post(address, Map.of("authenticationExecution", execution)));
                AttackAssertions.noCode(page.post(address, Map.of("action", "verify", "code", "")));
                AttackAssertions.noCode(page.get(address));
            }
            AttackAssertions.noCode(page.post(own, Map.of("authenticationExecution", execution)));
        }

        noSession(page, teacher);
        assertThat(phone.verifyCalls()).isZero();
    }

    /** Asked for by who is at the selector of other ways. */
    @Test
    void selectorOfOtherWays_offersNoneThatThePersonHasNot(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);

        for (String execution : executions()) {
            Page selector = page.post(shownForm(page.reload()), Map.of("tryAnotherWay", "on"));
            AttackAssertions.noCode(selector);
            assertThat(selector.has("form#kc-select-credential-form"))
                    .as(selector.toString())
                    .isTrue();
            AttackAssertions.noCode(selector.post(shownForm(selector), Map.of("authenticationExecution", execution)));
        }

        noSession(page, teacher);
        assertThat(phone.verifyCalls()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"restart", "required-action", "consent", "detached-info", "restart?skip_logout=true"})
    void otherAddressesOfASignIn_areNoWayOn(String path, Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);
        URI address = URI.create(page.form(CODE_FORM)
                .action()
                .toString()
                .replaceFirst("authenticate\\?", path.contains("?") ? path + "&" : path + "?"));

        AttackAssertions.noCode(page.get(address));
        AttackAssertions.noCode(page.post(address, Map.of("accept", "Yes", "action", "verify", "code", "000000")));
        AttackAssertions.noCode(page.get(execution(address, "phonelatch-verify-phone")));

        noSession(page, teacher);
    }

    @Test
    void restart_leadsBackToThePassword_andTheCodeIsAskedAgain(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);

        Page again = page.get(loginAction(page.form(CODE_FORM).action(), "restart"));
        assertThat(again.has("form#kc-form-login")).as(again.toString()).isTrue();

        assertThat(again.password(teacher).isCodePage()).isTrue();
        assertThat(phone.messages()).as("the same message").hasSize(1);
    }

    @Test
    void rightCode_ofAnotherPersonsSignIn_isWrong(Phone mine, Phone theirs) {
        Person attacker = realm.newVerifiedTeacher(mine);
        Person victim = realm.newVerifiedTeacher(theirs);
        realm.studentPortal().open(attacker);
        Page page = realm.studentPortal().open(victim);
        String ownCode = mine.code().equals(theirs.code()) ? theirs.wrongCode() : mine.code();

        Page answer = page.code(ownCode);

        assertThat(answer.isCodePage()).as(answer.toString()).isTrue();
        assertThat(answer.text()).contains("You have 4 attempts left");
        noSession(page, victim);
    }

    /** The attacker is signed in as somebody else, with a code of their own, and knows the victim's password. */
    @Test
    void sessionOfAnotherPerson_isNoWayIn(Phone mine, Phone theirs) {
        Person attacker = realm.newVerifiedTeacher(mine);
        Person victim = realm.newVerifiedTeacher(theirs);
        Page waiting = realm.studentPortal().open(victim);
        HttpBrowser browser = new HttpBrowser();
        Page own = realm.studentPortal().open(browser).password(attacker);
        assertThat(own.code(mine.code()).tokens().granted()).isTrue();

        Page again = realm.studentPortal().open(browser, Map.of("prompt", "login"));
        AttackAssertions.noCode(again.form("kc-form-login")
                .forged("username", victim.email())
                .forged("password", victim.password())
                .submit());
        // The victim's form, sent from the attacker's browser.
        AttackAssertions.noCode(
                again.post(waiting.form(CODE_FORM).action(), Map.of("action", "verify", "code", theirs.code())));

        assertThat(theirs.verifyCalls()).isZero();
        assertThat(realm.get("users/" + victim.id() + "/sessions")).isEmpty();
    }

    @Test
    void numberInTheForm_isNotWhereTheCodeGoes(Phone phone, Phone attackers) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page page = realm.studentPortal().open(teacher);

        for (String action : List.of("send", "resend", "channel", "change", "")) {
            page = page.form(CODE_FORM)
                    .forged("action", action)
                    .forged("channel", "voice")
                    .forged("phone_number", attackers.number())
                    .forged("phone_country", "GB")
                    .submit();
            assertThat(page.isCodePage()).as(page.toString()).isTrue();
            AttackAssertions.noCode(page);
        }

        assertThat(attackers.sendCalls()).isZero();
        assertThat(realm.attribute(teacher, "phoneNumber")).isEqualTo(phone.number());
    }

    @Test
    void formThatSucceeded_sentAgain_isOfNoUse(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page page = realm.studentPortal().open(browser).password(teacher);
        String code = phone.code();
        List<HttpCookie> before = browser.cookies("AUTH_SESSION_ID");
        assertThat(page.code(code).tokens().granted()).isTrue();

        AttackAssertions.noCode(page.code(code));
        // By somebody who copied the browser's cookies while the code was being typed.
        HttpBrowser thief = new HttpBrowser();
        before.forEach(thief::add);
        Page stolen = realm.studentPortal().open(thief);
        assertThat(stolen.has("form#kc-form-login")).as(stolen.toString()).isTrue();
        assertThat(realm.studentPortal().open(thief, Map.of("prompt", "none")).callback("error"))
                .isEqualTo("login_required");
        assertThat(phone.verifyCalls()).isEqualTo(1);
    }

    @Test
    void secondTab_doesNotPassWithTheCodeOfTheFirst(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Page laptop = realm.studentPortal().open(teacher);
        Page tablet = realm.studentPortal().open(teacher);
        assertThat(phone.messages()).hasSize(1);
        String code = phone.code();

        assertThat(laptop.code(code).tokens().granted()).isTrue();
        Page late = tablet.code(code);

        AttackAssertions.noCode(late);
        assertThat(late.isCodePage() || late.isNumberPage()).as(late.toString()).isTrue();
    }

    @Test
    void rightCode_inManySignInsAtOnce_passesOne(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        // One after another: Keycloak refuses a second password of a person while it looks at a first.
        List<Page> pages = Stream.generate(() -> realm.studentPortal().open(teacher))
                .limit(6)
                .toList();
        assertThat(pages).allMatch(Page::isCodePage);
        assertThat(phone.messages()).as("one message for all of them").hasSize(1);
        String code = phone.code();

        List<Page> answers = AtOnce.run(6, index -> pages.get(index).code(code));

        assertThat(answers).filteredOn(Page::isCallback).hasSize(1);
    }

    @Test
    void wrongCodes_inManySignInsAtOnce_areFiveInAll(Admin admin, Phone phone) {
        RealmAdmin unlocked = admin.newSchoolRealm(school -> {
            school.put("bruteForceProtected", false);
            Admin.phoneSettings(school).put("cooldown", "0");
        });
        Person teacher = unlocked.newVerifiedTeacher(phone);
        List<Page> pages = AtOnce.run(12, index -> unlocked.studentPortal().open(teacher));
        String wrong = phone.wrongCode();

        List<Page> answers = AtOnce.run(12, index -> pages.get(index).code(wrong));

        answers.forEach(AttackAssertions::noCode);
        assertThat(phone.verifyCalls()).isEqualTo(5);
        Page afterwards = pages.get(0).reload();
        AttackAssertions.noCode(afterwards.code(phone.code()));
        assertThat(phone.verifyCalls()).isEqualTo(5);
    }

    /** Whoever has the password and could type another number would need no phone of the teacher's. */
    @Test
    void pagesOfTheRequiredAction_areNotReachedPastTheStep(Phone phone, Phone attackers) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page page = realm.studentPortal()
                .open(browser, Map.of("kc_action", "phonelatch-verify-phone"))
                .password(teacher);

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(page.form(CODE_FORM).offers("change")).isFalse();
        URI action =
                execution(loginAction(page.form(CODE_FORM).action(), "required-action"), "phonelatch-verify-phone");
        AttackAssertions.noCode(
                page.post(action, Map.of("action", "send", "phone_number", attackers.number(), "phone_country", "GB")));

        assertThat(attackers.sendCalls()).isZero();
        noSession(page, teacher);
    }

    @Test
    void directGrant_isNoWayRoundTheCode(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);

        assertThat(realm.schoolMobile().directGrant(teacher).error()).isEqualTo("phone_code_required");
    }

    private static URI shownForm(Page page) {
        return URI.create(page.element("form").absUrl("action"));
    }

    /** The sign-in has left no session, and the next one asks for the code. */
    private static void noSession(Page page, Person teacher) {
        assertThat(realm.get("users/" + teacher.id() + "/sessions")).isEmpty();
        Page next = realm.studentPortal().open(teacher);
        assertThat(next.isCallback()).as(next.toString()).isFalse();
        assertThat(page.isCallback()).isFalse();
    }

    private static Set<String> executions() {
        Set<String> executions = new TreeSet<>(List.of("phonelatch-otp", "phonelatch-verify-phone"));
        for (String flow : List.of("school browser", "browser", "direct grant", "reset credentials")) {
            for (JsonNode execution : realm.get("authentication/flows/" + flow.replace(" ", "%20") + "/executions")) {
                executions.add(execution.get("id").asText());
            }
        }
        assertThat(executions).hasSizeGreaterThan(20);
        return executions;
    }

    /** Another address below {@code login-actions} for the same tab, with the form's session code. */
    private static URI loginAction(URI action, String path) {
        return URI.create(action.toString().replaceFirst("authenticate", path));
    }

    private static URI execution(URI action, String execution) {
        return URI.create(action.toString().replaceFirst("execution=[^&]*", "execution=" + execution));
    }
}
