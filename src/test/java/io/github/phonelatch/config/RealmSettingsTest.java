package io.github.phonelatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.phone.NumberOwner;
import io.github.phonelatch.phone.NumberType;
import io.github.phonelatch.support.Networks;
import io.github.phonelatch.support.Networks.Network;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.provider.ProviderConfigProperty;

class RealmSettingsTest {
    private static final Set<NumberType> REFUSED_BY_DEFAULT = Set.of(
            NumberType.PREMIUM_RATE,
            NumberType.SHARED_COST,
            NumberType.PAGER,
            NumberType.UAN,
            NumberType.VOICEMAIL,
            NumberType.TOLL_FREE);

    private static final RealmSettings DEFAULTS = new RealmSettings(
            Optional.empty(),
            Optional.empty(),
            "auto",
            Duration.ofMinutes(5),
            6,
            true,
            List.of("realm-management.realm-admin"),
            false,
            Optional.empty(),
            Set.of(),
            REFUSED_BY_DEFAULT,
            1,
            NumberOwner.REFUSE,
            Duration.ZERO,
            LostNumber.ADMIN,
            List.of(),
            5,
            10,
            20,
            Duration.ofSeconds(30),
            5,
            10,
            60,
            Networks.NONE,
            10,
            Map.of(),
            20_000,
            30);

    @Test
    void nothingStored_givesTheDefaults() {
        assertThat(RealmSettings.of(Map.of())).isEqualTo(DEFAULTS);
        assertThat(RealmSettings.of(new FakeRealm("new").model())).isEqualTo(DEFAULTS);
        assertThat(RealmSettings.of(new FakeRealm("imported").nothingStored().model()))
                .isEqualTo(DEFAULTS);
    }

    @Test
    void changedSetting_countsAtOnce() {
        FakeRealm realm = new FakeRealm("changing").setting("max-attempts", "3");
        assertThat(RealmSettings.of(realm.model()).maxAttempts()).isEqualTo(3);

        realm.setting("max-attempts", "4");
        assertThat(RealmSettings.of(realm.model()).maxAttempts()).isEqualTo(4);

        realm.nothingStored();
        assertThat(RealmSettings.of(realm.model()).maxAttempts()).isEqualTo(5);
    }

