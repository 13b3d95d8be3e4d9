package io.github.phonelatch.page;

import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Reading;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The text of the two fields of a number, and what it means.
 *
 * @param text as typed
 * @param country ISO 3166 alpha-2 as chosen, empty where none was
 */
public record TypedNumber(String text, String country, Reading reading) {
    public static final TypedNumber NOTHING = new TypedNumber("", "", new Reading.Invalid());

    /** Empty where the form had no field for a number. */
    public static Optional<TypedNumber> of(MultivaluedMap<String, String> form, Countries countries) {
        return Optional.ofNullable(form.getFirst(ProblemText.NUMBER)).map(field -> {
            String text = field.isBlank() ? "" : field;
            String country = country(form);
            return new TypedNumber(text, country, countries.read(text, country));
        });
    }

    /** The last one, because the button that confirms another country comes after the field in which one was chosen. */
    private static String country(MultivaluedMap<String, String> form) {
        List<String> chosen = form.getOrDefault(ProblemText.COUNTRY, List.of());
        return chosen.isEmpty() ? "" : Objects.requireNonNullElse(chosen.get(chosen.size() - 1), "");
    }

    /** Empty where the text has a mistake, or its country has to be confirmed. */
    public Optional<PhoneNumber> number() {
        return reading instanceof Reading.Read read ? Optional.of(read.number()) : Optional.empty();
    }

    /** The country that the person has to confirm before the number counts. */
    Optional<String> otherCountry() {
        return reading instanceof Reading.OfAnotherCountry other
                ? Optional.of(other.number().country())
                : Optional.empty();
    }

    /** Why there is no number. */
    public Optional<ProblemText> mistake() {
        return text.isBlank() ? Optional.of(ProblemText.onNumber("phonelatchNumberMissing")) : ProblemText.of(reading);
    }

    /** It may be somebody's number, so it is not in the text. */
    @Override
    public String toString() {
        return "TypedNumber[" + text.length() + " characters]";
    }
}
