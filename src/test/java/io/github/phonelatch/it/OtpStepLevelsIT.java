package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Flow;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Levels and methods of authentication ({@code acr}, {@code amr}) by Keycloak's own settings: a code is told of where one was typed. */
@ExtendWith(SharedServer.class)
class OtpStepLevelsIT {
    private static final String ESSENTIAL = "{\"id_token\":{\"acr\":{\"essential\":true,\"values\":[\"2\"]}}}";

    private static Admin admin;
    private static RealmAdmin realm;
    private static App portal;

    @BeforeAll
    static void realm(Admin shared) {
        admin = shared;
        realm = steppingUp(second -> {}, forms -> {});
        portal = realm.studentPortal();
    }

    @Test
    void passwordAlone_isLevelOne_andAsksNoCode(Phone phone) {
        Tokens tokens = portal.open(realm.newVerifiedStudent(phone)).tokens();

        assertLevel(tokens, "1", "pwd");
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void levelTwoAskedFor_isTheCode(Phone phone) {
        Page page = open(new HttpBrowser(), realm.newVerifiedStudent(phone), Map.of("acr_values", "2"));

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertLevel(page.code(phone.code()).tokens(), "2", "pwd", "sms");
    }

    @Test
    void steppingUpLater_asksTheCodeOnly_andOnce(Phone phone) {
        HttpBrowser browser = new HttpBrowser();
        assertLevel(
                portal.open(browser).password(realm.newVerifiedStudent(phone)).tokens(), "1", "pwd");

        Page page = portal.open(browser, Map.of("acr_values", "2"));
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertLevel(page.code(phone.code()).tokens(), "2", "pwd", "sms");

        assertLevel(portal.open(browser, Map.of("acr_values", "2")).tokens(), "2", "pwd", "sms");
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void steppingUpSilently_isRefused_andSendsNothing(Phone phone) {
        HttpBrowser browser = new HttpBrowser();
        portal.open(browser).password(realm.newVerifiedStudent(phone)).tokens();

        Page silent = portal.open(browser, Map.of("acr_values", "2", "prompt", "none"));

        assertThat(silent.callback("error")).isEqualTo("login_required");
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void essentialLevel_isMetByTheCode(Phone phone) {
        Page page = open(new HttpBrowser(), realm.newVerifiedStudent(phone), Map.of("claims", ESSENTIAL));

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        Page wrong = page.code(phone.wrongCode());
        assertThat(wrong.isCallback()).isFalse();
        assertLevel(wrong.code(phone.code()).tokens(), "2", "pwd", "sms");
    }

    /** A number is proven by a code typed in this very sign-in, which is what the level means. */
    @Test
    void essentialLevel_ofWhoHasNoNumber_isMetByVerifyingOne(Phone phone) {
        Page page = open(new HttpBrowser(), realm.newStudent(), Map.of("claims", ESSENTIAL));

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        Tokens tokens = page.number(phone.number()).code(phone.code()).tokens();
        assertThat(tokens.idClaims().get("acr").asText()).isEqualTo("2");
    }

    @Test
    void exemptPerson_getsNoLevelTwoUnasked(Phone phone) {
        Person with = realm.newVerifiedStudent(phone);
        Person without = realm.newStudent();
        realm.addRealmRole(with, "phone-exempt");
        realm.addRealmRole(without, "phone-exempt");

        Page asked = open(new HttpBrowser(), with, Map.of("acr_values", "2"));
        Page verifying = open(new HttpBrowser(), without, Map.of("claims", ESSENTIAL));

        assertThat(asked.isCodePage()).as(asked.toString()).isTrue();
        assertThat(verifying.isNumberPage()).as(verifying.toString()).isTrue();
        assertLevel(portal.open(with).tokens(), "1", "pwd");
        assertLevel(portal.open(without).tokens(), "1", "pwd");
    }

    /** Where the step is in the flow twice, Keycloak's own table of levels knows only the one that comes last. */
    @Test
    void exemptPerson_getsNoLevelTwoUnasked_thoughTheStepAlsoStandsUnderNone(Phone phone) {
        RealmAdmin twice = steppingUp(
                second -> {},
                forms -> forms.subflow(
                        "staff",
                        CONDITIONAL,
                        staff -> staff.execution("conditional-user-role", REQUIRED, Map.of("condUserRole", "teacher"))
                                .execution("phonelatch-otp", REQUIRED)));
        Person exempt = twice.newVerifiedStudent(phone);
        twice.addRealmRole(exempt, "phone-exempt");

        Page page = twice.studentPortal()
                .open(new HttpBrowser(), Map.of("acr_values", "2"))
                .password(exempt);

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
    }

    /** The condition spares people the step where nothing asks for its level; what was not asked is not told. */
    @Test
    void rememberedDevice_isNeverLevelTwo(Phone phone) {
        RealmAdmin sparing =
                steppingUp(second -> second.execution("phonelatch-condition-new-device", REQUIRED), forms -> {});
        App app = sparing.studentPortal();
        Person student = sparing.newVerifiedStudent(phone);
        HttpBrowser first = new HttpBrowser();
        Tokens asked = app.open(first, Map.of("acr_values", "2"))
                .password(student)
                .form("phonelatch-code-form")
                .with("remember_device", "on")
                .with("code", phone.code())
                .press("verify")
                .tokens();
        assertLevel(asked, "2", "pwd", "sms");

        Tokens plain = app.open(remembered(first)).password(student).tokens();
        assertLevel(plain, "1", "pwd");
        assertThat(phone.sendCalls()).isEqualTo(1);

        Page wanted = app.open(remembered(first), Map.of("acr_values", "2")).password(student);
        Page essential =
                app.open(remembered(first), Map.of("claims", ESSENTIAL)).password(student);
        assertThat(wanted.isCodePage()).as(wanted.toString()).isTrue();
        assertThat(essential.isCodePage()).as(essential.toString()).isTrue();
        assertLevel(essential.code(phone.code()).tokens(), "2", "pwd", "sms");
    }

    /** Keycloak gives the lowest level to whoever comes through its flow, asked for or not; later it stands for the code. */
    @Test
    void rememberedDevice_underTheLowestLevel_sparesNobodyTheCode(Phone phone) {
        RealmAdmin oneLevel =
                admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        oneLevel.flow("one level")
                .execution("auth-cookie", Flow.Requirement.ALTERNATIVE)
                .subflow(
                        "levels",
                        Flow.Requirement.ALTERNATIVE,
                        levels -> levels.subflow(
                                "first",
                                Flow.Requirement.CONDITIONAL,
                                first -> first.execution(
                                                "conditional-level-of-authentication",
                                                REQUIRED,
                                                Map.of("loa-condition-level", "1", "loa-max-age", "36000"))
                                        .execution("auth-username-password-form", REQUIRED)
                                        .subflow(
                                                "code",
                                                Flow.Requirement.CONDITIONAL,
                                                code -> code.execution("phonelatch-condition-new-device", REQUIRED)
                                                        .execution(
                                                                "phonelatch-otp",
                                                                REQUIRED,
                                                                Map.of("remember-device-days", "30")))))
                .bindBrowser();
        Person student = oneLevel.newVerifiedStudent(phone);
        HttpBrowser first = new HttpBrowser();
        Page done = oneLevel.studentPortal().open(first).password(student).rememberedCode(phone.code());
        assertThat(done.isCallback()).as(done.toString()).isTrue();

        Page again = oneLevel.studentPortal().open(remembered(first)).password(student);

        assertThat(again.isCodePage()).as(again.toString()).isTrue();
    }

    /** The browser of before on another day: without its sessions. */
    private static HttpBrowser remembered(HttpBrowser before) {
        HttpBrowser browser = new HttpBrowser();
        assertThat(before.cookies("PHONELATCH_DEVICE")).hasSize(1).allSatisfy(browser::add);
        return browser;
    }

    /** A level may also belong to a whole flow, chosen by a client policy: there is no condition in it that could be found. */
    @Test
    void exemptPerson_getsNoLevelOfAWholeFlowUnasked(Phone phone) {
        RealmAdmin chosen = admin.newSchoolRealm();
        chosen.flow("strong").execution("auth-username-password-form", REQUIRED).execution("phonelatch-otp", REQUIRED);
        chosen.put(
                "client-policies/profiles",
                Map.of(
                        "profiles",
                        List.of(Map.of(
                                "name",
                                "strong",
                                "executors",
                                List.of(Map.of(
                                        "executor",
                                        "auth-flow-enforcer",
                                        "configuration",
                                        Map.of("auth-flow-alias", "strong", "auth-flow-loa", 2)))))));
        chosen.put(
                "client-policies/policies",
                Map.of(
                        "policies",
                        List.of(Map.of(
                                "name",
                                "level 2",
                                "enabled",
                                true,
                                "conditions",
                                List.of(Map.of(
                                        "condition", "acr-condition", "configuration", Map.of("acr-property", "2"))),
                                "profiles",
                                List.of("strong")))));
        Person exempt = chosen.newVerifiedStudent(phone);
        chosen.addRealmRole(exempt, "phone-exempt");

        Page page = chosen.studentPortal()
                .open(new HttpBrowser(), Map.of("acr_values", "2"))
                .password(exempt);

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        Tokens tokens = page.code(phone.code()).tokens();
        assertThat(tokens.idClaims().get("acr").asText()).isEqualTo("2");
    }

    private static Page open(HttpBrowser browser, Person person, Map<String, String> parameters) {
        return portal.open(browser, parameters).password(person);
    }

    private static void assertLevel(Tokens tokens, String acr, String... amr) {
        assertThat(tokens.idClaims().get("acr").asText()).isEqualTo(acr);
        assertThat(tokens.idClaims().get("amr"))
                .extracting(method -> method.asText())
                .containsExactlyInAnyOrder(amr);
    }

    /** A realm whose level 1 is the password and whose level 2 is the code, with what is added after them. */
    private static RealmAdmin steppingUp(Consumer<Flow> conditions, Consumer<Flow> more) {
        RealmAdmin created = admin.newSchoolRealm();
        StepUp.bind(created, conditions, more);
        created.post(
                "clients/" + created.clientUuid("student-portal") + "/protocol-mappers/models",
                Map.of(
                        "name",
                        "amr",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-amr-mapper",
                        "config",
                        Map.of("id.token.claim", "true", "access.token.claim", "true")));
        return created;
    }
}