    @Test
    void emptyValues_giveTheDefaults() {
        FakeRealm realm = new FakeRealm("written past the check");
        Settings.ALL.forEach(setting -> realm.setting(setting.key(), ""));

        assertThat(RealmSettings.of(realm.model())).isEqualTo(DEFAULTS);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("stored")
    void storedValue_isRead(String key, String text, Function<RealmSettings, Object> setting, Object expected) {
        assertThat(setting.apply(
                        RealmSettings.of(new FakeRealm("r").setting(key, text).model())))
                .isEqualTo(expected);
    }

    static Stream<Arguments> stored() {
        return Stream.of(
                row("template-id", "login-otp", RealmSettings::templateId, Optional.of("login-otp")),
                row("template-id", " login-otp ", RealmSettings::templateId, Optional.of("login-otp")),
                row(
                        "alternative-template-id",
                        "x".repeat(128),
                        RealmSettings::alternativeTemplateId,
                        Optional.of("x".repeat(128))),
                row("template-language", "zh_HK", RealmSettings::templateLanguage, "zh_HK"),
                row("code-lifetime", "60", RealmSettings::codeLifetime, Duration.ofSeconds(60)),
                row("code-lifetime", "600", RealmSettings::codeLifetime, Duration.ofSeconds(600)),
                row("code-length", "4", RealmSettings::codeLength, 4),
                row("code-length", "10", RealmSettings::codeLength, 10),
                row("require-for-all", "false", RealmSettings::requireForAll, false),
                row("notify-by-email", "true", RealmSettings::notifyByEmail, true),
                row(
                        "exempt-roles",
                        "phone-exempt##staff.desk",
                        RealmSettings::exemptRoles,
                        List.of("phone-exempt", "staff.desk")),
                row("exempt-roles", " a ## ##a", RealmSettings::exemptRoles, List.of("a")),
                row("exempt-roles", " ## ", RealmSettings::exemptRoles, List.of("realm-management.realm-admin")),
                row("default-country", "gb", RealmSettings::defaultCountry, Optional.of("GB")),
                row("allowed-countries", "GB##de## ", RealmSettings::allowedCountries, Set.of("GB", "DE")),
                row(
                        "refused-number-types",
                        "VOIP##PAGER",
                        RealmSettings::refusedNumberTypes,
                        Set.of(NumberType.VOIP, NumberType.PAGER)),
                row("accounts-per-number", "0", RealmSettings::accountsPerNumber, 0),
                row("accounts-per-number", "1000000", RealmSettings::accountsPerNumber, 1_000_000),
                row("number-owner", "newest", RealmSettings::numberOwner, NumberOwner.NEWEST),
                row("lost-number", "fresh-sign-in", RealmSettings::lostNumber, LostNumber.FRESH_SIGN_IN),
                row("reverify-after-days", "1", RealmSettings::reverifyAfter, Duration.ofHours(24)),
                row("reverify-after-days", "1000000", RealmSettings::reverifyAfter, Duration.ofDays(1_000_000)),
                row("max-attempts", "1", RealmSettings::maxAttempts, 1),
                row("max-attempts", "10", RealmSettings::maxAttempts, 10),
                row("failures-per-hour", "0", RealmSettings::failuresPerHour, 0),
                row("failures-in-a-row", "7", RealmSettings::failuresInARow, 7),
                row("cooldown", "0", RealmSettings::cooldown, Duration.ZERO),
                row("sends-per-hour", "3", RealmSettings::sendsPerHour, 3),
                row("sends-per-day", " 12 ", RealmSettings::sendsPerDay, 12),
                row("sends-per-address-per-hour", "0", RealmSettings::sendsPerAddressPerHour, 0),
                row(
                        "trusted-networks",
                        "203.0.113.0/24## ",
                        RealmSettings::trustedNetworks,
                        new Networks(List.of(Network.of("203.0.113.0/24").orElseThrow()))),
                row("sends-per-prefix-per-hour", "7", RealmSettings::sendsPerPrefixPerHour, 7),
                row(
                        "country-budgets",
                        "gb = 20000##*=100",
                        RealmSettings::countryBudgets,
                        Map.of("GB", 20_000, "*", 100)),
                row("country-budgets", "GB=20000##*=100", settings -> settings.countryBudget("FR"), 100),
                row("country-budgets", "GB=20000##*=100", settings -> settings.countryBudget("GB"), 20_000),
                row("country-budgets", "GB=20000", settings -> settings.countryBudget("FR"), 0),
                row("realm-budget-per-day", "1000000", RealmSettings::realmBudgetPerDay, 1_000_000),
                row("minimum-conversion-percent", "100", RealmSettings::minimumConversionPercent, 100));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("unreadable")
    void unreadableValue_isTheDefault(String key, String text, Function<RealmSettings, Object> setting) {
        RealmSettings settings = RealmSettings.of(Map.of(key, text, "cooldown", "45"));

        assertThat(setting.apply(settings)).isEqualTo(setting.apply(DEFAULTS));
        assertThat(settings.cooldown()).isEqualTo(Duration.ofSeconds(45));
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                unreadable("template-id", "x".repeat(129), RealmSettings::templateId),
                unreadable("template-id", "  ", RealmSettings::templateId),
                unreadable("template-language", "fr", RealmSettings::templateLanguage),
                unreadable("code-lifetime", "59", RealmSettings::codeLifetime),
                unreadable("code-lifetime", "601", RealmSettings::codeLifetime),
                unreadable("code-lifetime", "5 minutes", RealmSettings::codeLifetime),
                unreadable("code-length", "3", RealmSettings::codeLength),
                unreadable("code-length", "11", RealmSettings::codeLength),
                unreadable("require-for-all", "no", RealmSettings::requireForAll),
                unreadable("notify-by-email", "yes", RealmSettings::notifyByEmail),
                unreadable("default-country", "UK", RealmSettings::defaultCountry),
                unreadable("refused-number-types", "SATELLITE", RealmSettings::refusedNumberTypes),
                unreadable("accounts-per-number", "-1", RealmSettings::accountsPerNumber),
                unreadable("accounts-per-number", "1000001", RealmSettings::accountsPerNumber),
                unreadable("accounts-per-number", "99999999999", RealmSettings::accountsPerNumber),
                unreadable("number-owner", "NEWEST", RealmSettings::numberOwner),
                unreadable("lost-number", "FRESH_SIGN_IN", RealmSettings::lostNumber),
                unreadable("reverify-after-days", "-1", RealmSettings::reverifyAfter),
                unreadable("reverify-after-days", "1000001", RealmSettings::reverifyAfter),
                unreadable("max-attempts", "0", RealmSettings::maxAttempts),
                unreadable("max-attempts", "11", RealmSettings::maxAttempts),
                unreadable("failures-per-hour", "many", RealmSettings::failuresPerHour),
                unreadable("sends-per-address-per-hour", "many", RealmSettings::sendsPerAddressPerHour),
                unreadable("trusted-networks", "everything", RealmSettings::trustedNetworks),
                unreadable("country-budgets", "GB", RealmSettings::countryBudgets),
                unreadable("minimum-conversion-percent", "101", RealmSettings::minimumConversionPercent),
                unreadable("sends-per-day", "1.5", RealmSettings::sendsPerDay));
    }

    @Test
    void unknownElementOfAList_isLeftOut() {
        RealmSettings settings =
                RealmSettings.of(Map.of("allowed-countries", "GB##XX", "refused-number-types", "VOIP##SATELLITE"));

        assertThat(settings.allowedCountries()).containsExactly("GB");
        assertThat(settings.refusedNumberTypes()).containsExactly(NumberType.VOIP);
    }

    @Test
    void allowedCounattemptsWithoutAKnownOne_allowNothing() {
        assertThat(RealmSettings.of(Map.of("allowed-countries", "XX")).allowedCountries())
                .isEmpty();
    }

    @Test
    void everyDefaultShownByTheConsole_isOneTheReaderAccepts() {
        assertThat(Settings.ALL)
                .allSatisfy(setting ->
                        assertThat(setting.read(setting.fallback()).problems()).isEmpty());
    }

    @Test
    void console_showsEverySettingOnce_andKeycloaksOwn() {
        List<ProviderConfigProperty> shown = RealmSettings.consoleProperties();

        assertThat(shown).extracting(ProviderConfigProperty::getName).doesNotHaveDuplicates();
        assertThat(shown)
                .extracting(ProviderConfigProperty::getName)
                .containsAll(Settings.ALL.stream().map(Setting::key).toList())
                .contains("max_auth_age");
        assertThat(shown).allSatisfy(property -> {
            assertThat(property.getLabel()).isNotBlank();
            assertThat(property.getHelpText()).isNotBlank();
        });
    }

    @Test
    void valuesToChooseFrom_areAllReadable() {
        Settings.ALL.stream()
                .filter(setting -> !setting.options().isEmpty())
                .forEach(setting -> assertThat(setting.options())
                        .allSatisfy(option ->
                                assertThat(setting.read(option).problems()).isEmpty()));
    }

    private static <T> Arguments row(String key, String text, Function<RealmSettings, T> setting, T expected) {
        return arguments(key, text, setting, expected);
    }

    private static Arguments unreadable(String key, String text, Function<RealmSettings, ?> setting) {
        return arguments(key, text, setting);
    }
}
