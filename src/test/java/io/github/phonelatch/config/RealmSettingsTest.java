package io.github.phonelatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.phonelatch.config.Limit.InARow;
import io.github.phonelatch.config.Limit.MinimumPercent;
import io.github.phonelatch.config.Limit.PerDay;
import io.github.phonelatch.config.Limit.PerHour;
import io.github.phonelatch.config.RealmSettings.CodeEntry;
import io.github.phonelatch.config.RealmSettings.Numbers;
import io.github.phonelatch.config.RealmSettings.People;
import io.github.phonelatch.config.RealmSettings.Sending;
import io.github.phonelatch.config.RealmSettings.Templates;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.phone.NumberOwner;
import io.github.phonelatch.phone.NumberType;
import io.github.phonelatch.support.Networks;
import io.github.phonelatch.support.Networks.Network;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.ArrayList;
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
            new Templates(
                    new Templates.Equal(List.of()),
                    new Templates.Alternative(List.of()),
                    "auto",
                    Duration.ofMinutes(5),
                    6),
            new People(true, List.of("realm-management.realm-admin"), Duration.ZERO, LostNumber.ADMIN),
            new Numbers(Optional.empty(), Set.of(), REFUSED_BY_DEFAULT, 1, NumberOwner.REFUSE),
            new CodeEntry(5, new PerHour(10), new InARow(20)),
            new Sending(
                    new Sending.PerPerson(Duration.ofSeconds(30), new PerHour(5), new PerDay(10)),
                    new Sending.PerAddress(new PerHour(60), Networks.NONE),
                    new Sending.PerPrefix(new PerHour(10), new MinimumPercent(30)),
                    new Sending.Budgets(Map.of(), new PerDay(20_000))),
            false,
            List.of());

    @Test
    void nothingStored_givesTheDefaults() {
        assertThat(Settings.of(Map.of())).isEqualTo(DEFAULTS);
        assertThat(Settings.of(new FakeRealm("new").model())).isEqualTo(DEFAULTS);
        assertThat(Settings.of(new FakeRealm("imported").nothingStored().model()))
                .isEqualTo(DEFAULTS);
    }

    @Test
    void changedSetting_countsAtOnce() {
        FakeRealm realm = new FakeRealm("changing").setting("max-attempts", "3");
        assertThat(Settings.of(realm.model()).codeEntry().maxAttempts()).isEqualTo(3);

        realm.setting("max-attempts", "4");
        assertThat(Settings.of(realm.model()).codeEntry().maxAttempts()).isEqualTo(4);

        realm.nothingStored();
        assertThat(Settings.of(realm.model()).codeEntry().maxAttempts()).isEqualTo(5);
    }

    @Test
    void emptyValues_giveTheDefaults() {
        FakeRealm realm = new FakeRealm("written past the check");
        Settings.ALL.forEach(setting -> realm.setting(setting.key(), ""));

        assertThat(Settings.of(realm.model())).isEqualTo(DEFAULTS);
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("stored")
    void storedValue_isRead(String key, String text, Function<RealmSettings, Object> setting, Object expected) {
        assertThat(setting.apply(
                        Settings.of(new FakeRealm("r").setting(key, text).model())))
                .isEqualTo(expected);
    }

    static Stream<Arguments> stored() {
        return Stream.of(
                row(
                        "templates",
                        "login-otp",
                        settings -> settings.templates().equal().ids(),
                        List.of("login-otp")),
                row(
                        "templates",
                        " login-otp ## second##login-otp####",
                        settings -> settings.templates().equal().ids(),
                        List.of("login-otp", "second")),
                row(
                        "alternative-templates",
                        "x".repeat(128),
                        settings -> settings.templates().alternative().ids(),
                        List.of("x".repeat(128))),
                row(
                        "template-language",
                        "zh_HK",
                        settings -> settings.templates().language(),
                        "zh_HK"),
                row("code-lifetime", "60", settings -> settings.templates().codeLifetime(), Duration.ofSeconds(60)),
                row("code-lifetime", "600", settings -> settings.templates().codeLifetime(), Duration.ofSeconds(600)),
                row("code-length", "4", settings -> settings.templates().codeLength(), 4),
                row("code-length", "10", settings -> settings.templates().codeLength(), 10),
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
                row(
                        "allowed-countries",
                        "GB##de## ",
                        settings -> settings.numbers().allowedCountries(),
                        Set.of("GB", "DE")),
                row(
                        "refused-number-types",
                        "VOIP##PAGER",
                        settings -> settings.numbers().refusedTypes(),
                        Set.of(NumberType.VOIP, NumberType.PAGER)),
                row("accounts-per-number", "0", RealmSettings::accountsPerNumber, 0),
                row("accounts-per-number", "1000000", RealmSettings::accountsPerNumber, 1_000_000),
                row("number-owner", "newest", RealmSettings::numberOwner, NumberOwner.NEWEST),
                row(
                        "lost-number",
                        "fresh-sign-in",
                        settings -> settings.people().lostNumber(),
                        LostNumber.FRESH_SIGN_IN),
                row("reverify-after-days", "1", RealmSettings::reverifyAfter, Duration.ofHours(24)),
                row("reverify-after-days", "1000000", RealmSettings::reverifyAfter, Duration.ofDays(1_000_000)),
                row("max-attempts", "1", settings -> settings.codeEntry().maxAttempts(), 1),
                row("max-attempts", "10", settings -> settings.codeEntry().maxAttempts(), 10),
                row("failures-per-hour", "0", settings -> settings.codeEntry().failuresPerHour(), new PerHour(0)),
                row("failures-in-a-row", "7", settings -> settings.codeEntry().failuresInARow(), new InARow(7)),
                row("cooldown", "0", settings -> settings.sending().person().cooldown(), Duration.ZERO),
                row(
                        "sends-per-hour",
                        "3",
                        settings -> settings.sending().person().perHour(),
                        new PerHour(3)),
                row(
                        "sends-per-day",
                        " 12 ",
                        settings -> settings.sending().person().perDay(),
                        new PerDay(12)),
                row(
                        "sends-per-address-per-hour",
                        "0",
                        settings -> settings.sending().address().perHour(),
                        new PerHour(0)),
                row(
                        "trusted-networks",
                        "203.0.113.0/24## ",
                        settings -> settings.sending().address().trusted(),
                        new Networks(List.of(Network.of("203.0.113.0/24").orElseThrow()))),
                row(
                        "sends-per-prefix-per-hour",
                        "7",
                        settings -> settings.sending().prefix().perHour(),
                        new PerHour(7)),
                row(
                        "country-budgets",
                        "gb = 20000##*=100",
                        settings -> settings.sending().budgets().countries(),
                        Map.of("GB", new PerDay(20_000), "*", new PerDay(100))),
                row(
                        "country-budgets",
                        "GB=20000##*=100",
                        settings -> settings.sending().budgets().country("FR"),
                        new PerDay(100)),
                row(
                        "country-budgets",
                        "GB=20000##*=100",
                        settings -> settings.sending().budgets().country("GB"),
                        new PerDay(20_000)),
                row(
                        "country-budgets",
                        "GB=20000",
                        settings -> settings.sending().budgets().country("FR"),
                        new PerDay(0)),
                row(
                        "realm-budget-per-day",
                        "1000000",
                        settings -> settings.sending().budgets().realm(),
                        new PerDay(1_000_000)),
                row(
                        "minimum-conversion-percent",
                        "100",
                        settings -> settings.sending().prefix().minimumConversion(),
                        new MinimumPercent(100)));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("unreadable")
    void unreadableValue_isTheDefault(String key, String text, Function<RealmSettings, Object> setting) {
        RealmSettings settings = Settings.of(Map.of(key, text, "cooldown", "45"));

        assertThat(setting.apply(settings)).isEqualTo(setting.apply(DEFAULTS));
        assertThat(settings.sending().person().cooldown()).isEqualTo(Duration.ofSeconds(45));
    }

    static Stream<Arguments> unreadable() {
        return Stream.of(
                unreadable(
                        "templates",
                        "x".repeat(129),
                        settings -> settings.templates().equal().ids()),
                unreadable(
                        "templates",
                        "  ",
                        settings -> settings.templates().equal().ids()),
                unreadable(
                        "template-language",
                        "fr",
                        settings -> settings.templates().language()),
                unreadable(
                        "code-lifetime", "59", settings -> settings.templates().codeLifetime()),
                unreadable(
                        "code-lifetime", "601", settings -> settings.templates().codeLifetime()),
                unreadable(
                        "code-lifetime",
                        "5 minutes",
                        settings -> settings.templates().codeLifetime()),
                unreadable("code-length", "3", settings -> settings.templates().codeLength()),
                unreadable("code-length", "11", settings -> settings.templates().codeLength()),
                unreadable("require-for-all", "no", RealmSettings::requireForAll),
                unreadable("notify-by-email", "yes", RealmSettings::notifyByEmail),
                unreadable("default-country", "UK", RealmSettings::defaultCountry),
                unreadable(
                        "refused-number-types",
                        "SATELLITE",
                        settings -> settings.numbers().refusedTypes()),
                unreadable("accounts-per-number", "-1", RealmSettings::accountsPerNumber),
                unreadable("accounts-per-number", "1000001", RealmSettings::accountsPerNumber),
                unreadable("accounts-per-number", "99999999999", RealmSettings::accountsPerNumber),
                unreadable("number-owner", "NEWEST", RealmSettings::numberOwner),
                unreadable(
                        "lost-number",
                        "FRESH_SIGN_IN",
                        settings -> settings.people().lostNumber()),
                unreadable("reverify-after-days", "-1", RealmSettings::reverifyAfter),
                unreadable("reverify-after-days", "1000001", RealmSettings::reverifyAfter),
                unreadable("max-attempts", "0", settings -> settings.codeEntry().maxAttempts()),
                unreadable(
                        "max-attempts", "11", settings -> settings.codeEntry().maxAttempts()),
                unreadable(
                        "failures-per-hour",
                        "many",
                        settings -> settings.codeEntry().failuresPerHour()),
                unreadable(
                        "sends-per-address-per-hour",
                        "many",
                        settings -> settings.sending().address().perHour()),
                unreadable(
                        "trusted-networks",
                        "everything",
                        settings -> settings.sending().address().trusted()),
                unreadable(
                        "country-budgets",
                        "GB",
                        settings -> settings.sending().budgets().countries()),
                unreadable(
                        "minimum-conversion-percent",
                        "101",
                        settings -> settings.sending().prefix().minimumConversion()),
                unreadable(
                        "sends-per-day",
                        "1.5",
                        settings -> settings.sending().person().perDay()));
    }

    @Test
    void unknownElementOfAList_isLeftOut() {
        RealmSettings settings =
                Settings.of(Map.of("allowed-countries", "GB##XX", "refused-number-types", "VOIP##SATELLITE"));

        assertThat(settings.numbers().allowedCountries()).containsExactly("GB");
        assertThat(settings.numbers().refusedTypes()).containsExactly(NumberType.VOIP);
    }

    @Test
    void allowedCountriesWithoutAKnownOne_allowNothing() {
        assertThat(Settings.of(Map.of("allowed-countries", "XX")).numbers().allowedCountries())
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("limitsOfZero")
    void limitOfZero_isOff(Limit limit) {
        assertThat(limit.isOff()).isTrue();
    }

    static Stream<Limit> limitsOfZero() {
        return Stream.of(new PerHour(0), new PerDay(0), new InARow(0), new MinimumPercent(0));
    }

    @ParameterizedTest
    @MethodSource("limitsOfOne")
    void limitOfOne_isOn(Limit limit) {
        assertThat(limit.isOff()).isFalse();
    }

    static Stream<Limit> limitsOfOne() {
        return Stream.of(new PerHour(1), new PerDay(1), new InARow(1), new MinimumPercent(1));
    }

    @Test
    void everyDeclaredSetting_isInTheList() {
        List<Object> declared = Stream.of(
                        TemplateSettings.class,
                        PeopleSettings.class,
                        NumberSettings.class,
                        CodeEntrySettings.class,
                        PersonLimitSettings.class,
                        RealmLimitSettings.class,
                        ApplicationSettings.class)
                .flatMap(subject -> Stream.of(subject.getDeclaredFields()))
                .filter(field -> field.getType() == Setting.class)
                .map(RealmSettingsTest::value)
                .toList();

        assertThat(Settings.ALL).hasSize(28);
        assertThat(new ArrayList<Object>(Settings.ALL)).containsExactlyInAnyOrderElementsOf(declared);
    }

    private static Object value(Field constant) {
        try {
            return constant.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyDefaultShownByTheConsole_isOneTheReaderAccepts() {
        assertThat(Settings.ALL)
                .allSatisfy(setting ->
                        assertThat(setting.read(setting.fallback()).problems()).isEmpty());
    }

    @Test
    void console_showsEverySettingOnce_andKeycloaksOwn() {
        List<ProviderConfigProperty> shown = Settings.consoleProperties();

        assertThat(shown).extracting(ProviderConfigProperty::getName).doesNotHaveDuplicates();
        assertThat(shown)
                .extracting(ProviderConfigProperty::getName)
                .startsWith("allowed-countries", "templates", "alternative-templates", "require-for-all");
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
