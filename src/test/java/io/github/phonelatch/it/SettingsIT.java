package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Answer;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The settings of the required action, at the endpoints that the console uses. */
@ExtendWith(SharedServer.class)
class SettingsIT {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\d+)}}");

    private static RealmAdmin realm;
    private static Map<String, String> consoleTexts;

    @BeforeAll
    static void realm(Admin admin, KeycloakServer server) throws IOException, InterruptedException {
        realm = admin.newSchoolRealm();
        consoleTexts = new HashMap<>();
        Json.parse(texts(server))
                .forEach(text -> consoleTexts.put(
                        text.get("key").asText(), text.get("value").asText()));
    }

    @ParameterizedTest
    @CsvSource({
        "templates,             '   ',          phonelatch-setting-blank",
        "templates,             <129 letters>,  phonelatch-setting-too-long",
        "alternative-templates, login-otp,      phonelatch-setting-same-template",
        "template-language,       tlh,            phonelatch-setting-not-an-option",
        "code-lifetime,           59,             phonelatch-setting-number",
        "code-lifetime,           601,            phonelatch-setting-number",
        "code-lifetime,           5 minutes,      phonelatch-setting-number",
        "code-length,             3,              phonelatch-setting-number",
        "code-length,             11,             phonelatch-setting-number",
        "require-for-all,         maybe,          phonelatch-setting-on-off",
        "exempt-roles,            admin,          phonelatch-setting-unknown-role",
        "default-country,         UK,             phonelatch-setting-unknown-country",
        "default-country,         US,             phonelatch-setting-country-not-allowed",
        "allowed-countries,       GB##Atlantis,   phonelatch-setting-unknown-country",
        "refused-number-types,    PAGER##CHEAP,   phonelatch-setting-unknown-value",
        "accounts-per-number,     -1,             phonelatch-setting-number",
        "accounts-per-number,     1000001,        phonelatch-setting-number",
        "number-owner,            oldest,         phonelatch-setting-not-an-option",
        "reverify-after-days,     1000001,        phonelatch-setting-number",
        "max-attempts,               0,              phonelatch-setting-number",
        "max-attempts,               11,             phonelatch-setting-number",
        "failures-per-hour,       -1,             phonelatch-setting-number",
        "failures-in-a-row,       many,           phonelatch-setting-number",
        "cooldown,                -1,             phonelatch-setting-number",
        "sends-per-hour,          1.5,            phonelatch-setting-number",
        "sends-per-day,           99999999999,    phonelatch-setting-number",
        "sends-per-address-per-hour, -1,          phonelatch-setting-number",
        "trusted-networks,        203.0.113.0/33, phonelatch-setting-network",
        "trusted-networks,        school.example, phonelatch-setting-network",
        "sends-per-prefix-per-hour, ten,          phonelatch-setting-number",
        "country-budgets,         GB,             phonelatch-setting-budget",
        "country-budgets,         XX=5,           phonelatch-setting-budget",
        "country-budgets,         GB=-1,          phonelatch-setting-budget",
        "country-budgets,         GB=1##gb=2,     phonelatch-setting-budget-twice",
        "realm-budget-per-day,    1000001,        phonelatch-setting-number",
        "minimum-conversion-percent, 101,         phonelatch-setting-number"
    })
    void wrongValue_isRefusedWithItsFieldAndAReason(String key, String value, String reason) {
        JsonNode before = realm.phoneSettings();

        Answer answer =
                realm.trySavePhoneSettings(Map.of(key, value.equals("<129 letters>") ? "x".repeat(129) : value));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("field").asText()).isEqualTo(key);
        assertThat(answer.body().get("errorMessage").asText()).isEqualTo(reason);
        assertReadable(answer.body());
        assertThat(realm.phoneSettings()).isEqualTo(before);
    }

    @Test
    void severalWrongValues_areToldTogether() {
        Answer answer = realm.trySavePhoneSettings(Map.of("max-attempts", "0", "cooldown", "x", "number-owner", "dog"));

        assertThat(answer.status()).isEqualTo(400);
        List<String> fields = answer.body().get("errors").findValuesAsText("field");
        assertThat(fields).containsExactlyInAnyOrder("max-attempts", "cooldown", "number-owner");
        answer.body().get("errors").forEach(SettingsIT::assertReadable);
    }

    @Test
    void maxAuthAge_isCheckedAsWell() {
        assertThat(realm.trySavePhoneSettings(Map.of("max_auth_age", "-1"))
                        .body()
                        .get("field")
                        .asText())
                .isEqualTo("max_auth_age");
        assertThat(realm.trySavePhoneSettings(Map.of("max_auth_age", "600")).status())
                .isEqualTo(204);
    }

    @Test
    void actionTimeoutShorterThanACodeAndAnotherOne_isRefusedWithThatReason(Admin admin) {
        RealmAdmin hasty = admin.newSchoolRealm(school -> school.put("accessCodeLifespanUserAction", 899));

        Answer answer = hasty.trySavePhoneSettings(Map.of("code-lifetime", "600"));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.body().get("field").asText()).isEqualTo("code-lifetime");
        assertThat(answer.body().get("errorMessage").asText()).isEqualTo("phonelatch-setting-action-timeout");
        assertThat(told(answer.body())).contains("600 seconds", "at least 900 seconds", "is 899");
        assertThat(hasty.trySavePhoneSettings(Map.of("code-lifetime", "599")).status())
                .isEqualTo(204);
    }

    @Test
    void console_isToldOfEachSetting_withLabelHelpAndDefault() {
        JsonNode properties = realm.get(
                        "authentication/required-actions/" + RealmAdmin.PHONE_ACTION + "/config-description")
                .get("properties");

        assertThat(properties.findValuesAsText("name"))
                .containsExactly(
                        "allowed-countries",
                        "templates",
                        "alternative-templates",
                        "require-for-all",
                        "exempt-roles",
                        "reverify-after-days",
                        "lost-number",
                        "default-country",
                        "refused-number-types",
                        "accounts-per-number",
                        "number-owner",
                        "max-attempts",
                        "failures-per-hour",
                        "failures-in-a-row",
                        "cooldown",
                        "sends-per-hour",
                        "sends-per-day",
                        "sends-per-address-per-hour",
                        "trusted-networks",
                        "sends-per-prefix-per-hour",
                        "minimum-conversion-percent",
                        "country-budgets",
                        "realm-budget-per-day",
                        "template-language",
                        "code-lifetime",
                        "code-length",
                        "notify-by-email",
                        "api-clients",
                        "max_auth_age");
        assertThat(properties).allSatisfy(property -> {
            assertThat(property.get("label").asText()).isNotBlank();
            assertThat(property.get("helpText").asText()).isNotBlank();
        });
    }

    /** The console stores every default it shows at the first save. */
    @Test
    void defaultsAsTheConsoleShowsThem_canBeSaved(Admin admin) {
        RealmAdmin fresh = admin.newSchoolRealm();
        Map<String, String> shown = new HashMap<>();
        fresh.get("authentication/required-actions/" + RealmAdmin.PHONE_ACTION + "/config-description")
                .get("properties")
                .forEach(property -> shown.put(
                        property.get("name").asText(),
                        property.path("defaultValue").asText()));

        assertThat(fresh.trySavePhoneSettings(shown))
                .satisfies(answer ->
                        assertThat(answer.status()).as(answer.toString()).isEqualTo(204));
    }

    @Test
    void garbageThatWasImported_leavesTheDefaults(Admin admin, Phone phone, KeycloakServer server) {
        RealmAdmin garbled = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("template-language", "tlh")
                    .put("code-lifetime", "forever")
                    .put("code-length", "-6")
                    .put("require-for-all", "perhaps")
                    .put("default-country", "Atlantis")
                    .put("allowed-countries", "GB##Atlantis")
                    .put("refused-number-types", "##")
                    .put("accounts-per-number", "lots")
                    .put("number-owner", "dog")
                    .put("reverify-after-days", "-1")
                    .put("max-attempts", "99999999999")
                    .put("failures-per-hour", "")
                    .put("failures-in-a-row", "\u0000")
                    .put("cooldown", "-1")
                    .put("sends-per-hour", "1e3")
                    .put("sends-per-day", "NaN")
                    .put("sends-per-address-per-hour", "all")
                    .put("trusted-networks", "everything##/##127.0.0.1/99")
                    .put("sends-per-prefix-per-hour", "-")
                    .put("country-budgets", "=##GB=##=5##GB=x")
                    .put("realm-budget-per-day", "")
                    .put("minimum-conversion-percent", "30%")
                    .put("max_auth_age", "soon")
                    .put("no-such-setting", "x");
        });
        HttpBrowser browser = new HttpBrowser();

        Page page = garbled.studentPortal()
                .open(browser)
                .password(garbled.newStudent())
                .number(phone.number());
        page = page.code(phone.wrongCode());
        assertThat(page.text()).contains("You have 4 attempts left");
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();

        Page change = garbled.studentPortal().open(browser, Map.of("kc_action", RealmAdmin.PHONE_ACTION));
        assertThat(change.isNumberPage()).as(change.toString()).isTrue();
        assertThat(server.log())
                .contains("Realm '" + garbled.name() + "': setting 'max-attempts' of required action"
                        + " 'phonelatch-verify-phone' holds something that cannot be read");
    }

    /** All texts of the admin console, as it loads them. */
    private static String texts(KeycloakServer server) throws IOException, InterruptedException {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(server.uri() + "/resources/master/admin/en"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body();
    }

    /** The console has the text, and the answer holds all that the text refers to. */
    private static void assertReadable(JsonNode error) {
        assertThat(told(error)).doesNotContain("{{", "}}");
        assertThat(error.get("params").get(0).asText())
                .isEqualTo(error.get("field").asText());
    }

    private static String told(JsonNode error) {
        String text = consoleTexts.get(error.get("errorMessage").asText());
        assertThat(text).as(error.toString()).isNotNull();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        return placeholder.replaceAll(found -> Matcher.quoteReplacement(
                error.get("params").get(Integer.parseInt(found.group(1))).asText()));
    }
}
