package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.ColorScheme;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Proving a phone in a browser, from the first page to the portal, in a school realm without a pause between messages. */
@ExtendWith({SharedServer.class, InChromium.class})
class VerifyPhoneBrowserIT {
    private static Browser browser;
    private static RealmAdmin realm;

    private SignInTab tab;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        realm = admin.newSchoolRealm(file -> Admin.phoneSettings(file).put("cooldown", "0"));
    }

    @Test
    void firstVerification_endsAtThePortal(Phone phone) {
        tab = open(new Browser.NewContextOptions());
        tab.start().password(realm.newStudent());
        assertThat(tab.numberForm()).isVisible();
        assertThat(tab.page().locator("#phone_number")).isFocused();

        tab.number(phone.number());
        assertThat(tab.codeForm()).isVisible();
        assertThat(tab.page().locator("#code")).isFocused();
        assertThat(tab.button("resend")).isDisabled();

        String code = phone.code();
        tab.code(code.substring(0, 3) + " " + code.substring(3));
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void wrongCode_threeTimes_tellsTheAttemptsLeftAndTheRightOneStillWorks(Phone phone) {
        tab = onCodePage(realm.newStudent(), phone);
        for (int left = 4; left >= 2; left--) {
            tab.code(phone.wrongCode());
            assertThat(tab.codeForm()).containsText(left + " attempts left");
            assertThat(tab.page().locator("#code")).hasAttribute("aria-invalid", "true");
        }
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void expiredCode_isSaidAndANewOneIsOneClickAway(Simulator simulator, Phone phone) {
        tab = onCodePage(realm.newStudent(), phone);
        String first = phone.code();
        simulator.control().advance(Duration.ofMinutes(6));

        tab.code(first);
        assertThat(tab.codeForm()).containsText("expired");
        assertThat(tab.button("resend")).isEnabled();
        tab.press("resend");
        assertThat(tab.codeForm()).not().containsText("expired");
        assertThat(phone.messages()).hasSize(2);
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void refreshBackAndSecondTab_sendNothing(Phone phone) {
        Person student = realm.newStudent();
        tab = onCodePage(student, phone);
        tab.page().reload();
        assertThat(tab.codeForm()).isVisible();
        tab.page().goBack();
        tab.page().goForward();
        SignInTab second = tab.anotherTab().start().password(student);
        assertThat(second.codeForm()).isVisible();
        assertThat(phone.sendCalls()).isEqualTo(1);

        second.code(phone.code());
        assertThat(second.portal()).isVisible();
    }

    @Test
    void call_bringsTheCode(Phone phone) {
        tab = onCodePage(realm.newStudent(), phone);
        tab.byChannel("voice");
        assertThat(tab.codeForm()).containsText("calling");
        assertThat(phone.messages()).hasSize(2);
        assertThat(phone.messages().get(1).templateId()).isEqualTo("login-voice");
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void changeNumber_asksAgainAndSendsToTheOtherPhone(Phone mistyped, Phone mine) {
        tab = onCodePage(realm.newStudent(), mistyped);
        tab.press("change");
        assertThat(tab.numberForm()).isVisible();
        tab.number(mine.number());
        tab.code(mine.code());
        assertThat(tab.portal()).isVisible();
        assertThat(mistyped.sendCalls()).isEqualTo(1);
    }

    @Test
    void providerDown_isSaidAndTheNextAttemptWorks(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 5001, "down"), 1);
        tab = open(new Browser.NewContextOptions());
        tab.start().password(realm.newStudent()).number(phone.number());
        assertThat(tab.numberForm()).isVisible();
        assertThat(tab.page().locator("body")).containsText("Try again");

        tab.number(phone.number());
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void notConfigured_isSaidOnThePage(Admin admin, Phone phone) {
        RealmAdmin bare = admin.newSchoolRealm(file -> Admin.phoneSettings(file).remove("templates"));
        tab = SignInTab.open(browser, bare.uri());
        tab.start().password(bare.newStudent()).number(phone.number());
        assertThat(tab.page().locator("body")).containsText("not set up");
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void withoutScript_everythingWorks(Phone phone) {
        tab = open(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        tab.start().password(realm.newStudent()).number(phone.number());
        tab.code(phone.wrongCode());
        assertThat(tab.codeForm()).containsText("4 attempts left");
        tab.press("resend");
        assertThat(tab.codeForm()).isVisible();
        assertThat(phone.sendCalls()).isEqualTo(1);
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void narrowDarkRightToLeft_fitsWithoutScrollingSideways(Phone phone) {
        tab = open(new Browser.NewContextOptions()
                .setViewportSize(320, 700)
                .setLocale("ar")
                .setColorScheme(ColorScheme.DARK)
                .setExtraHTTPHeaders(Map.of("Accept-Language", "ar")));
        tab.start().password(realm.newStudent());
        assertThat(tab.page().locator("html")).hasAttribute("dir", "rtl");
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        tab.number(phone.number());
        assertThat(tab.codeForm()).isVisible();
        assertThat(tab.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    private static SignInTab open(Browser.NewContextOptions options) {
        return SignInTab.open(browser, realm.uri(), options);
    }

    private static SignInTab onCodePage(Person who, Phone phone) {
        SignInTab opened = open(new Browser.NewContextOptions());
        opened.start().password(who).number(phone.number());
        assertThat(opened.codeForm()).isVisible();
        return opened;
    }
}
