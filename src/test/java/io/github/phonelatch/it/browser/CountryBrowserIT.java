package io.github.phonelatch.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import io.github.phonelatch.it.support.Accessibility;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.InChromium;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The country of a number, as people choose it, forget it or choose the wrong one. */
@ExtendWith({SharedServer.class, InChromium.class})
class CountryBrowserIT {
    private static Browser browser;
    private static RealmAdmin school;
    private static RealmAdmin german;

    private Phone phone;
    private String national;

    @BeforeAll
    static void start(Browser chromium, Admin admin) {
        browser = chromium;
        school = admin.newSchoolRealm();
        german = admin.newSchoolRealm(
                file -> Admin.phoneSettings(file).put("allowed-countries", "DE").put("default-country", ""));
    }

    @BeforeEach
    void phone(Simulator simulator) {
        phone = new Phone(
                simulator, "+491511%07d".formatted(ThreadLocalRandom.current().nextInt(10_000_000)));
        national = "0" + phone.number().substring(3);
    }

    @Test
    void singleCountry_isChosenForThePerson() {
        SignInTab tab = open(german, new Browser.NewContextOptions());
        assertThat(country(tab)).hasValue("DE");

        tab.number(national);

        assertThat(tab.codeForm()).isVisible();
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void pagesLanguage_choosesTheCountry() {
        SignInTab tab = open(
                school,
                new Browser.NewContextOptions().setLocale("de").setExtraHTTPHeaders(Map.of("Accept-Language", "de")));

        assertThat(country(tab)).hasValue("DE");
    }

    @Test
    void wrongCountry_isToldByName_andOneClickTakesTheRightOne() {
        SignInTab tab = open(school, new Browser.NewContextOptions());
        typesTheWrongCountry(tab);
        Accessibility.check(tab.page(), "the page that offers another country");
        confirm(tab).click();

        assertThat(tab.codeForm()).isVisible();
        tab.code(phone.code());
        assertThat(tab.portal()).isVisible();
    }

    @Test
    void wrongCountry_withoutScript() {
        SignInTab tab = open(school, new Browser.NewContextOptions().setJavaScriptEnabled(false));
        typesTheWrongCountry(tab);
        confirm(tab).click();

        assertThat(tab.codeForm()).isVisible();
        assertThat(phone.messages()).hasSize(1);
    }

    /** The Enter key is no answer to the question. */
    @Test
    void enterKey_goesOnWithTheChosenCountry() {
        SignInTab tab = open(school, new Browser.NewContextOptions());
        typesTheWrongCountry(tab);

        tab.page().press("#phone_number", "Enter");

        assertThat(confirm(tab)).isVisible();
        assertThat(country(tab)).hasValue("GB");
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void wrongCountry_fitsANarrowDarkPageFromRightToLeft() {
        SignInTab tab = open(
                school,
                new Browser.NewContextOptions()
                        .setViewportSize(320, 700)
                        .setLocale("ar")
                        .setColorScheme(ColorScheme.DARK)
                        .setExtraHTTPHeaders(Map.of("Accept-Language", "ar")));
        typesTheWrongCountry(tab);

        assertThat(tab.page().evaluate("document.documentElement.scrollWidth")).isEqualTo(320);
        Accessibility.checkLook(tab.page(), "the page that offers another country, narrow and dark");
        confirm(tab).click();
        assertThat(tab.codeForm()).isVisible();
    }

    private void typesTheWrongCountry(SignInTab tab) {
        assertThat(country(tab)).hasValue("GB");
        tab.number(national);
        assertThat(tab.page().locator("#phonelatch-phone_country-error")).isVisible();
        assertThat(tab.page().locator("#phone_number")).hasValue(national);
        assertThat(confirm(tab)).isVisible();
        assertThat(phone.sendCalls()).isZero();
    }

    private static Locator country(SignInTab tab) {
        return tab.page().locator("#phone_country");
    }

    private static Locator confirm(SignInTab tab) {
        return tab.page().locator("button[name=phone_country]");
    }

    private static SignInTab open(RealmAdmin realm, Browser.NewContextOptions options) {
        return SignInTab.open(browser, realm.uri(), options).start().password(realm.newStudent());
    }
}
