package io.github.phonelatch.page;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The country of the people who read a page in a language. */
final class LanguageCountry {
    /** Languages that are spoken all over the world, such as English and Arabic, are of no country. */
    private static final Map<String, String> MAIN = Map.ofEntries(
            Map.entry("bg", "BG"),
            Map.entry("ca", "ES"),
            Map.entry("cs", "CZ"),
            Map.entry("da", "DK"),
            Map.entry("de", "DE"),
            Map.entry("el", "GR"),
            Map.entry("es", "ES"),
            Map.entry("et", "EE"),
            Map.entry("fa", "IR"),
            Map.entry("fi", "FI"),
            Map.entry("fr", "FR"),
            Map.entry("hr", "HR"),
            Map.entry("hu", "HU"),
            Map.entry("is", "IS"),
            Map.entry("it", "IT"),
            Map.entry("ja", "JP"),
            Map.entry("ka", "GE"),
            Map.entry("ko", "KR"),
            Map.entry("lt", "LT"),
            Map.entry("lv", "LV"),
            Map.entry("nb", "NO"),
            Map.entry("nl", "NL"),
            Map.entry("no", "NO"),
            Map.entry("pl", "PL"),
            Map.entry("pt", "PT"),
            Map.entry("ro", "RO"),
            Map.entry("ru", "RU"),
            Map.entry("sk", "SK"),
            Map.entry("sl", "SI"),
            Map.entry("sv", "SE"),
            Map.entry("th", "TH"),
            Map.entry("tr", "TR"),
            Map.entry("uk", "UA"),
            Map.entry("vi", "VN"),
            Map.entry("zh-Hans", "CN"),
            Map.entry("zh-Hant", "TW"));

    private static final Map<String, Set<String>> SPOKEN = Stream.of(Locale.getAvailableLocales())
            .filter(locale -> !locale.getCountry().isEmpty())
            .collect(Collectors.groupingBy(
                    Locale::getLanguage, Collectors.mapping(Locale::getCountry, Collectors.toUnmodifiableSet())));

    private LanguageCountry() {}

    /**
     * The region of the language, such as BR for {@code pt-BR}. A language without one is of its main country, such as DE for
     * {@code de}, unless it is spoken in the realm's default country too: a school in Vienna has its German pages for Austrians.
     */
    static Optional<String> of(Locale language, Optional<String> fallback) {
        if (!language.getCountry().isEmpty()) {
            return Optional.of(language.getCountry());
        }
        return fallback.filter(country ->
                        SPOKEN.getOrDefault(language.getLanguage(), Set.of()).contains(country))
                .or(() -> Optional.ofNullable(MAIN.get(name(language))));
    }

    private static String name(Locale language) {
        return language.getScript().isEmpty()
                ? language.getLanguage()
                : language.getLanguage() + "-" + language.getScript();
    }
}
