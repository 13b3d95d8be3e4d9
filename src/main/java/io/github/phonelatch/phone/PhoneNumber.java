package io.github.phonelatch.phone;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A valid phone number. Two are equal where their E.164 forms are. {@link #toString()} is masked, so that a log or an
 * exception shows no whole number. Only {@link #e164()} gives the whole.
 */
public final class PhoneNumber {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");
    /** The longest number in any notation. Keeps a hostile field away from the parser. */
    static final int LONGEST_INPUT = 60;

    private static final String NO_COUNTRY = "001";
    private static final String UNKNOWN_REGION = "ZZ";
    /** Stands for every number whose calling code no country has, or none any more. */
    private static final Phonenumber.PhoneNumber UNASSIGNED = new Phonenumber.PhoneNumber();
    /** Shares no divisor with ten, so that a search in such steps meets every number. */
    private static final long STRIDE = 7919;

    private final String e164;
    // Found out when asked for, since that takes long and most numbers that were stored are only compared.
    private Phonenumber.@Nullable PhoneNumber parsed;
    private @Nullable String country;
    private @Nullable NumberType type;

    private PhoneNumber(String e164, Phonenumber.@Nullable PhoneNumber parsed) {
        this.e164 = e164;
        this.parsed = parsed;
    }

    /**
     * Reads a number in any notation people use: with or without country code, separators, digits of any script.
     *
     * @param country ISO 3166 alpha-2 for numbers without a country code. Null or empty: a country code is needed
     * @return empty unless the number is valid in its country's numbering plan
     */
    public static Optional<PhoneNumber> parse(@Nullable String input, @Nullable String country) {
        return digits(input, country).filter(PLANS::isValidNumber).flatMap(PhoneNumber::of);
    }

    /** The digits of a text by country code and the rest, valid or not. Empty where it holds no number, or an extension too. */
    static Optional<Phonenumber.PhoneNumber> digits(@Nullable String input, @Nullable String country) {
        if (input == null || input.isBlank() || input.length() > LONGEST_INPUT) {
            return Optional.empty();
        }
        try {
            return Optional.of(PLANS.parse(input, country == null || country.isEmpty() ? null : country))
                    .filter(parsed -> !parsed.hasExtension());
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /**
     * Whether a text in any notation has the digits of this number, also where today's plan has no such number.
     *
     * @param country ISO 3166 alpha-2 for a text without a country code
     */
    public boolean isWritten(String text, @Nullable String country) {
        return digits(text, country)
                .map(digits -> PLANS.format(digits, PhoneNumberFormat.E164))
                .filter(e164::equals)
                .isPresent();
    }

    private static Optional<PhoneNumber> of(Phonenumber.PhoneNumber parsed) {
        String e164 = PLANS.format(parsed, PhoneNumberFormat.E164);
        return E164.matcher(e164).matches() ? Optional.of(new PhoneNumber(e164, parsed)) : Optional.empty();
    }

    /**
     * Reads a number that was valid when it was stored. Numbering plans change, and a verification must not end because
     * a newer release has a newer plan.
     *
     * @return empty unless the text is {@code +} and 7 to 15 digits
     */
    public static Optional<PhoneNumber> ofE164(String e164) {
        return E164.matcher(e164).matches() ? Optional.of(new PhoneNumber(e164, null)) : Optional.empty();
    }

    /**
     * A valid mobile number for where one is needed and none is known. Somebody may have it, so nothing is ever sent to it.
     *
     * @param seed the same number for the same seed
     */
    public static PhoneNumber standIn(String country, int seed) {
        Phonenumber.PhoneNumber example = PLANS.getExampleNumberForType(country, PhoneNumberType.MOBILE);
        if (example == null) {
            example = PLANS.getExampleNumberForType("GB", PhoneNumberType.MOBILE);
        }
        long last = 100_000;
        long first = example.getNationalNumber() / last * last;
        for (int i = 0; i < last; i++) {
            Phonenumber.PhoneNumber candidate = new Phonenumber.PhoneNumber()
                    .setCountryCode(example.getCountryCode())
                    .setNationalNumber(first + Math.floorMod(seed + i * STRIDE, last));
            Optional<PhoneNumber> valid = parse(PLANS.format(candidate, PhoneNumberFormat.E164), null);
            if (valid.isPresent()) {
                return valid.get();
            }
        }
        throw new IllegalStateException("libphonenumber's own example is not valid");
    }

    /** The countries with a numbering plan of their own, ISO 3166 alpha-2. */
    public static Set<String> countries() {
        return PLANS.getSupportedRegions();
    }

    /** The calling code of a country without {@code +}, or 0 where there is no such country. */
    public static int callingCode(String country) {
        return PLANS.getCountryCodeForRegion(country);
    }

    /** The whole number: {@code +} and digits. Never for a log, an event or an exception. */
    public String e164() {
        return e164;
    }

    /**
     * ISO 3166 alpha-2, or {@code 001} for a number of no country. A number that no plan of today knows is of the main country of
     * its calling code, because it was of some country when it was stored.
     */
    public String country() {
        String found = country;
        if (found == null) {
            String region = PLANS.getRegionCodeForNumber(parsed());
            found = region == null ? PLANS.getRegionCodeForCountryCode(parsed().getCountryCode()) : region;
            found = UNKNOWN_REGION.equals(found) ? NO_COUNTRY : found;
            country = found;
        }
        return found;
    }

    /** Whether a country has it, and no service of the whole world. */
    public boolean ofACountry() {
        return !NO_COUNTRY.equals(country());
    }

    /** Whether it may be a mobile phone's. Some countries give landlines such numbers too. */
    boolean mobile() {
        return type() == NumberType.MOBILE || type() == NumberType.FIXED_LINE_OR_MOBILE;
    }

    public NumberType type() {
        NumberType found = type;
        if (found == null) {
            found = type(parsed());
            type = found;
        }
        return found;
    }

    /** With the spaces people of its country expect, such as {@code +44 7400 123456}: for its owner's eyes. */
    public String formatted() {
        return parsed().getCountryCode() == 0 ? e164 : PLANS.format(parsed(), PhoneNumberFormat.INTERNATIONAL);
    }

    /** Country code and last two digits, such as {@code +44 ••••••••56}. */
    public String masked() {
        int callingCode = parsed().getCountryCode();
        String code = callingCode == 0 ? "+" : "+" + callingCode;
        int hidden = e164.length() - code.length() - 2;
        return code + " " + "•".repeat(Math.max(hidden, 0)) + lastTwo();
    }

    public String lastTwo() {
        return e164.substring(e164.length() - 2);
    }

    private Phonenumber.PhoneNumber parsed() {
        Phonenumber.PhoneNumber found = parsed;
        if (found == null) {
            try {
                found = PLANS.parse(e164, null);
            } catch (NumberParseException e) {
                found = UNASSIGNED;
            }
            parsed = found;
        }
        return found;
    }

    private static NumberType type(Phonenumber.PhoneNumber parsed) {
        return switch (PLANS.getNumberType(parsed)) {
            case MOBILE -> NumberType.MOBILE;
            case FIXED_LINE -> NumberType.FIXED_LINE;
            case FIXED_LINE_OR_MOBILE -> NumberType.FIXED_LINE_OR_MOBILE;
            case PREMIUM_RATE -> NumberType.PREMIUM_RATE;
            case SHARED_COST -> NumberType.SHARED_COST;
            case TOLL_FREE -> NumberType.TOLL_FREE;
            case PAGER -> NumberType.PAGER;
            case UAN -> NumberType.UAN;
            case VOICEMAIL -> NumberType.VOICEMAIL;
            case VOIP -> NumberType.VOIP;
            case PERSONAL_NUMBER -> NumberType.PERSONAL_NUMBER;
            case UNKNOWN -> NumberType.UNKNOWN;
        };
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PhoneNumber number && number.e164.equals(e164);
    }

    @Override
    public int hashCode() {
        return e164.hashCode();
    }

    @Override
    public String toString() {
        return masked();
    }
}
