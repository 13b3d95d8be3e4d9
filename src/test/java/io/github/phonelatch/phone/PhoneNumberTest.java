package io.github.phonelatch.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class PhoneNumberTest {
    @ParameterizedTest
    @ValueSource(strings = {"GB", "DE", "FR", "US", "IS", "MT", "LI", "SG"})
    void standIn_isAValidNumberOfItsCountry_theSameForTheSameSeed(String country) {
        PhoneNumber one = PhoneNumber.standIn(country, -17);

        assertThat(one.country()).isEqualTo(country);
        assertThat(PhoneNumber.parse(one.e164(), null)).contains(one);
        assertThat(PhoneNumber.standIn(country, -17)).isEqualTo(one);
        assertThat(PhoneNumber.standIn(country, 4711)).isNotEqualTo(one);
    }

    @Test
    void standIn_ofACountryWithoutAnExample_isOneAllTheSame() {
        assertThat(PhoneNumber.standIn("ZZ", 1).country()).isEqualTo("GB");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "+447400123456      | ",
                "+447400123456      | DE",
                "07400 123456       | GB",
                "(07400) 123-456    | GB",
                "00447400123456     | GB",
                "+44 (0)7400 123456 | ",
                "7400123456         | GB",
                "٠٧٤٠٠١٢٣٤٥٦        | GB",
                "+٤٤٧٤٠٠١٢٣٤٥٦      | ",
                "＋４４７４００１２３４５６ | "
            })
    void anyNotation_isTheSameNumber(String input, String country) {
        assertThat(PhoneNumber.parse(input, country)).map(PhoneNumber::e164).contains("+447400123456");
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "   ",
                "07400 123456",
                "+44 7400 12345",
                "+44 7400 1234567",
                "+999 123456789",
                "student@example.org",
                "+447400123456;ext=12",
                "+447400123456 ext 12",
                "tel",
                "{{to}}",
                "+44740012345600000000000000000000000000000000000000000000000000000"
            })
    void noValidNumberWithACountryCode_isNoNumber(String input) {
        assertThat(PhoneNumber.parse(input, null)).isEmpty();
    }

    @Test
    void unknownCountry_doesNotHelpANationalNumber() {
        assertThat(PhoneNumber.parse("07400 123456", "XX")).isEmpty();
        assertThat(PhoneNumber.parse("07400 123456", "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "+447400123456, GB, MOBILE",
        "+442071838750, GB, FIXED_LINE",
        "+12125550123, US, FIXED_LINE_OR_MOBILE",
        "+966501234567, SA, MOBILE",
        "+448001111111, GB, TOLL_FREE",
        "+449012345678, GB, PREMIUM_RATE"
    })
    void countryAndKind_comeFromTheNumberingPlan(String e164, String country, NumberType type) {
        PhoneNumber number = PhoneNumber.parse(e164, null).orElseThrow();

        assertThat(number.country()).isEqualTo(country);
        assertThat(number.type()).isEqualTo(type);
    }

    @Test
    void masked_showsCallingCodeAndLastTwoDigitsOnly() {
        assertThat(number("+447400123456").masked()).isEqualTo("+44 ••••••••56");
        assertThat(number("+12125550123").masked()).isEqualTo("+1 ••••••••23");
        assertThat(number("+966501234567").masked()).isEqualTo("+966 •••••••67");
        assertThat(number("+447400123456").lastTwo()).isEqualTo("56");
    }

    @Test
    void toString_isMasked() {
        assertThat(number("+447400123456")).hasToString("+44 ••••••••56");
        assertThat(new Verification(number("+447400123456"), Instant.EPOCH, "sms", "code").toString())
                .doesNotContain("7400123456");
    }

    @Test
    void twoNotationsOfOneNumber_areEqual() {
        assertThat(PhoneNumber.parse("07400 123456", "GB"))
                .isEqualTo(PhoneNumber.parse("+447400123456", null))
                .hasSameHashCodeAs(PhoneNumber.parse("+447400123456", null));
        assertThat(number("+447400123456")).isNotEqualTo(number("+447400123457"));
    }

    @Test
    void callingCode_isKnownForEachCountry() {
        assertThat(PhoneNumber.callingCode("GB")).isEqualTo(44);
        assertThat(PhoneNumber.callingCode("XX")).isZero();
        assertThat(PhoneNumber.countries())
                .allSatisfy(
                        country -> assertThat(PhoneNumber.callingCode(country)).isPositive());
    }

    private static PhoneNumber number(String e164) {
        return PhoneNumber.parse(e164, null).orElseThrow();
    }

    @Test
    void storedNumber_isReadAlsoWhereTodaysPlansDoNotKnowIt() {
        assertThat(PhoneNumber.parse("+449999999999", null)).isEmpty();
        assertThat(PhoneNumber.ofE164("+449999999999").map(PhoneNumber::e164)).contains("+449999999999");
        assertThat(PhoneNumber.ofE164("+447400123456")).isEqualTo(PhoneNumber.parse("07400 123456", "GB"));
        assertThat(PhoneNumber.ofE164("07400 123456")).isEmpty();
        assertThat(PhoneNumber.ofE164("someone@school.example")).isEmpty();
    }

    @Test
    void storedNumberOfNoCountry_isReadAndComparedAndMasked() {
        PhoneNumber number = PhoneNumber.ofE164("+999123456789").orElseThrow();

        assertThat(PhoneNumber.parse("+999123456789", null)).isEmpty();
        assertThat(number.country()).isEqualTo("001");
        assertThat(number.type()).isEqualTo(NumberType.UNKNOWN);
        assertThat(number.formatted()).isEqualTo("+999123456789");
        assertThat(number.masked()).isEqualTo("+ ••••••••••89");
        assertThat(number).isEqualTo(PhoneNumber.ofE164("+999123456789").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "+22997123456, BJ",
        "+449999999999, GB",
        "+18761234567, JM",
        "+15552345678, US",
        "+72222222222, RU",
        "+80012345678, 001",
        "+999123456789, 001"
    })
    void storedNumberThatTodaysPlansDoNotKnow_isOfACountryOfItsCallingCode(String e164, String country) {
        assertThat(PhoneNumber.ofE164(e164)).map(PhoneNumber::country).contains(country);
    }

    @Test
    void storedNumber_isOfTheCountryAndKindThatTodaysPlansSay() {
        PhoneNumber number = PhoneNumber.ofE164("+447400123456").orElseThrow();

        assertThat(number.country()).isEqualTo("GB");
        assertThat(number.type()).isEqualTo(NumberType.MOBILE);
        assertThat(number.formatted()).isEqualTo("+44 7400 123456");
        assertThat(number.masked()).isEqualTo("+44 ••••••••56");
    }
}
