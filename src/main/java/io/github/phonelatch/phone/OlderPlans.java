package io.github.phonelatch.phone;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Mobile numbers as they were before their country changed its plan. Phone books and directories still hold them, and so do
 * verifications from before. Each of them names the same phone as today's number, because the country moved them one by one. An
 * older number counts only where today's plan has no such number.
 */
final class OlderPlans {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    /**
     * A change of a country's mobile numbers, both ways. The patterns are of the number without the country code.
     *
     * @param before the older number
     * @param toNow what replaces it
     * @param now today's number
     * @param toBefore what it replaced
     */
    private record Change(String country, Pattern before, String toNow, Pattern now, String toBefore) {
        private Change(String country, String before, String toNow, String now, String toBefore) {
            this(country, Pattern.compile(before), toNow, Pattern.compile(now), toBefore);
        }
    }

    private static final List<Change> CHANGES = changes();

    private OlderPlans() {}

    private static List<Change> changes() {
        List<Change> changes = new ArrayList<>(List.of(
                // ENACOM: the 15 of a call within the country is the 9 of a call from outside, and comes before the
                // area code.
                new Change("AR", "9?(11)15(\\d{8})", "9$1$2", "9(11)(\\d{8})", "9$115$2"),
                new Change("AR", "9?(\\d{3})15(\\d{7})", "9$1$2", "9(\\d{3})(\\d{7})", "9$115$2"),
                new Change("AR", "9?(\\d{4})15(\\d{6})", "9$1$2", "9(\\d{4})(\\d{6})", "9$115$2"),
                new Change("AR", "(\\d{10})", "9$1", "9(\\d{10})", "$1"),
                // ARCEP Benin, 30 November 2024: ten digits, 01 before the eight.
                new Change("BJ", "(\\d{8})", "01$1", "01(\\d{8})", "$1"),
                // Anatel, 2012 to 2016: a 9 before the eight digits of a mobile number.
                new Change("BR", "(\\d{2})([6-9]\\d{7})", "$19$2", "(\\d{2})9([6-9]\\d{7})", "$1$2"),
                // ARTCI, 31 January 2021: ten digits. The operator's prefix follows from the second digit.
                new Change("CI", "([04-9][0-3]\\d{6})", "01$1", "01([04-9][0-3]\\d{6})", "$1"),
                new Change("CI", "([04-9][4-6]\\d{6})", "05$1", "05([04-9][4-6]\\d{6})", "$1"),
                new Change("CI", "([04-9][7-9]\\d{6})", "07$1", "07([04-9][7-9]\\d{6})", "$1"),
                // ART Cameroon, 21 November 2014: nine digits, 6 before the eight of a mobile number.
                new Change("CM", "([5-9]\\d{7})", "6$1", "6([5-9]\\d{7})", "$1"),
                // Conatel Ecuador, 30 September 2012: a 9 before the eight digits of a mobile number.
                new Change("EC", "([89]\\d{7})", "9$1", "9([89]\\d{7})", "$1"),
                // GNCC Georgia, 2011: a 5 before the eight digits of a mobile number, in place of the 8 of a call
                // within the country.
                new Change("GE", "8?([579]\\d{7})", "5$1", "5([579]\\d{7})", "$1"),
                // ICTA Mauritius, 1 September 2013: eight digits, 5 before the seven of a mobile number.
                new Change("MU", "([24789]\\d{6})", "5$1", "5([24789]\\d{6})", "$1"),
                // IFT Mexico, 3 August 2019: neither 1 from outside nor 044 and 045 within the country.
                new Change("MX", "(?:01|04[45])(\\d{10})", "$1", "(\\d{10})", "044$1"),
                new Change("MX", "1(\\d{10})", "$1", "(\\d{10})", "1$1")));
        // Ministry of Information and Communications of Vietnam, 15 September 2018: ten digits with the 0 in place of
        // eleven.
        String[] vietnam = {
            "120>70", "121>79", "122>77", "126>76", "128>78", "123>83", "124>84", "125>85", "127>81", "129>82",
            "162>32", "163>33", "164>34", "165>35", "166>36", "167>37", "168>38", "169>39", "186>56", "188>58", "199>59"
        };
        for (String prefixes : vietnam) {
            String before = prefixes.substring(0, 3);
            String now = prefixes.substring(4);
            changes.add(new Change("VN", before + "(\\d{7})", now + "$1", now + "(\\d{7})", before + "$1"));
        }
        return List.copyOf(changes);
    }

    /** Reads a number of today's plan, or else of an older one. */
    static Optional<PhoneNumber> read(@Nullable String input, @Nullable String country) {
        return PhoneNumber.parse(input, country)
                .or(() -> PhoneNumber.digits(input, country).flatMap(OlderPlans::today));
    }

    /** Whether a text in any notation names the phone of this number. Either may be of an older plan. */
    static boolean names(String input, @Nullable String country, PhoneNumber number) {
        return number.isWritten(input, country)
                || read(input, country)
                        .filter(read(number.e164(), null).orElse(number)::equals)
                        .isPresent();
    }

    /** This number, and what it was in older plans: an account may have verified any of them. */
    static List<PhoneNumber> ofTheSamePhone(PhoneNumber number) {
        Stream<PhoneNumber> older = number.mobile()
                ? changesOf(PhoneNumber.callingCode(number.country()))
                        .flatMap(change ->
                                replaced(change.now(), national(number), change.toBefore(), change.country()).stream())
                        .flatMap(text -> PhoneNumber.ofE164(text).stream())
                        .filter(before -> PhoneNumber.digits(before.e164(), null)
                                .flatMap(OlderPlans::today)
                                .filter(number::equals)
                                .isPresent())
                : Stream.empty();
        return Stream.concat(Stream.of(number), older).distinct().toList();
    }

    /** Today's number. Empty where the number is valid as it is, or more than one could be meant. */
    private static Optional<PhoneNumber> today(Phonenumber.PhoneNumber before) {
        if (PLANS.isValidNumber(before)) {
            return Optional.empty();
        }
        String national = PLANS.getNationalSignificantNumber(before);
        List<PhoneNumber> found = changesOf(before.getCountryCode())
                .flatMap(change -> replaced(change.before(), national, change.toNow(), change.country()).stream()
                        .flatMap(text -> PhoneNumber.parse(text, null).stream())
                        .filter(number -> number.mobile() && number.country().equals(change.country())))
                .distinct()
                .limit(2)
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    private static Stream<Change> changesOf(int callingCode) {
        return CHANGES.stream().filter(change -> PhoneNumber.callingCode(change.country()) == callingCode);
    }

    private static String national(PhoneNumber number) {
        return number.e164()
                .substring(1
                        + Integer.toString(PhoneNumber.callingCode(number.country()))
                                .length());
    }

    private static Optional<String> replaced(Pattern from, String national, String to, String country) {
        Matcher matcher = from.matcher(national);
        return matcher.matches()
                ? Optional.of("+" + PhoneNumber.callingCode(country) + matcher.replaceFirst(to))
                : Optional.empty();
    }
}
