package io.github.phonelatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.phonelatch.fakes.FakeRealm;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.userprofile.ValidationException;

class SettingsValidationTest {
    private final FakeRealm realm = new FakeRealm("school");

    @Test
    void defaults_areAccepted() {
        Map<String, String> shown = new HashMap<>();
        Settings.ALL.forEach(setting -> shown.put(setting.key(), setting.fallback()));

        assertThatNoException().isThrownBy(() -> SettingsValidation.validate(realm.model(), shown));
        assertThatNoException().isThrownBy(() -> SettingsValidation.validate(realm.model(), Map.of()));
    }

    @Test
    void schoolSettings_areAccepted() {
        realm.role("phone-exempt");
        realm.clientRole("staff.portal", "front.desk");

        assertThatNoException()
                .isThrownBy(() -> SettingsValidation.validate(
                        realm.model(),
                        Map.of(
                                "templates", "login-otp",
                                "alternative-templates", "login-voice",
                                "default-country", "GB",
                                "allowed-countries", "GB##DE",
                                "accounts-per-number", "5",
                                "exempt-roles",
                                        "realm-management.realm-admin##phone-exempt##staff.portal.front.desk")));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrong")
    void wrongValue_isRefusedWithItsField(String key, String text, String messageKey) {
        List<ValidationException.Error> errors = errors(Map.of(key, text));

        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).getAttribute()).isEqualTo(key);
        assertThat(errors.get(0).getMessage()).isEqualTo(messageKey);
        assertThat(errors.get(0).getMessageParameters()[0]).isEqualTo(key);
        assertThat(errors.get(0).getMessageParameters()[1]).isEqualTo(label(key));
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                arguments("templates", "   ", "phonelatch-setting-blank"),
                arguments("templates", "x".repeat(129), "phonelatch-setting-too-long"),
                arguments("template-language", "fr", "phonelatch-setting-not-an-option"),
                arguments("code-lifetime", "59", "phonelatch-setting-number"),
                arguments("code-lifetime", "601", "phonelatch-setting-number"),
                arguments("code-length", "11", "phonelatch-setting-number"),
                arguments("require-for-all", "yes", "phonelatch-setting-on-off"),
                arguments("exempt-roles", "realm-management.realm-admin##nobody", "phonelatch-setting-unknown-role"),
                arguments("exempt-roles", "admin", "phonelatch-setting-unknown-role"),
                arguments("exempt-roles", "no-client.role", "phonelatch-setting-unknown-role"),
                arguments("default-country", "UK", "phonelatch-setting-unknown-country"),
                arguments("allowed-countries", "GB##Germany", "phonelatch-setting-unknown-country"),
                arguments("refused-number-types", "PAGER##SATELLITE", "phonelatch-setting-unknown-value"),
                arguments("accounts-per-number", "-1", "phonelatch-setting-number"),
                arguments("number-owner", "oldest", "phonelatch-setting-not-an-option"),
                arguments("reverify-after-days", "half a year", "phonelatch-setting-number"),
                arguments("reverify-after-days", "1000001", "phonelatch-setting-number"),
                arguments("api-clients", "no-client", "phonelatch-setting-unknown-client"),
                arguments("max-attempts", "0", "phonelatch-setting-number"),
                arguments("max-attempts", "five", "phonelatch-setting-number"),
                arguments("failures-per-hour", "1000001", "phonelatch-setting-number"),
                arguments("failures-in-a-row", "x", "phonelatch-setting-number"),
                arguments("cooldown", "-5", "phonelatch-setting-number"),
                arguments("sends-per-hour", "x", "phonelatch-setting-number"),
                arguments("sends-per-day", "x", "phonelatch-setting-number"),
                arguments("sends-per-address-per-hour", "x", "phonelatch-setting-number"),
                arguments("trusted-networks", "10.0.0.0/8##10.0.0/8", "phonelatch-setting-network"),
                arguments("sends-per-prefix-per-hour", "x", "phonelatch-setting-number"),
                arguments("country-budgets", "GB=1##ZZ=1", "phonelatch-setting-budget"),
                arguments("country-budgets", "GB=1##GB=1 000", "phonelatch-setting-budget"),
                arguments("country-budgets", "*=1##*=2", "phonelatch-setting-budget-twice"),
                arguments("realm-budget-per-day", "x", "phonelatch-setting-number"),
                arguments("minimum-conversion-percent", "x", "phonelatch-setting-number"));
    }

    @Test
    void sameTemplateTwice_isRefused() {
        assertRefused(
                Map.of("templates", "otp", "alternative-templates", " otp"),
                "alternative-templates",
                "phonelatch-setting-same-template");
    }

    @Test
    void defaultCountryOutsideTheAllowed_isRefused() {
        assertRefused(
                Map.of("default-country", "FR", "allowed-countries", "GB##DE"),
                "default-country",
                "phonelatch-setting-country-not-allowed");
    }

    @Test
    void defaultCountryBeforeAnyIsAllowed_isAccepted() {
        assertThatNoException()
                .isThrownBy(() -> SettingsValidation.validate(realm.model(), Map.of("default-country", "FR")));
    }

    @Test
    void loginActionTimeoutTooShortForTheCode_isRefusedWithBothNumbers() {
        realm.loginActionTimeout(300);

        ValidationException.Error error =
                assertRefused(Map.of("code-lifetime", "240"), "code-lifetime", "phonelatch-setting-action-timeout");

        assertThat(error.getMessageParameters())
                .containsExactly("code-lifetime", label("code-lifetime"), 240L, 540L, 300);
    }

    @ParameterizedTest
    @ValueSource(ints = {599, 600})
    void loginActionTimeout_isComparedWithTheDefaultLife_whereNoneIsStored(int timeout) {
        realm.loginActionTimeout(timeout);

        if (timeout < 600) {
            assertRefused(Map.of(), "code-lifetime", "phonelatch-setting-action-timeout");
        } else {
            assertThatNoException().isThrownBy(() -> SettingsValidation.validate(realm.model(), Map.of()));
        }
    }

    @Test
    void severalWrongValues_areAllReported() {
        realm.loginActionTimeout(60);

        assertThat(errors(Map.of("max-attempts", "0", "cooldown", "soon", "default-country", "UK")))
                .extracting(ValidationException.Error::getAttribute)
                .containsExactlyInAnyOrder("max-attempts", "cooldown", "default-country", "code-lifetime");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void everyReason_hasATextInEachLanguage(Path language) throws IOException {
        Properties texts = new Properties();
        try (Reader file = Files.newBufferedReader(language, StandardCharsets.UTF_8)) {
            texts.load(file);
        }

        Stream<String> reasons = Stream.concat(
                wrong().map(row -> (String) row.get()[2]),
                Stream.of(
                        "phonelatch-setting-same-template",
                        "phonelatch-setting-country-not-allowed",
                        "phonelatch-setting-action-timeout"));

        assertThat(reasons).allSatisfy(key -> assertThat(texts.getProperty(key)).contains("{{1}}"));
    }

    static List<Path> messages() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("themes/phonelatch/theme-resources/messages"))) {
            return files.toList();
        }
    }

    private ValidationException.Error assertRefused(Map<String, String> values, String field, String messageKey) {
        List<ValidationException.Error> errors = errors(values);
        assertThat(errors).hasSize(1);
        assertThat(errors.get(0).getAttribute()).isEqualTo(field);
        assertThat(errors.get(0).getMessage()).isEqualTo(messageKey);
        return errors.get(0);
    }

    private List<ValidationException.Error> errors(Map<String, String> values) {
        return catchThrowableOfType(ValidationException.class, () -> SettingsValidation.validate(realm.model(), values))
                .getErrors();
    }

    private static String label(String key) {
        return Settings.ALL.stream()
                .filter(setting -> setting.key().equals(key))
                .findFirst()
                .orElseThrow()
                .label();
    }
}
