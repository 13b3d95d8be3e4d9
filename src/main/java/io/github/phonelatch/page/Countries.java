package io.github.phonelatch.page;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.NumberReader;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Reading;
import java.text.Collator;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The countries of a page: which a person may choose from, and which one numbers without a country code are read with. */
public final class Countries {
    private final Set<String> allowed;
    private final Optional<String> fallback;
    private final Locale locale;

    /** Of a realm, for a page in this language. */
    public Countries(RealmSettings settings, Locale locale) {
        this.allowed = settings.numbers().allowedCountries();
        this.fallback = settings.defaultCountry();
        this.locale = locale;
    }

    /** @param country ISO 3166 alpha-2 as chosen on the page, empty where none was */
    Reading read(String text, String country) {
        return new NumberReader(
                        allowed,
                        Stream.concat(byLanguage().stream(), fallback.stream()).toList())
                .read(text, country);
    }

    /** All that are allowed, by name in the page's language. The chosen one is selected, where one was. */
    List<Map<String, Object>> choices(String chosen) {
        String selected = chosen.isEmpty() ? preselected().orElse("") : chosen;
        Collator byName = Collator.getInstance(locale);
        return allowed.stream()
                .map(iso -> Map.<String, Object>of(
                        "iso", iso,
                        "name", new CountryName(iso).in(locale),
                        "callingCode", Integer.toString(PhoneNumber.callingCode(iso)),
                        "selected", iso.equals(selected)))
                .sorted(Comparator.comparing(country -> (String) country.get("name"), byName))
                .toList();
    }

    /** Where there is one country, nothing is left to choose. The page's language says more of a person than the realm does. */
    private Optional<String> preselected() {
        return allowed.size() == 1 ? allowed.stream().findFirst() : byLanguage().or(() -> fallback);
    }

    private Optional<String> byLanguage() {
        return LanguageCountry.of(locale, fallback).filter(allowed::contains);
    }
}
