package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Verifications;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People who have usernames and no e-mail addresses, as pupils of primary schools, and share a parent's phone. */
@ExtendWith({SharedServer.class, InChromium.class})
class UsernamesBrowserIT {
    private static Browser browser;
    private static RealmAdmin realm;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        realm = admin.newSchoolRealm(
                school -> school.put("registrationEmailAsUsername", false).put("loginWithEmailAllowed", false));
        realm.notRequired("email");
    }

    @Test
    void signIn_byASharedNumberAndTheUsername(Phone phone) {
        Person one = sibling(phone);
        sibling(phone);
        SignInTab tab = phoneLogin(new Browser.NewContextOptions());
        tab.page().fill("#phone_number", phone.number());
        tab.page().fill("#password", one.password());
        tab.page().press("#password", "Enter");
        assertThat(tab.page().getByText("type your username too").first()).isVisible();

        tab.page().click("#phonelatch-shared summary");
        assertThat(tab.page().getByLabel("Username", exactly())).isVisible();
        Pictures.take(tab.page(), "phone-login-username");
        tab.page().getByLabel("Username", exactly()).fill(one.email());
        tab.page().fill("#password", one.password());
        tab.page().press("#password", "Enter");

        assertThat(tab.portal()).isVisible();
        assertThat(realm.events(one, "LOGIN")).hasSize(1);
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void signIn_byASharedNumberTheUsernameAndACode(Phone phone) {
        sibling(phone);
        Person two = sibling(phone);
        SignInTab tab = phoneLogin(new Browser.NewContextOptions());
        tab.page().click("#phonelatch-shared summary");
        // As people type it whose keyboard begins with a capital letter.
        tab.page().fill("#email", two.email().toUpperCase(Locale.ROOT));
        tab.number(phone.number()).code(phone.code());

        assertThat(tab.portal()).isVisible();
        assertThat(realm.events(two, "LOGIN")).hasSize(1);
    }

    @Test
    void reset_byTheUsername(Phone phone) {
        Person student = sibling(phone);
        SignInTab tab = forgotten(new Browser.NewContextOptions());
        tab.press("send");
        assertThat(tab.page()
                        .getByText("Enter your username or your phone number.")
                        .first())
                .isVisible();
        Pictures.take(tab.page(), "reset-username");
        tab.page().getByLabel("Username", exactly()).fill(student.email());
        tab.press("send");
        tab.code(phone.code());
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
        assertThat(reset.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        Pictures.take(reset, "reset-username-ar", "dark-narrow");
        Page login = phoneLogin(arabic).page();
        login.click("#phonelatch-shared summary");
        assertThat(login.evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        Pictures.take(login, "phone-login-username-ar", "dark-narrow");
    }

    private static Person sibling(Phone phone) {
        return realm.newPersonWithUsername(user -> {
            user.putArray("groups").add("/students");
            Verifications.put(user, phone.number(), Instant.now().minus(Duration.ofDays(3)));
        });
    }

    private static Page.GetByLabelOptions exactly() {
        return new Page.GetByLabelOptions().setExact(true);
    }

    private static SignInTab phoneLogin(Browser.NewContextOptions options) {
        SignInTab tab = SignInTab.open(browser, realm.uri(), options).start();
        tab.page().click("#try-another-way");
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
