package io.github.phonelatch.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The mobile number of every region that libphonenumber knows, as a person may type it. What has to come of it follows here from the
 * plans alone.
 */
class EveryRegionTest {
    private static final PhoneNumberUtil PLANS = PhoneNumberUtil.getInstance();

    /** The one region without a mobile number in its plan: Tristan da Cunha. */
    private static final Set<String> WITHOUT_MOBILES = Set.of("TA");

    /**
     * A region's example, and another region that may be chosen by mistake.
     *
     * @param neighbour the next one of another calling code
     */
    record Case(String region, String neighbour, Phonenumber.PhoneNumber example) {
        String written(PhoneNumberFormat format) {
            return PLANS.format(example, format);
        }

        String e164() {
            return written(PhoneNumberFormat.E164);
        }

        NumberReader bothAllowed() {
            return new NumberReader(List.of(neighbour, region), List.of());
        }

        @Override
        public String toString() {
            return region + ", neighbour " + neighbour;
        }
    }

    static Stream<Case> regions() {
        List<String> all = List.copyOf(new TreeSet<>(PLANS.getSupportedRegions()));
        return all.stream().filter(region -> !WITHOUT_MOBILES.contains(region)).map(region -> {
            int next = all.indexOf(region) + 1;
            while (PLANS.getCountryCodeForRegion(all.get(next % all.size())) == PLANS.getCountryCodeForRegion(region)) {
                next++;
            }
            return new Case(
                    region, all.get(next % all.size()), PLANS.getExampleNumberForType(region, PhoneNumberType.MOBILE));
        });
    }

    @Test
    void everyRegion_isLookedAt() {
        assertThat(regions().map(Case::region))
                .hasSize(PLANS.getSupportedRegions().size() - 1);
    }

    @ParameterizedTest
    @MethodSource("regions")
    void withItsCountryCode_itIsItself_whateverCountryIsChosen(Case one) {
        for (PhoneNumberFormat format :
                List.of(PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.RFC3966)) {
            for (String chosen : List.of(one.region(), "", one.neighbour())) {
                assertThat(read(one.bothAllowed(), one.written(format), chosen))
                        .as("%s with '%s' chosen", one.written(format), chosen)
                        .isEqualTo("read " + one.e164());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("regions")
    void inNationalNotation_itIsItself_whereItsRegionIsChosenOrTheOnlyOne(Case one) {
        String national = one.written(PhoneNumberFormat.NATIONAL);

        assertThat(read(one.bothAllowed(), national, one.region())).isEqualTo("read " + one.e164());
        assertThat(read(new NumberReader(Set.of(one.region()), List.of()), national, ""))
                .isEqualTo("read " + one.e164());
    }

    @ParameterizedTest
    @MethodSource("regions")
    void inNationalNotation_itLacksACountry_whereNoneIsChosen(Case one) {
        assertThat(read(one.bothAllowed(), one.written(PhoneNumberFormat.NATIONAL), ""))
                .isEqualTo("without country");
    }

    @ParameterizedTest
    @MethodSource("regions")
    void inNationalNotation_withTheNeighbourChosen_itIsTheNeighboursOrToldAsItsOwn(Case one) {
        String national = one.written(PhoneNumberFormat.NATIONAL);
        Optional<String> ofNeighbour = valid(national, one.neighbour());
        boolean own = one.region().equals(PLANS.getRegionCodeForNumber(one.example()));

        String expected =
                ofNeighbour.map(e164 -> "read " + e164).orElse(own ? "of another country " + one.e164() : "invalid");

        assertThat(read(one.bothAllowed(), national, one.neighbour())).isEqualTo(expected);
    }

    /** Above all how many: a change of the plans or of the rule that tells nearly nobody anything would stand out. */
    @Test
    void mostNationalNumbers_areToldAsTheirOwn() {
        long told = regions()
                .filter(one -> read(one.bothAllowed(), one.written(PhoneNumberFormat.NATIONAL), one.neighbour())
                        .startsWith("of another country"))
                .count();

        assertThat(told).isGreaterThan(150);
    }

    /** The number that the plans give, where they take the text. Older plans take a few that today's do not. */
    private static Optional<String> valid(String text, String region) {
        try {
            Phonenumber.PhoneNumber parsed = PLANS.parse(text, region);
            return PLANS.isValidNumber(parsed)
                    ? Optional.of(PLANS.format(parsed, PhoneNumberFormat.E164))
                    : OlderPlans.read(text, region).map(PhoneNumber::e164);
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    private static String read(NumberReader reader, String typed, String chosen) {
        Reading reading = reader.read(typed, chosen);
        if (reading instanceof Reading.Read read) {
            return "read " + read.number().e164();
        }
        if (reading instanceof Reading.OfAnotherCountry other) {
            return "of another country " + other.number().e164();
        }
        return reading instanceof Reading.WithoutCountry ? "without country" : "invalid";
    }
}
