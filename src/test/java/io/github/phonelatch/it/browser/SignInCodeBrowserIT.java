package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.BoundingBox;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What teachers see when they sign in, in each state of the page. */
@ExtendWith({SharedServer.class, InChromium.class})
class SignInCodeBrowserIT {
    private static final int MOST_WRONG_IN_A_ROW = 7;

    private static Browser browser;
    private static RealmAdmin realm;

    private SignInTab tab;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        realm = admin.newSchoolRealm(school -> {
            // Keycloak locks who is wrong twice within a second: no person is that quick.
            school.put("quickLoginCheckMilliSeconds", 0);
            Admin.phoneSettings(school)
                    .put("cooldown", "0")
                    .put("failures-in-a-row", Integer.toString(MOST_WRONG_IN_A_ROW));
        });
    }

    @Test
    void codeSent_isSaidWithoutTheNumber_andTheCodeSignsIn(Phone phone) {
        onCodePage(phone);
        assertThat(tab.page().locator("#code")).isFocused();
        assertThat(tab.codeForm()).containsText("text message");
        assertThat(tab.codeForm()).not().containsText(phone.number().substring(4, 9));
        assertThat(tab.button("change")).hasCount(0);
        Pictures.take(tab.page(), "sign-in-code");

        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void wrongCodes_tellTheAttemptsLeft_andAfterTheLastOneANewCodeHelps(Phone phone) {
        onCodePage(phone);
        for (int left = 4; left >= 1; left--) {
            tab.code(phone.wrongCode());
            assertThat(tab.codeForm()).containsText(left + (left == 1 ? " attempt left" : " attempts left"));
        }
        Pictures.take(tab.page(), "sign-in-wrong-code");
        tab.code(phone.wrongCode());
        assertThat(tab.codeForm()).containsText("Too many wrong codes");
        Pictures.take(tab.page(), "sign-in-all-tries-used");

        tab.byChannel("voice");
        assertThat(tab.codeForm()).containsText("calling");
        Pictures.take(tab.page(), "sign-in-call");
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void expiredCode_isSaidAndANewOneIsOneClickAway(Simulator simulator, Phone phone) {
        onCodePage(phone);
        simulator.control().advance(Duration.ofMinutes(6));
        tab.code(phone.code());
        assertThat(tab.codeForm()).containsText("expired");
        Pictures.take(tab.page(), "sign-in-expired");

        tab.press("resend");
        assertThat(tab.codeForm()).not().containsText("expired");
        assertThat(phone.messages()).hasSize(2);
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void slowProvider_thePageSaysThatTheMessageIsOnItsWay_andThenThatItWasSent(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.delay(Duration.ofSeconds(6)), 1);
        onCodePage(phone);
        assertThat(tab.codeForm()).hasAttribute("data-state", "sending");
        Pictures.take(tab.page(), "sign-in-sending");

        assertThat(tab.page().locator("#phonelatch-code-form[data-state=sent]")).isVisible();
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    /** The page was the answer to a form post: what it then asks for again has the same address, without the form. */
    @Test
    void slowProviderAfterAClick_thePageFollowsTheMessageToo(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 5001, "down"), 1);
        tab = open(new Browser.NewContextOptions());
        tab.start().password(realm.newVerifiedTeacher(phone));
        assertThat(tab.button("send")).isVisible();
        simulator.control().script(phone.number(), Fault.delay(Duration.ofSeconds(6)), 1);
        tab.press("send");
        assertThat(tab.codeForm()).hasAttribute("data-state", "sending");

        assertThat(tab.page().locator("#phonelatch-code-form[data-state=sent]")).isVisible();
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
        assertThat(phone.sendCalls()).isEqualTo(2);
    }

    @Test
    void outcomeUnknown_isSaid(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.dropAfterAccept(), 1);
        onCodePage(phone);
        assertThat(tab.codeForm()).hasAttribute("data-state", "unknown");
        Pictures.take(tab.page(), "sign-in-outcome-unknown");

        tab.byChannel("voice");
        assertThat(tab.codeForm()).containsText("calling");
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void providerDown_thePageOffersToSend_andReloadingSendsNothing(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 5001, "down"), 1);
        tab = open(new Browser.NewContextOptions());
        tab.start().password(realm.newVerifiedTeacher(phone));
        assertThat(tab.button("send")).isEnabled();
        assertThat(tab.page().locator("body")).containsText("Try again in a few minutes");
        Pictures.take(tab.page(), "sign-in-provider-down");
        tab.page().reload();
        assertThat(tab.button("send")).isVisible();
        assertThat(phone.sendCalls()).isEqualTo(1);

        tab.press("send");
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void providerHoldsAnotherCode_thePageCountsDown(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 3004, "too frequent"), 2);
        tab = open(new Browser.NewContextOptions());
        tab.start().password(realm.newVerifiedTeacher(phone));
        assertThat(tab.button("send")).isDisabled();
        assertThat(tab.button("send").locator("span")).containsText(":");
        assertThat(tab.page().locator("body")).containsText("a short while ago");
        Pictures.take(tab.page(), "sign-in-wait-to-send");
    }

    @Test
    void locked_isSaid(Phone phone) {
        Person teacher = onCodePage(phone);
        Person guesser = new Person(teacher.id(), teacher.email(), "not-the-password");
        Await.until("the account's lock", () -> {
            realm.schoolMobile().directGrant(guesser);
            return realm.attackDetection(teacher).get("disabled").asBoolean();
        });
        tab.code(phone.code());
        assertThat(tab.page().locator("body")).containsText("Your account is locked");
        Pictures.take(tab.page(), "sign-in-locked");
        assertThat(phone.verifyCalls()).isZero();
    }

    @Test
    void blocked_isSaid(Phone phone) {
        onCodePage(phone);
        int wrong = 0;
        for (; wrong < 5; wrong++) {
            tab.code(phone.wrongCode());
        }
        tab.byChannel("voice");
        assertThat(tab.codeForm()).containsText("calling");
        for (; wrong < MOST_WRONG_IN_A_ROW; wrong++) {
            tab.code(phone.wrongCode());
        }
        assertThat(tab.page().locator("body")).containsText("blocked");
        assertThat(tab.codeForm()).hasCount(0);
        assertThat(tab.page().locator("button[value=send]")).hasCount(0);
        Pictures.take(tab.page(), "sign-in-blocked");
    }

    @Test
    void rememberDevice_isALineToClickOrToPressSpaceOn_andStaysAfterAWrongCode(Phone phone) {
        Person teacher = onCodePage(phone);
        Locator box = tab.page().locator("#remember_device");
        Locator line = tab.page().locator(".phonelatch-check");
        assertThat(box).not().isChecked();
        assertThat(line).containsText("30 days");

        BoundingBox target = line.boundingBox();
        assertThat(target.height).isGreaterThanOrEqualTo(44);
        tab.page().mouse().click(target.x + target.width - 3, target.y + 3);
        assertThat(box).isChecked();
        box.press("Space");
        assertThat(box).not().isChecked();
        tab.page().locator("#code").press("Tab");
        assertThat(box).isFocused();
        tab.page().keyboard().press("Space");
        assertThat(box).isChecked();
        Pictures.take(tab.page(), "sign-in-remember");

        tab.code(phone.wrongCode());
        assertThat(tab.codeForm()).containsText("4 attempts left");
        assertThat(box).isChecked();
        tab.page().fill("#code", phone.code());
        tab.page().locator("#code").press("Enter");
        assertThat(tab.portal()).isVisible();

        tab.signOutOfBrowser();
        SignInTab later = tab.anotherTab().start().password(teacher);
        assertThat(later.portal()).isVisible();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    /** From the first number to the code of the next sign-in: nothing is clicked. */
    @Test
    void keyboardAlone_verifiesTheNumberAndSignsIn(Phone phone) {
        Person teacher = realm.newTeacher();
        tab = open(new Browser.NewContextOptions());
        Keyboard keyboard = tab.page().keyboard();
        tab.start();
        typePassword(keyboard, teacher);
        assertThat(tab.page().locator("#phone_number")).isFocused();
        keyboard.press("Shift+Tab");
        assertThat(tab.page().locator("#phone_country")).isFocused();
        keyboard.type("United K");
        keyboard.press("Tab");
        keyboard.type(phone.number());
        keyboard.press("Tab");
        assertThat(tab.button("send")).isFocused();
        keyboard.press("Enter");
        typeCode(keyboard, phone);
        assertThat(tab.portal()).isVisible();

        tab.signOutOfBrowser();
        tab.start();
        typePassword(keyboard, teacher);
        assertThat(tab.page().locator("#code")).isFocused();
        keyboard.type(phone.wrongCode());
        keyboard.press("Enter");
        assertThat(tab.page().locator("#code[aria-invalid=true]")).isFocused();
        assertThat(tab.page()).hasTitle(Pattern.compile("^Error: .*"));
        keyboard.press("Tab");
        keyboard.press("Space");
        assertThat(tab.page().locator("#remember_device")).isChecked();
        keyboard.press("Shift+Tab");
        typeCode(keyboard, phone);
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void withoutScript_everythingWorks(Phone phone) {
        tab = open(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        tab.start().password(realm.newVerifiedTeacher(phone));
        tab.page().check("#remember_device");
        tab.code(phone.wrongCode());
        assertThat(tab.codeForm()).containsText("4 attempts left");
        assertThat(tab.page().locator("#remember_device")).isChecked();
        Pictures.take(tab.page(), "sign-in-no-script", "light");
        tab.press("resend");
        assertThat(tab.codeForm()).isVisible();
        assertThat(phone.sendCalls()).isEqualTo(1);
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void arabic_readsFromRightToLeft(Simulator simulator, Phone phone) {
        simulator.control().script(phone.number(), Fault.error(400, 5001, "down"), 1);
        tab = open(
                new Browser.NewContextOptions().setLocale("ar").setExtraHTTPHeaders(Map.of("Accept-Language", "ar")));
        tab.start().password(realm.newVerifiedTeacher(phone));
        assertThat(tab.page().locator("html")).hasAttribute("dir", "rtl");
        assertThat(tab.button("send")).isVisible();
        Pictures.take(tab.page(), "sign-in-arabic-provider-down");
        tab.press("send");
        assertThat(tab.codeForm()).isVisible();
        tab.page().check("#remember_device");
        tab.code(phone.wrongCode());
        assertThat(tab.page().locator("#remember_device")).isChecked();
        Pictures.take(tab.page(), "sign-in-arabic-wrong-code");
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    /** With a pause between two messages, and under the theme that themes of before 2024 have as their parent. */
    @Test
    void olderTheme_andAnotherChannelWithACountdown(Admin admin, Simulator simulator, Phone phone) {
        RealmAdmin older = admin.newSchoolRealm(school -> school.put("loginTheme", "keycloak"));
        simulator.control().script(phone.number(), Fault.error(400, 5001, "down"), 1);
        tab = SignInTab.open(browser, older.uri());
        tab.start().password(older.newVerifiedTeacher(phone));
        assertThat(tab.button("send")).isVisible();
        Pictures.take(tab.page(), "sign-in-older-theme-provider-down");

        tab.press("send");
        assertThat(tab.codeForm()).isVisible();
        assertThat(tab.channelButton("voice")).isDisabled();
        assertThat(tab.channelButton("voice").locator("span")).containsText(":");
        tab.page().check("#remember_device");
        Pictures.take(tab.page(), "sign-in-older-theme-code");
        tab.code(phone.wrongCode());
        assertThat(tab.codeForm()).containsText("4 attempts left");
        Pictures.take(tab.page(), "sign-in-older-theme-wrong-code");
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    private void typePassword(Keyboard keyboard, Person who) {
        assertThat(tab.page().locator("#username")).isFocused();
        keyboard.type(who.email());
        keyboard.press("Tab");
        keyboard.type(who.password());
        keyboard.press("Enter");
    }

    private void typeCode(Keyboard keyboard, Phone phone) {
        assertThat(tab.page().locator("#code")).isFocused();
        keyboard.type(phone.code());
        keyboard.press("Enter");
    }

    private static SignInTab open(Browser.NewContextOptions options) {
        return SignInTab.open(browser, realm.uri(), options);
    }

    /** Brings {@link #tab} to the code page of a new teacher. */
    private Person onCodePage(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        tab = open(new Browser.NewContextOptions());
        tab.start().password(teacher);
        assertThat(tab.codeForm()).isVisible();
        return teacher;
    }
}
