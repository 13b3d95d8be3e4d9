package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.AuthenticatorApp;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A teacher in Keycloak's account console, on a remembered device: the password opened it, and what a code by phone would have
 * guarded is asked for before the number or another way to sign in changes.
 */
@ExtendWith({SharedServer.class, InChromium.class})
class CurrentNumberBrowserIT {
    private static final String PHONE = RealmAdmin.PHONE_CREDENTIAL;
    private static final String APP = "otp";

    private static Browser browser;
    private static RealmAdmin realm;

    private Person teacher;
    private SignInTab tab;
    private AccountConsole console;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
    }

    @Test
    void console_saysWhyThePhoneIsNotRemovedHere(Phone phone) {
        openConsole(phone);

        assertThat(console.help(PHONE))
                .hasText("A phone that receives codes when you sign in. You need it to sign in, so it cannot be removed"
                        + " here: change the number, or ask the people who run this service to remove it.");
        assertThat(console.remove(PHONE)).hasCount(0);
        assertThat(console.change(PHONE)).isVisible();
        tab.page().setViewportSize(1280, 1100);
        Pictures.takeLightAndDark(tab.page(), "account-second-factor");
    }

    @Test
    void number_isChanged_afterACodeToTheOldOne(Phone old, Phone mine) {
        openConsole(old);
        console.change(PHONE).click();
        assertThat(reason()).containsText("So that nobody else can change your number");
        assertThat(tab.page().locator("#phonelatch-known")).containsText(masked(old));
        assertThat(tab.page().locator("#phonelatch-lost")).containsText("the number can be removed");
        assertThat(cancel()).isVisible();
        assertThat(old.sendCalls()).as("of the sign-in before").isEqualTo(1);
        Pictures.take(tab.page(), "current-number");

        tab.press("send");
        // The provider takes no second text message for a number so soon.
        assertThat(tab.codeForm()).containsText("We are calling");
        assertThat(reason()).containsText("So that nobody else can change your number");
        assertThat(tab.page().locator("body")).not().containsText(old.number().substring(4, 9));
        Pictures.take(tab.page(), "current-number-code");
        tab.code(old.wrongCode());
        assertThat(tab.codeForm()).containsText("4 attempts left");
        assertThat(cancel()).isVisible();
        tab.code(old.code(2));

        assertThat(tab.page().locator("#phonelatch-current")).containsText("stays in use");
        assertThat(reason()).hasCount(0);
        assertThat(realm.attribute(teacher, "phoneNumber")).isEqualTo(old.number());
        tab.number(mine.number());
        assertThat(tab.codeForm()).isVisible();
        assertThat(reason()).hasCount(0);
        assertThat(realm.attribute(teacher, "phoneNumber")).isEqualTo(old.number());
        tab.code(mine.code());

        assertThat(console.list(PHONE)).containsText(masked(mine));
        assertThat(console.list(PHONE)).not().containsText(masked(old));
        assertThat(realm.attribute(teacher, "phoneNumber")).isEqualTo(mine.number());
        assertThat(old.messages()).hasSize(2);
    }

    @Test
    void change_canBeLeftBeforeAndAfterTheCode(Phone phone) {
        openConsole(phone);
        console.change(PHONE).click();
        cancel().click();
        assertThat(console.list(PHONE)).containsText(masked(phone));

        console.change(PHONE).click();
        tab.press("send");
        assertThat(tab.codeForm()).isVisible();
        cancel().click();
        assertThat(console.list(PHONE)).containsText(masked(phone));
        assertThat(realm.attribute(teacher, "phoneNumber")).isEqualTo(phone.number());
        assertThat(realm.attribute(teacher, "phoneNumberVerified")).isEqualTo("true");
    }

    @Test
    void authenticatorApp_isAdded_afterACodeToTheNumber(Phone phone) {
        openConsole(phone);
        console.setUp(APP).click();
        assertThat(reason()).containsText("So that nobody else can change how you sign in");
        Pictures.take(tab.page(), "current-factor");
        Pictures.takeMirrored(tab.page(), "current-factor");

        tab.press("send");
        tab.code(phone.code(2));
        assertThat(tab.page().locator("#kc-totp-settings-form")).isVisible();
        String secret = tab.page().locator("#totpSecret").inputValue();
        tab.page().fill("#totp", AuthenticatorApp.codeOf(secret));
        tab.page().locator("#saveTOTPBtn").click();

        assertThat(console.remove(APP)).isVisible();
        assertThat(realm.credentials(teacher, APP)).hasSize(1);
        assertThat(console.list(PHONE)).containsText(masked(phone));
    }

    @Test
    void authenticatorApp_canBeGivenUpAtTheCode(Phone phone) {
        openConsole(phone);
        console.setUp(APP).click();
        cancel().click();
        assertThat(console.setUp(APP)).isVisible();

        console.setUp(APP).click();
        tab.press("send");
        assertThat(tab.codeForm()).isVisible();
        cancel().click();
        assertThat(console.setUp(APP)).isVisible();
        assertThat(realm.credentials(teacher, APP)).isEmpty();
        assertThat(realm.attribute(teacher, "phoneNumberVerified")).isEqualTo("true");
    }

    /** What the page says to whoever has lost the phone, done. */
    @Test
    void lostPhone_isRemovedByAnAdmin_andAnotherOneIsVerified(Phone lost, Phone mine) {
        openConsole(lost);
        console.change(PHONE).click();
        assertThat(tab.page().locator("#phonelatch-help")).containsText("No access to this phone?");

        realm.deletePhoneCredential(teacher);
        Await.until("the password to be asked for", () -> {
            console.open();
            Locator password = tab.page().locator("#password");
            password.or(console.list(PHONE))
                    .or(tab.page().locator("#phonelatch-number-form"))
                    .first()
                    .waitFor();
            return password.isVisible();
        });
        tab.password(teacher);
        tab.press("change");
        tab.number(mine.number()).code(mine.code());

        assertThat(console.list(PHONE)).containsText(masked(mine));
    }

    /** Signed in with the password alone, for the device is remembered. */
    private void openConsole(Phone phone) {
        teacher = realm.newVerifiedTeacher(phone);
        tab = SignInTab.open(browser, realm.uri());
        tab.start().password(teacher);
        tab.page().check("#remember_device");
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
        tab.signOutOfBrowser();

        console = new AccountConsole(realm.uri(), tab).open();
        tab.password(teacher);
        assertThat(console.list(PHONE)).containsText(masked(phone));
    }

    private Locator reason() {
        return tab.page().locator("#phonelatch-reason");
    }

    private Locator cancel() {
        return tab.page().locator("[name=cancel-aia]");
    }

    /** As the console and our pages show the number. */
    private static Pattern masked(Phone phone) {
        return Pattern.compile("•" + phone.number().substring(phone.number().length() - 2));
    }
}
