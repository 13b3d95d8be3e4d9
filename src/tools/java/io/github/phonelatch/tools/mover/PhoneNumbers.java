package io.github.phonelatch.tools.mover;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import java.util.Optional;

/** Reads phone numbers in whatever notation. */
final class PhoneNumbers {
    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();
    /** Stands for "no country": then only numbers that begin with a plus are read. */
    private static final String NO_COUNTRY = "ZZ";

    private final String country;

    private PhoneNumbers(String country) {
        this.country = country;
    }

    static PhoneNumbers international() {
        return new PhoneNumbers(NO_COUNTRY);
    }

    /** Of a country by its two letters (ISO 3166), or nothing if there is none. */
    static Optional<PhoneNumbers> of(String country) {
        return LIBRARY.getSupportedRegions().contains(country)
                ? Optional.of(new PhoneNumbers(country))
                : Optional.empty();
    }

    /** The number as E.164, or nothing where none can be read. */
    Optional<String> read(String text) {
        try {
            PhoneNumber number = LIBRARY.parse(text, country);
            return LIBRARY.isValidNumber(number)
                    ? Optional.of(LIBRARY.format(number, PhoneNumberUtil.PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }
}
