package io.github.phonelatch.phone;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads a number that a person types. It knows more than the reading of a directory's values ({@link PhoneNumber#parse}): which
 * countries the realm allows, and which plans a person may still have in mind. It takes less, because a person sees the mistake.
 */
public final class NumberReader {
    /**
     * A letter behind the first digit. A keypad has digits for letters, and a number with such digits is somebody else's. A label
     * before the number is part of none.
     */
    private static final Pattern LETTER = Pattern.compile("[+\\uFF0B\\p{Nd}].*\\p{L}", Pattern.DOTALL);

    private static final Pattern DIGIT = Pattern.compile("\\p{Nd}");
    private static final Pattern COUNTRY_CODE = Pattern.compile("[+\\uFF0B]");

    private final Collection<String> allowed;
    private final List<String> likely;

    /**
     * Reads for a realm.
     *
     * @param allowed ISO 3166 alpha-2. A single one is the country of every number without a country code
     * @param likely the countries to prefer where a number may be of several
     */
    public NumberReader(Collection<String> allowed, List<String> likely) {
        this.allowed = allowed;
        this.likely = likely;
    }

    /**
     * Says what a text means.
     *
     * @param chosen ISO 3166 alpha-2, empty where no country was chosen
     */
    public Reading read(String text, String chosen) {
        if (text.length() > PhoneNumber.LONGEST_INPUT || LETTER.matcher(text).find()) {
            return new Reading.Invalid();
        }
        String country =
                chosen.isEmpty() && allowed.size() == 1 ? allowed.iterator().next() : chosen;
        Optional<PhoneNumber> number = OlderPlans.read(text, country);
        if (number.isPresent()) {
            return new Reading.Read(number.get());
        }
        if (COUNTRY_CODE.matcher(text).find() || !DIGIT.matcher(text).find()) {
            return new Reading.Invalid();
        }
        if (country.isEmpty()) {
            return new Reading.WithoutCountry();
        }
        return ofAnotherCountry(text, country)
                .<Reading>map(Reading.OfAnotherCountry::new)
                .orElseGet(Reading.Invalid::new);
    }

    private Optional<PhoneNumber> ofAnotherCountry(String text, String chosen) {
        List<PhoneNumber> possible = allowed.stream()
                .filter(other -> !other.equals(chosen))
                .flatMap(
                        other -> PhoneNumber.parse(text, other)
                                .filter(number ->
                                        number.mobile() && number.country().equals(other))
                                .stream())
                .toList();
        return possible.size() == 1
                ? Optional.of(possible.get(0))
                : likely.stream()
                        .flatMap(country -> possible.stream()
                                .filter(number -> number.country().equals(country)))
                        .findFirst();
    }
}
