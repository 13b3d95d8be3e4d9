package io.github.phonelatch.gateway.engagelab;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The seven languages that EngageLab has. No other value is ever sent, because it does not say what it does with one. */
final class TemplateLanguage {
    static final String NONE = "default";

    private static final Set<String> TRADITIONAL_REGIONS = Set.of("HK", "TW", "MO");

    private TemplateLanguage() {}

    /** The nearest to a locale tag, written with {@code -} or {@code _} in any case; a value of the provider is itself. */
    static String nearest(@Nullable String tag) {
        if (tag == null) {
            return NONE;
        }
        Locale locale = Locale.forLanguageTag(tag.strip().replace('_', '-'));
        return switch (locale.getLanguage()) {
            case "en", "ja", "th", "es" -> locale.getLanguage();
            case "zh" -> isTraditional(locale) ? "zh_HK" : "zh_CN";
            default -> NONE;
        };
    }

    private static boolean isTraditional(Locale locale) {
        return locale.getScript().isEmpty()
                ? TRADITIONAL_REGIONS.contains(locale.getCountry())
                : locale.getScript().equals("Hant");
    }
}
