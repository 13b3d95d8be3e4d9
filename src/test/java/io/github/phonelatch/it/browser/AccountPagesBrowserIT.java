package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Sign-in by phone and forgotten passwords, as people see them. */
@ExtendWith({SharedServer.class, InChromium.class})
class AccountPagesBrowserIT {
    private static Browser browser;
    private static RealmAdmin realm;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        realm = admin.newSchoolRealm();
    }

    @Test
    void signIn_byNumberAndCode(Phone phone) {
        realm.newVerifiedStudent(phone);
        SignInTab tab = phoneLogin(new Browser.NewContextOptions());
        assertThat(tab.page().locator("#email")).isHidden();
        Pictures.take(tab.page(), "phone-login");

        tab.number(phone.number());
        assertThat(tab.codeForm()).isVisible();
        Pictures.take(tab.page(), "phone-login-code");
        tab.code(phone.code());

        assertThat(tab.portal()).isVisible();
    }

    /** The Enter key takes the first button, which is the password's. */
    @Test
    void signIn_byNumberAndPassword_withTheKeyboard(Phone phone) {
        Person one = realm.newVerifiedStudent(phone);
        realm.newVerifiedStudent(phone);
        SignInTab tab = phoneLogin(new Browser.NewContextOptions());
        tab.page().fill("#phone_number", phone.number());
        tab.page().fill("#password", one.password());
        tab.page().press("#password", "Enter");
        assertThat(tab.page().getByText("Number or password is wrong").first()).isVisible();
        Pictures.take(tab.page(), "phone-login-wrong");

        tab.page().click("#phonelatch-shared summary");
        tab.page().fill("#email", one.email());
        tab.page().fill("#password", one.password());
        tab.page().press("#password", "Enter");

        assertThat(tab.portal()).isVisible();
    }

    @Test
    void reset_byCode(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        SignInTab tab = forgotten(new Browser.NewContextOptions());
        Pictures.take(tab.page(), "reset");
        tab.page().fill("#email", student.email());
        tab.press("send");
        assertThat(tab.codeForm()).isVisible();
        assertThat(tab.page().locator("#kc-select-try-another-way-form")).isHidden();
        Pictures.take(tab.page(), "reset-code");

        tab.code(phone.code());
        tab.page().fill("#password-new", "a-new-password");
        tab.page().fill("#password-confirm", "a-new-password");
        tab.page().locator("#kc-passwd-update-form [type=submit]").first().click();

        assertThat(tab.page().getByText("Your account has been updated")).isVisible();
        Pictures.take(tab.page(), "reset-done");
    }

    /** Without script, from a code that does not come to the e-mail. */
    @Test
    void reset_byMail_afterNothingCame(Phone phone, Simulator simulator) {
        Person teacher = realm.newVerifiedTeacher(phone);
        SignInTab tab = forgotten(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        tab.press("send");
        assertThat(tab.page().locator("#phonelatch-email-error")).isVisible();
        tab.page().fill("#email", teacher.email());
        tab.press("send");
        tab.press("change");
        tab.page().fill("#email", teacher.email());
        tab.press("mail");
        assertThat(tab.page().getByText("You should receive an email shortly")).isVisible();

        tab.page().navigate(Mailbox.of(teacher, simulator).link().toString());
        assertThat(tab.page().locator("#password-new")).isVisible();
    }

    @Test
    void rightToLeft_narrow_dark() {
        Browser.NewContextOptions arabic = new Browser.NewContextOptions()
                .setViewportSize(320, 700)
                .setLocale("ar")
                .setColorScheme(ColorScheme.DARK)
                .setExtraHTTPHeaders(Map.of("Accept-Language", "ar"));
        Page reset = forgotten(arabic).page();
        assertThat(reset.locator("html")).hasAttribute("dir", "rtl");
        assertThat(reset.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        Pictures.take(reset, "reset-ar", "dark-narrow");
        Page login = phoneLogin(arabic).page();
        assertThat(login.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        Pictures.take(login, "phone-login-ar", "dark-narrow");
    }

    private static SignInTab phoneLogin(Browser.NewContextOptions options) {
        SignInTab tab = SignInTab.open(browser, realm.uri(), options).start();
        tab.page().click("#try-another-way");
        Pictures.take(tab.page(), "ways", options.locale == null ? "en" : options.locale);
        tab.page().locator("ul[role=list] [role=button]").last().click();
        assertThat(tab.numberForm()).isVisible();
        return tab;
    }

    private static SignInTab forgotten(Browser.NewContextOptions options) {
        SignInTab tab = SignInTab.open(browser, realm.uri(), options).start();
        tab.page().click("a[href*=reset-credentials]");
        assertThat(tab.numberForm()).isVisible();
        return tab;
    }
}
