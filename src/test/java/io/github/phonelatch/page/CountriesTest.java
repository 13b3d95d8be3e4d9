package io.github.phonelatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.Reading;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CountriesTest {
    /** One allowed country, otherwise the language's region, otherwise the realm's default. */
    @ParameterizedTest(name = "{0}, default {1}, page in {2}: {3}")
    @CsvSource(
            nullValues = "none",
            value = {
                "GB,             none, en,      GB",
                "GB,             none, de,      GB",
                "DE,             none, pt-BR,   DE",
                "GB##DE,         GB,   de,      DE",
                "GB##DE,         none, de,      DE",
                "GB##DE,         GB,   en,      GB",
                "GB##DE,         GB,   fr,      GB",
                "GB##DE,         none, fr,      none",
                "GB##DE,         none, en,      none",
                "GB##AT,         GB,   de,      GB",
                "DE##AT,         AT,   de,      AT",
                "DE##AT##CH,     CH,   fr,      CH",
                "DE##AT##GB,     GB,   de-AT,   AT",
                "DE##GB,         GB,   de-AT,   GB",
                "BR##PT,         PT,   pt-BR,   BR",
                "BR##PT,         BR,   pt,      BR",
                "BR##PT##GB,     GB,   pt,      PT",
                "MX##ES,         MX,   es,      MX",
                "US##GB,         US,   en,      US",
                "CN##TW##GB,     GB,   zh-CN,   CN",
                "CN##TW##GB,     GB,   zh-TW,   TW",
                "CN##TW##GB,     GB,   zh-Hant, TW",
                "JP##KR##GB,     GB,   ja,      JP",
                "UA##RU##GB,     GB,   uk,      UA",
                "SA##EG##GB,     GB,   ar,      GB",
                "none,           none, de,      none"
            })
    void country_isSelectedBeforeAnybodyChooses(
            @Nullable String allowed, @Nullable String fallback, String language, @Nullable String selected) {
        Countries countries = countries(allowed, fallback, language);

        assertThat(selected(countries, "")).isEqualTo(selected == null ? List.of() : List.of(selected));
    }

    @Test
    void chosenCountry_staysSelected() {
        Countries countries = countries("GB##DE##FR", "GB", "de");

        assertThat(selected(countries, "FR")).containsExactly("FR");
    }

    /** It may be a slip in a number of the chosen country. */
    @Test
    void countryThatHasToBeConfirmed_isNotSelectedYet() {
        Countries countries = countries("GB##DE", "GB", "en");
        String text = "0151 23456789";
        TypedNumber typed = new TypedNumber(text, "GB", countries.read(text, "GB"));

        assertThat(typed.otherCountry()).contains("DE");
        assertThat(selected(countries, typed.country())).containsExactly("GB");
    }

    @Test
    void numberOfSeveralCountries_isOfTheLanguagesThenOfTheDefaultOne() {
        String typed = "612 345 678";

        assertThat(countries("GB##ES##FR", "ES", "fr").read(typed, "GB"))
                .isInstanceOfSatisfying(
                        Reading.OfAnotherCountry.class,
                        other -> assertThat(other.number().country()).isEqualTo("FR"));
        assertThat(countries("GB##ES##FR", "ES", "en").read(typed, "GB"))
                .isInstanceOfSatisfying(
                        Reading.OfAnotherCountry.class,
                        other -> assertThat(other.number().country()).isEqualTo("ES"));
        assertThat(countries("GB##ES##FR", "GB", "en").read(typed, "GB")).isInstanceOf(Reading.Invalid.class);
    }

    @Test
    void countries_standByTheirNamesInThePagesLanguage() {
        assertThat(countries("GB##DE##AT", null, "de").choices(""))
                .extracting(country -> country.get("name"))
                .containsExactly("Deutschland", "Österreich", "Vereinigtes Königreich");
    }

    private static List<Object> selected(Countries countries, String chosen) {
        return countries.choices(chosen).stream()
                .filter(country -> Boolean.TRUE.equals(country.get("selected")))
                .map(country -> country.get("iso"))
                .toList();
    }

    private static Countries countries(@Nullable String allowed, @Nullable String fallback, String language) {
        Map<String, String> settings = new HashMap<>();
        settings.put("allowed-countries", allowed == null ? "" : allowed);
        if (fallback != null) {
            settings.put("default-country", fallback);
        }
        RealmSettings read = Settings.of(settings);
        return new Countries(read, Locale.forLanguageTag(language));
    }
}
