package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AtOnce;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Numbers;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a stranger tries at a reset by phone: to learn who has an account, to get into one, to keep its owner out. */
@ExtendWith(SharedServer.class)
class ResetAttackIT {
    private static RealmAdmin realm;

    @AfterEach
    void providerIsItselfAgain(Simulator simulator) {
        simulator.control().clearScripts();
    }

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> school.put("quickLoginCheckMilliSeconds", 0));
    }

    // --- learning ---------------------------------------------------------------------------------------------------

    /** Every page on the way, apart from what differs from one page view to the next. */
    @Test
    void knownAndUnknown_seeTheSamePages(Phone phone) {
        Person known = realm.newVerifiedStudent(phone);
        Person arabic = realm.newPerson(user -> {
            user.putArray("groups").add("/students");
            user.putObject("attributes").putArray("locale").add("ar");
        });
        Person disabled = realm.newVerifiedStudent(new Phone(null, Numbers.next()));
        realm.updateUser(disabled, user -> user.put("enabled", false));

        List<String> shown = pages("email", known.email());

        assertThat(pages("email", "nobody." + known.email())).isEqualTo(shown);
        assertThat(pages("email", arabic.email())).isEqualTo(shown);
        assertThat(pages("email", disabled.email())).isEqualTo(shown);
        assertThat(pages("phone_number", phone.number())).isEqualTo(shown);
        assertThat(pages("phone_number", Numbers.next())).isEqualTo(shown);
    }

    private static List<String> pages(String field, String value) {
        Page code = begin().with(field, value).press("send");
        Page again = code.press("resend");
        Page wrong = code.code("000000");
        Page used = wrong;
        for (int i = 0; i < 4; i++) {
            used = used.code("000000");
        }
        Page over = begin().with(field, value).press("send");
        return List.of(plain(code), plain(again), plain(wrong), plain(used), plain(over));
    }

    /** What a person reads, but for seconds that pass meanwhile. */
    private static String plain(Page page) {
        return page.status() + " " + page.text().replaceAll("\\d+ (seconds|minutes)|1 minute|1 second", "a while");
    }

    @Test
    void rightCodeOfAnother_opensNothing(Phone phone, Simulator simulator) {
        Person attacker = realm.newVerifiedStudent(phone);
        Phone victims = new Phone(simulator);
        Person victim = realm.newVerifiedStudent(victims);
        Page own = begin().with("email", attacker.email()).press("send");
        String code = phone.code();

        Page theirs = begin().with("email", victim.email()).press("send").code(code);
        assertThat(theirs.text()).contains("You have 4 attempts left");

        // What a form says of whom it is about counts once only.
        Page forged = own.form("phonelatch-code-form")
                .forgedToo("email", victim.email())
                .forgedToo("phone_number", victims.number())
                .with("code", code)
                .press("verify");
        Reset.submitPassword(forged, "new-password-1");
        assertThat(realm.studentPortal().open(victim).tokens().granted()).isTrue();
    }

    /** The provider is asked about a code whether or not there is somebody: else the time would tell. */
    @Test
    void knownAndUnknown_askTheProviderAlike(Phone phone, Simulator simulator) {
        Person known = realm.newVerifiedStudent(phone);
        Page ofKnown = begin().with("email", known.email()).press("send");
        phone.code();
        Page ofUnknown = begin().with("email", "nobody." + known.email()).press("send");

        int before = simulator.control().verifyCalls();
        ofKnown.code("000000");
        int between = simulator.control().verifyCalls();
        ofUnknown.code("000000");

        assertThat(between - before).isEqualTo(1);
        assertThat(simulator.control().verifyCalls() - between).isEqualTo(1);
    }

    /** Not even a provider that takes its time is seen: the page comes before the message. */
    @Test
    void slowProvider_isNotWaitedFor(Phone phone, Simulator simulator) {
        Person known = realm.newVerifiedStudent(phone);
        simulator.control().script(phone.number(), Fault.delay(Duration.ofSeconds(2)));

        Page code = begin().with("email", known.email()).press("send");

        assertThat(sent(known)).isFalse();
        Await.until("the provider's answer", () -> sent(known));
        assertThat(code.code(phone.code()).has("form#kc-passwd-update-form")).isTrue();
    }

    private static boolean sent(Person person) {
        return realm.events(person).stream()
                .anyMatch(event ->
                        event.at("/details/phonelatch_outcome").asText().equals("code_sent"));
    }

    // --- getting in -------------------------------------------------------------------------------------------------

    /** The way of CVE-2026-18963: to choose somebody, and then to go on at a step that nobody passed. */
    @Test
    void stepsThatNobodyPassed_cannotBeChosenOrSkipped(Phone phone) {
        Person victim = realm.newVerifiedStudent(phone);
        Page code = begin().with("email", victim.email()).press("send");
        phone.code();
        ResetFlow flow = new ResetFlow(realm);

        for (String step : List.of("reset-password", "reset-credential-email", "phonelatch-reset-choose-user")) {
            Page forged = code.post(
                    withExecution(code.form("phonelatch-code-form").action(), flow.execution(step)), Map.of());
            assertThat(forged.has("form#kc-passwd-update-form")).as(step).isFalse();
            assertThat(forged.isCallback()).as(step).isFalse();
            Page chosen = code.post(
                    code.form("phonelatch-code-form").action(),
                    Map.of("authenticationExecution", flow.execution(step)));
            assertThat(chosen.has("form#kc-passwd-update-form")).as(step).isFalse();
            assertThat(chosen.isCallback()).as(step).isFalse();
        }
        Page browserFlow = code.get(URI.create(
                code.form("phonelatch-code-form").action().toString().replace("reset-credentials", "authenticate")));
        assertThat(browserFlow.isCallback()).isFalse();
        Page action = code.get(URI.create(
                code.form("phonelatch-code-form").action().toString().replace("reset-credentials", "required-action")));
        assertThat(action.isCallback()).isFalse();
        assertThat(action.has("form#kc-passwd-update-form")).isFalse();
        assertThat(realm.studentPortal().open(victim).tokens().granted()).isTrue();
    }

    @Test
    void mailChosen_thenTheStepIsPosted_opensNothing(Phone phone) {
        Person victim = realm.newVerifiedStudent(phone);
        Page begun = Reset.open(realm, new HttpBrowser());
        begun.form("phonelatch-number-form").with("email", victim.email()).press("mail");
        ResetFlow flow = new ResetFlow(realm);

        for (String step : List.of("reset-password", "reset-credential-email", "phonelatch-reset")) {
            Page forged = begun.post(
                    withExecution(begun.form("phonelatch-number-form").action(), flow.execution(step)),
                    Map.of("action", "verify", "code", "000000"));
            assertThat(forged.has("form#kc-passwd-update-form")).as(step).isFalse();
            assertThat(forged.isCallback()).as(step).isFalse();
        }
    }

    /** Keycloak's consent address ends a sign-in that still has things to do, whatever they are. */
    @Test
    void consentInsteadOfANewPassword_opensNothing(Phone phone) {
        Person victim = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        Page update = Reset.begin(realm, browser)
                .with("email", victim.email())
                .press("send")
                .code(phone.code());

        isWorthNothing(browser, consent(update), victim);
    }

    @Test
    void consentInsteadOfANewPassword_byMail_opensNothing(Phone phone, Simulator simulator) {
        Person victim = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page told = Reset.begin(realm, browser).with("email", victim.email()).press("mail");
        Page update = told.get(Mailbox.of(victim, simulator).link());

        isWorthNothing(browser, consent(update), victim);
    }

    private static Page consent(Page update) {
        assertThat(update.has("form#kc-passwd-update-form"))
                .as(update.toString())
                .isTrue();
        URI consent = URI.create(
                update.form("kc-passwd-update-form").action().toString().replaceFirst("required-action", "consent"));
        return update.post(consent, Map.of("accept", "Yes"));
    }

    private static void isWorthNothing(HttpBrowser browser, Page skipped, Person victim) {
        if (skipped.isCallback()) {
            assertThat(skipped.tokens().granted()).isFalse();
        }
        assertThat(realm.get("users/" + victim.id() + "/sessions")).isEmpty();
        assertThat(realm.studentPortal().open(browser, Map.of("prompt", "none")).callback("error"))
                .isEqualTo("login_required");
    }

    /** The tab goes on after the mail, and Keycloak's pages show whom a tab is about. */
    @Test
    void mailAskedForByNumber_namesNobodyInThatTab(Phone phone) {
        Person victim = realm.newVerifiedStudent(phone);
        Page begun = Reset.open(realm, new HttpBrowser());
        URI form = begun.form("phonelatch-number-form").action();
        begun.form("phonelatch-number-form")
                .with("phone_number", phone.number())
                .press("mail");

        Page again = begun.get(URI.create(form.toString().replaceFirst("session_code=[^&]+&", "")));
        Page restarted = begun.post(form, Map.of("switchOrganization", "x"));
        Page login = begun.get(URI.create(
                form.toString().replaceFirst("session_code=[^&]+&", "").replace("reset-credentials", "authenticate")));

        for (Page page : List.of(again, restarted, login)) {
            assertThat(page.body()).doesNotContain(victim.email());
            assertThat(page.has("#kc-attempted-username")).isFalse();
        }
    }

    @Test
    void mails_areLimited_withoutAWord(Phone phone, Simulator simulator) {
        Person victim = realm.newVerifiedStudent(phone);

        String first = begin().with("email", victim.email()).press("mail").text();
        String second =
                begin().with("phone_number", phone.number()).press("mail").text();

        assertThat(second).isEqualTo(first);
        assertThat(Mailbox.of(victim, simulator).await(1)).isNotNull();
        assertThat(Mailbox.of(victim, simulator).mails()).hasSize(1);
    }

    /** However many windows: five attempts on a message, whoever types them. */
    @Test
    void manyTabs_shareTheAttemptsOfAMessage(Phone phone) {
        Person victim = realm.newVerifiedStudent(phone);
        Page first = begin().with("email", victim.email()).press("send");
        phone.code();
        List<Page> tabs =
                AtOnce.run(8, i -> begin().with("email", victim.email()).press("send"));

        AtOnce.run(8, i -> tabs.get(i).code("00000" + i));

        assertThat(phone.verifyCalls()).isLessThanOrEqualTo(5);
        assertThat(first.code(phone.code()).has("form#kc-passwd-update-form")).isFalse();
    }

    /** The message is the same, however it was asked for. */
    @Test
    void addressAndNumber_shareTheAttemptsOfAMessage(Phone phone) {
        Person victim = realm.newVerifiedStudent(phone);
        Page byAddress = begin().with("email", victim.email()).press("send");
        phone.code();
        Page byNumber = begin().with("phone_number", phone.number()).press("send");

        for (int i = 0; i < 3; i++) {
            byAddress = byAddress.code("000000");
            byNumber = byNumber.code("000000");
        }

        assertThat(phone.sendCalls()).isEqualTo(1);
        assertThat(phone.verifyCalls()).isEqualTo(5);
        assertThat(byAddress.code(phone.code()).has("form#kc-passwd-update-form"))
                .isFalse();
    }

    // --- keeping out ------------------------------------------------------------------------------------------------

    /** A stranger uses up all that a stranger has; the owner's sign-in has counts of its own. */
    @Test
    void anonymousAttempts_takeNothingFromTheOwner(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        Person student = realm.newVerifiedStudent(phone);
        for (int i = 0; i < 2; i++) {
            Page code = begin().with("email", student.email()).press("send");
            for (int attempt = 0; attempt < 5; attempt++) {
                code = code.code("000000");
            }
        }
        Await.until("a message", () -> phone.sendCalls() == 1);

        Page signIn = realm.studentPortal().open(teacher);
        assertThat(signIn.isCodePage()).as(signIn.toString()).isTrue();
        assertThat(realm.studentPortal().open(student).tokens().granted()).isTrue();
    }

    private static Form begin() {
        return Reset.begin(realm, new HttpBrowser());
    }

    private static URI withExecution(URI action, String execution) {
        return URI.create(action.toString().replaceAll("execution=[^&]+", "execution=" + execution));
    }
}
