package io.github.phonelatch.phone;

import com.google.i18n.phonenumbers.PhoneNumberMatch;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.Leniency;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The numbers that the values of a user's {@code phoneNumber} name. Directories and brokers write them as they like: in any
 * notation, with a word beside them, several in one value, or a text that is no number at all.
 *
 * <p>A word beside a number changes nothing. A number with an extension names a phone behind a switchboard, where no code arrives. A
 * number without a country code can be read only where the realm has a default country. Neither of these two says anything, and no
 * other text does, because a person could never verify such a value and would be kept out by it for ever.
 */
final class WrittenNumbers {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();
    /** Longer texts are no numbers. Keeps a hostile value away from the search. */
    private static final int LONGEST = 250;
    /** How many digits in a row may turn out to be no number before the search ends. */
    private static final int MISSES = 20;

    private WrittenNumbers() {}

    /** The numbers that one value names, in their order. Empty where it says nothing. */
    static List<PhoneNumber> in(String value, VerificationRules rules) {
        if (value.length() > LONGEST) {
            return List.of();
        }
        String country = rules.defaultCountry().orElse(null);
        // Letters beside a number would be read as the keys of a phone.
        Optional<PhoneNumber> whole = hasLetters(value) ? Optional.empty() : OlderPlans.read(value, country);
        if (whole.isPresent()) {
            return List.of(whole.get());
        }
        List<PhoneNumber> found = new ArrayList<>();
        for (PhoneNumberMatch match : PLANS.findNumbers(value, country, Leniency.VALID, MISSES)) {
            if (!match.number().hasExtension()) {
                PhoneNumber.parse(PLANS.format(match.number(), PhoneNumberFormat.E164), null)
                        .ifPresent(found::add);
            }
        }
        // What was stored stays a number, whatever today's numbering plans say.
        return found.isEmpty() ? PhoneNumber.ofE164(value).stream().toList() : List.copyOf(found);
    }

    /** Whether one value names the phone of this number. Either may be of an older plan, or of none that is known today. */
    static boolean names(String value, PhoneNumber number, VerificationRules rules) {
        return value.equals(number.e164())
                || in(value, rules).contains(number)
                || (!hasLetters(value)
                        && OlderPlans.names(value, rules.defaultCountry().orElse(null), number));
    }

    private static boolean hasLetters(String value) {
        return value.chars().anyMatch(Character::isLetter);
    }

    /** Whether one of the values names this number. */
    static boolean anyNames(List<String> values, PhoneNumber number, VerificationRules rules) {
        return values.stream().anyMatch(value -> names(value, number, rules));
    }

    /**
     * Whether the values speak against this number: they name others and not this one. Of several values one that names it is enough,
     * and values that say nothing speak against no number.
     */
    static boolean disprove(List<String> values, PhoneNumber number, VerificationRules rules) {
        return !anyNames(values, number, rules)
                && values.stream().anyMatch(value -> !in(value, rules).isEmpty());
    }
}
