package io.github.phonelatch.page;

import java.util.Locale;

/** A country in a text, whose language is known where the text is shown. */
record CountryName(String iso) {
    String in(Locale language) {
        return new Locale.Builder().setRegion(iso).build().getDisplayCountry(language);
    }
}
