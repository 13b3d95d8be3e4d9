package io.github.phonelatch.page;

import io.github.phonelatch.phone.PhoneNumber;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.Objects;
import java.util.Optional;

/**
 * The text of the two fields of a number.
 *
 * @param text as typed
 * @param country ISO 3166 alpha-2 as chosen, empty where none was
 */
public record TypedNumber(String text, String country) {
    public static final TypedNumber NOTHING = new TypedNumber("", "");

    private static final String COUNTRY = "phone_country";

    /** Empty where the form had no field for a number. */
    public static Optional<TypedNumber> of(MultivaluedMap<String, String> form) {
        return Optional.ofNullable(form.getFirst(ProblemText.NUMBER))
                .map(text -> new TypedNumber(
                        text.isBlank() ? "" : text, Objects.requireNonNullElse(form.getFirst(COUNTRY), "")));
    }

    /** Empty where the text has a mistake. */
    public Optional<PhoneNumber> number() {
        return PhoneNumber.parse(text, country);
    }

    /** Why there is no number. */
    public Optional<ProblemText> mistake() {
        if (text.isBlank()) {
            return Optional.of(ProblemText.onNumber("phonelatchNumberMissing"));
        }
        return number().isEmpty() ? Optional.of(ProblemText.onNumber("phonelatchInvalidNumber")) : Optional.empty();
    }

    /** It may be somebody's number, so it is not in the text. */
    @Override
    public String toString() {
        return "TypedNumber[" + text.length() + " characters]";
    }
}
