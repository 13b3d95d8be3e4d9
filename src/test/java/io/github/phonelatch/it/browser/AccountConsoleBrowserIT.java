package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Browser;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The phone and the remembered devices in Keycloak's account console. */
@ExtendWith({SharedServer.class, InChromium.class})
class AccountConsoleBrowserIT {
    private static final String PHONE = RealmAdmin.PHONE_CREDENTIAL;
    private static final String DEVICE = "phonelatch-device";

    private static Browser browser;

    /** A realm in which a number is everybody's own choice. */
    private static RealmAdmin free;

    /** A realm in which everybody needs a number, and where a sign-in is too old for an action after a second. */
    private static RealmAdmin strict;

    private SignInTab tab;
    private AccountConsole console;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        free = admin.newSchoolRealm(
                school -> Admin.phoneSettings(school).put("cooldown", "0").put("require-for-all", "false"));
        strict = admin.newSchoolRealm(school -> {
            Admin.phoneSettings(school).put("cooldown", "0").put("max_auth_age", "0");
            school.get("requiredActions").forEach(action -> {
                if (action.get("alias").asText().equals("delete_credential")) {
                    ((ObjectNode) action).putObject("config").put("max_auth_age", "0");
                }
            });
        });
    }

    @Test
    void phone_isSetUpAndListedWithItsDate(Phone phone) {
        Person student = free.newStudent();
        signIn(free, student);
        assertThat(console.title(PHONE)).hasText("Phone number");
        assertThat(console.help(PHONE)).hasText("A phone that receives codes when you sign in.");
        assertThat(console.list(PHONE)).containsText("Phone number is not set up.");
        assertThat(console.setUp(PHONE)).hasText("Set up Phone number");
        picture("account-no-phone");

        console.setUp(PHONE).click();
        assertThat(tab.numberForm()).isVisible();
        assertThat(tab.page().locator("[name=cancel-aia]")).isVisible();
        Pictures.take(tab.page(), "account-set-up");
        tab.number(phone.number()).code(phone.code());

        assertThat(console.list(PHONE)).containsText(masked(phone));
        assertThat(console.list(PHONE))
                .containsText("verified on "
                        + LocalDate.now(ZoneOffset.UTC).toString().substring(0, 7));
        assertThat(console.list(PHONE)).not().containsText(phone.number().substring(4, 9));
        assertThat(console.setUp(PHONE)).hasCount(0);
        picture("account-phone");
        assertThat(free.attribute(student, "phoneNumber")).isEqualTo(phone.number());
    }

    @Test
    void phone_isChanged_byACodeToTheOldOne_andThenToTheNewOne(Phone old, Phone mine) {
        Person student = free.newVerifiedStudent(old);
        signIn(free, student);
        console.change(PHONE).click();
        tab.current(old);
        assertThat(tab.page().locator("#phonelatch-current")).containsText("stays in use");
        Pictures.take(tab.page(), "account-change");
        tab.number(mine.number());
        assertThat(tab.codeForm()).isVisible();
        assertThat(free.attribute(student, "phoneNumber")).isEqualTo(old.number());
        assertThat(free.credentials(student, PHONE)).hasSize(1);

        tab.code(mine.code());
        assertThat(console.list(PHONE)).containsText(masked(mine));
        assertThat(console.list(PHONE)).not().containsText(masked(old));
        assertThat(free.attribute(student, "phoneNumber")).isEqualTo(mine.number());
        assertThat(free.attribute(student, "phoneNumberVerified")).isEqualTo("true");
        assertThat(free.credentials(student, PHONE)).hasSize(1);
    }

    @Test
    void change_canBeLeft(Phone phone) {
        Person student = free.newVerifiedStudent(phone);
        signIn(free, student);
        console.change(PHONE).click();
        assertThat(tab.page().locator("#phonelatch-reason")).isVisible();
        tab.page().click("[name=cancel-aia]");
        assertThat(console.list(PHONE)).containsText(masked(phone));
        assertThat(free.attribute(student, "phoneNumber")).isEqualTo(phone.number());
    }

    @Test
    void phone_isRemoved_whereNobodyNeedsOne_byACodeToIt(Phone phone) {
        Person student = free.newVerifiedStudent(phone);
        signIn(free, student);
        console.remove(PHONE).click();
        tab.current(phone);
        assertThat(tab.page().locator("#kc-accept")).isVisible();
        Pictures.take(tab.page(), "account-remove");
        tab.page().click("#kc-accept");

        assertThat(console.list(PHONE)).containsText("Phone number is not set up.");
        assertThat(free.credentials(student, PHONE)).isEmpty();
        assertThat(free.attribute(student, "phoneNumberVerified")).isNotEqualTo("true");
    }

    @Test
    void phone_isNotRemovedByWhoNeedsOne(Phone phone) {
        Person student = strict.newVerifiedStudent(phone);
        signIn(strict, student);
        assertThat(console.list(PHONE)).containsText(masked(phone));
        assertThat(console.change(PHONE)).isVisible();
        assertThat(console.remove(PHONE)).hasCount(0);
        picture("account-phone-needed");

        String id = strict.credentials(student, PHONE).get(0).get("id").asText();
        assertThat(console.delete(id).status()).isEqualTo(400);
        tab.start("kc_action=delete_credential:" + id);
        tab.passwordAgain(student).current(phone);
        tab.page().click("#kc-accept");
        assertThat(tab.page().locator("body")).containsText("cannot be removed");
        assertThat(strict.credentials(student, PHONE)).hasSize(1);
        assertThat(strict.attribute(student, "phoneNumberVerified")).isEqualTo("true");
    }

    @Test
    void exemptPerson_removesThePhone(Phone phone) {
        Person student = strict.newVerifiedStudent(phone);
        strict.addRealmRole(student, "phone-exempt");
        signIn(strict, student);
        waitUntilTheSignInIsOld();
        console.remove(PHONE).click();
        tab.passwordAgain(student).current(phone);
        tab.page().click("#kc-accept");
        assertThat(console.list(PHONE)).containsText("Phone number is not set up.");
        assertThat(strict.credentials(student, PHONE)).isEmpty();
    }

    @Test
    void oldSignIn_isAskedForThePasswordBeforeTheNumberCanBeChanged(Phone old, Phone mine) {
        Person student = strict.newVerifiedStudent(old);
        signIn(strict, student);
        waitUntilTheSignInIsOld();
        console.change(PHONE).click();
        assertThat(tab.page().locator("#password")).isVisible();
        assertThat(tab.numberForm()).hasCount(0);

        tab.passwordAgain(student).current(old);
        tab.number(mine.number()).code(mine.code());
        assertThat(console.list(PHONE)).containsText(masked(mine));
    }

    @Test
    void rememberedDevice_isListedAndForgotten(Phone phone) {
        Person teacher = free.newVerifiedTeacher(phone);
        tab = SignInTab.open(browser, free.uri(), new Browser.NewContextOptions());
        tab.start().password(teacher);
        tab.page().check("#remember_device");
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();

        console = new AccountConsole(free.uri(), tab).open();
        assertThat(console.title(DEVICE)).hasText("Remembered devices");
        assertThat(console.help(DEVICE)).hasText("On these devices you need no code by phone to sign in.");
        assertThat(console.list(DEVICE)).containsText("Chrome");
        assertThat(console.list(DEVICE))
                .containsText("Until "
                        + LocalDate.now(ZoneOffset.UTC).plusDays(30).toString().substring(0, 7));
        assertThat(console.setUp(DEVICE)).hasCount(0);
        picture("account-device");

        console.remove(DEVICE).click();
        Pictures.take(tab.page(), "account-forget-device");
        tab.page().click("#kc-accept");
        assertThat(console.list(PHONE)).containsText(masked(phone));
        assertThat(console.title(DEVICE)).hasCount(0);
        assertThat(free.credentials(teacher, DEVICE)).isEmpty();

        tab.signOutOfBrowser();
        tab.start().password(teacher);
        assertThat(tab.codeForm()).isVisible();
    }

    private void signIn(RealmAdmin realm, Person person) {
        tab = SignInTab.open(browser, realm.uri(), new Browser.NewContextOptions());
        console = new AccountConsole(realm.uri(), tab).open();
        tab.password(person);
        assertThat(console.title(PHONE)).isVisible();
    }

    /** Keycloak counts in whole seconds. */
    private static void waitUntilTheSignInIsOld() {
        long signedIn = Instant.now().getEpochSecond();
        Await.until("the next second", () -> Instant.now().getEpochSecond() > signedIn);
    }

    private void picture(String name) {
        tab.page().setViewportSize(1280, 1100);
        Pictures.takeLightAndDark(tab.page(), name);
    }

    /** As the console shows the number. */
    private static String masked(Phone phone) {
        return "••" + phone.number().substring(phone.number().length() - 2);
    }
}
