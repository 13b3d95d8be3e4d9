package io.github.phonelatch.phone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.github.phonelatch.phone.Reading.Invalid;
import io.github.phonelatch.phone.Reading.OfAnotherCountry;
import io.github.phonelatch.phone.Reading.Read;
import io.github.phonelatch.phone.Reading.WithoutCountry;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberReaderTest {
    private static final Set<String> SCHOOL = Set.of("GB", "DE", "IE", "FR");

    private final NumberReader reader = new NumberReader(SCHOOL, List.of());

    /** A keypad has digits for letters, and such a number is somebody else's. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "07400-CALLME",
                "07400 12345O",
                "07400 l23456",
                "0800 FLOWERS",
                "07400 123456 home",
                "07400123456x",
                "+44 74OO 123456",
                "+44 (7400) GET-ONE",
                "٠٧٤٠٠ ABC ١٢٣",
                "07400 123456 ext 4",
                "tel:07400-CALLME",
                "tel:07400-123456;phone-context=+44",
                "07400 мобильный 123456"
            })
    void letterBehindADigit_isRefused(String typed) {
        assertThat(reader.read(typed, "GB")).isEqualTo(new Invalid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tel:+447400123456",
                "TEL:07400123456",
                "Tel. 07400 123456",
                "Mobile: 07400 123456",
                "my number is +44 7400 123456",
                "هاتف: ٠٧٤٠٠ ١٢٣٤٥٦",
                "Телефон: 07400 123456"
            })
    void labelBeforeTheNumber_isNoPartOfIt(String typed) {
        assertThat(reader.read(typed, "GB")).isEqualTo(read("+447400123456"));
    }

    /** A hostile field must cost nothing, whatever it is made of. */
    @ParameterizedTest
    @ValueSource(strings = {"1", "+", "+1", "a", "1 ", "٠", "(", " "})
    void endlessText_isNoNumber_atOnce(String part) {
        String endless = part.repeat(1_000_000);

        assertThat(assertTimeout(Duration.ofSeconds(1), () -> reader.read(endless, "GB")))
                .isEqualTo(new Invalid());
        assertThat(reader.read(endless, "")).isEqualTo(new Invalid());
    }

    /** The number, the chosen country, and who it belongs to. */
    @ParameterizedTest
    @CsvSource({
        "07797 712345, GB, JE",
        "07781 123456, GB, GG",
        "07624 312345, GB, IM",
        "8 701 234 5678, RU, KZ",
        "8 912 345 67 89, KZ, RU",
        "876 234 5678, US, JM",
        "416 234 5678, US, CA",
        "06 698 12345, IT, VA",
        "018 12345, FI, AX"
    })
    void numberOfTheSameCallingCode_isOfItsOwnCountry(String typed, String chosen, String country) {
        assertThat(new NumberReader(Set.of(chosen), List.of()).read(typed, chosen))
                .isInstanceOfSatisfying(
                        Read.class, read -> assertThat(read.number().country()).isEqualTo(country));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "GB, 0151 23456789, DE",
                "IE, 07400 123456, GB",
                "GB, 06 12 34 56 78, FR",
                "GB, 087 123 4567, IE",
                // It may be a slip in a British number too, so the person is asked.
                "GB, 07400 12345, FR",
                // A mobile number of Austria, which is not allowed, and a landline of Germany.
                "GB, 0664 1234567, none",
                "GB, 030 123456, none",
                // With a country code the chosen country says nothing.
                "GB, +49 151 2345, none",
                "GB, 12, none"
            })
    void numberOfAnotherAllowedCountry_isToldAndNotTaken(String chosen, String typed, @Nullable String country) {
        Reading reading = reader.read(typed, chosen);

        if (country == null) {
            assertThat(reading).isEqualTo(new Invalid());
        } else {
            assertThat(reading)
                    .isInstanceOfSatisfying(
                            OfAnotherCountry.class,
                            other -> assertThat(other.number().country()).isEqualTo(country));
        }
    }

    @Test
    void numberOfSeveralOtherCountries_isOfTheLikelyOne_orOfNone() {
        Set<String> allowed = Set.of("GB", "ES", "PT", "FR");
        String typed = "612 345 678";
        assertThat(PhoneNumber.parse(typed, "ES")).isPresent();
        assertThat(PhoneNumber.parse(typed, "FR")).isPresent();

        assertThat(new NumberReader(allowed, List.of()).read(typed, "GB")).isEqualTo(new Invalid());
        assertThat(new NumberReader(allowed, List.of("DE", "FR", "ES")).read(typed, "GB"))
                .isEqualTo(new OfAnotherCountry(number("+33612345678")));
        assertThat(new NumberReader(allowed, List.of("GB", "PT")).read(typed, "GB"))
                .isEqualTo(new Invalid());
    }

    @ParameterizedTest
    @ValueSource(strings = {"07400 123456", "0044 7400 123456", "7400123456", "Tel. 07400 123456", "123"})
    void numberWithoutCountryCode_andNoCountry_lacksOne(String typed) {
        assertThat(reader.read(typed, "")).isEqualTo(new WithoutCountry());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "abc", "student@school.example", "+", "+44 7400 12", "-", "07400-CALLME"})
    void noNumberAtAll_lacksMoreThanACountry(String typed) {
        assertThat(reader.read(typed, "")).isEqualTo(new Invalid());
    }

    @Test
    void singleCountry_isThatOfEveryNumberWithoutACode() {
        NumberReader british = new NumberReader(Set.of("GB"), List.of());

        assertThat(british.read("07400 123456", "")).isEqualTo(read("+447400123456"));
        assertThat(british.read("+49 151 23456789", "")).isEqualTo(read("+4915123456789"));
        assertThat(british.read("0151 23456789", "")).isEqualTo(new Invalid());
    }

    @Test
    void numberOfAnOlderPlan_isReadWithTheChosenCountry() {
        NumberReader african = new NumberReader(Set.of("BJ", "CI"), List.of());

        assertThat(african.read("97 12 34 56", "BJ")).isEqualTo(read("+2290197123456"));
        assertThat(african.read("07 12 34 56", "CI")).isEqualTo(read("+2250707123456"));
        assertThat(african.read("+22997123456", "")).isEqualTo(read("+2290197123456"));
        assertThat(african.read("97 12 34 56", "")).isEqualTo(new WithoutCountry());
    }

    private static Read read(String e164) {
        return new Read(number(e164));
    }

    private static PhoneNumber number(String e164) {
        return PhoneNumber.parse(e164, null).orElseThrow();
    }
}
