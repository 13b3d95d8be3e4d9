package io.github.phonelatch.page;

import io.github.phonelatch.phone.PhoneNumber;
import java.text.Collator;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The countries a person may choose from, by name in the page's language. */
final class Countries {
    private Countries() {}

    static List<Map<String, Object>> choices(Collection<String> allowed, String selected, Locale locale) {
        Collator byName = Collator.getInstance(locale);
        return allowed.stream()
                .map(iso -> Map.<String, Object>of(
                        "iso", iso,
                        "name", name(iso, locale),
                        "callingCode", Integer.toString(PhoneNumber.callingCode(iso)),
                        "selected", iso.equals(selected)))
                .sorted(Comparator.comparing(country -> (String) country.get("name"), byName))
                .toList();
    }

    private static String name(String iso, Locale locale) {
        return new Locale.Builder().setRegion(iso).build().getDisplayCountry(locale);
    }
}
