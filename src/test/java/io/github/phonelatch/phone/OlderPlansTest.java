package io.github.phonelatch.phone;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OlderPlansTest {
    /** As phone books hold it, the country chosen on the page, and today's number. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    +22997123456         |    | +2290197123456
                    97 12 34 56          | BJ | +2290197123456
                    00229 61 23 45 67    | GB | +2290161234567
                    +5215512345678       |    | +525512345678
                    +52 1 81 1234 5678   |    | +528112345678
                    044 55 1234 5678     | MX | +525512345678
                    045 81 1234 5678     | MX | +528112345678
                    011 15 2345-6789     | AR | +5491123456789
                    +54 11 15 2345 6789  |    | +5491123456789
                    0343 15 555-1234     | AR | +5493435551234
                    +54 9 343 15 5551234 |    | +5493435551234
                    +54 9 11 15 23456789 |    | +5491123456789
                    +22507123456         |    | +2250707123456
                    58 12 34 56          | CI | +2250758123456
                    +22545123456         |    | +2250545123456
                    +22541123456         |    | +2250141123456
                    (11) 8765-4321       | BR | +5511987654321
                    011 8765-4321        | BR | +5511987654321
                    +55 21 9987 6543     |    | +5521999876543
                    0168 123 4567        | VN | +84381234567
                    +84 120 123 4567     |    | +84701234567
                    +84 186 123 4567     |    | +84561234567
                    +84 199 123 4567     |    | +84591234567
                    +23777123456         |    | +237677123456
                    99 12 34 56          | CM | +237699123456
                    +593 98 123 456      |    | +593998123456
                    08 712 3456          | EC | +593987123456
                    +995 77 123 456      |    | +995577123456
                    899 12 34 56         | GE | +995599123456
                    +230 712 3456        |    | +23057123456
                    251 2345             | MU | +23052512345
                    """)
    void numberOfAnOlderPlan_isReadAsTodays(String typed, String country, String now) {
        assertThat(PhoneNumber.parse(now, null)).as("a number of today").isPresent();

        assertThat(OlderPlans.read(typed, country)).map(PhoneNumber::e164).contains(now);
    }

    /** A number of today is never another one, however much it looks like an older one. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "+2290197123456",
                "+525512345678",
                "+541123456789",
                "+5491123456789",
                "+551177654321",
                "+551123456789",
                "+2250707123456",
                "+84381234567",
                "+59322123456",
                "+447400123456",
                "+2304012345"
            })
    void numberOfToday_staysItself(String e164) {
        assertThat(OlderPlans.read(e164, null)).map(PhoneNumber::e164).contains(e164);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+2299712345",
                "+229971234567",
                "+52155123456",
                "+22521123456",
                "+22531123456",
                "+841701234567",
                "+841891234567",
                "+55118765432",
                "+5511187654321",
                "+593181234567",
                "+449999999999",
                "+15512345678901"
            })
    void noNumberOfAnyPlan_isNone(String e164) {
        assertThat(OlderPlans.read(e164, null)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "+2290197123456, +22997123456",
        "+525512345678, +5215512345678",
        "+5511987654321, +551187654321",
        "+2250758123456, +22558123456",
        "+84381234567, +841681234567",
        "+237677123456, +23777123456",
        "+593998123456, +59398123456",
        "+995577123456, +99577123456",
        "+23057123456, +2307123456"
    })
    void phoneOfToday_hadAnOlderNumber(String now, String before) {
        assertThat(OlderPlans.ofTheSamePhone(PhoneNumber.ofE164(now).orElseThrow()))
                .startsWith(PhoneNumber.ofE164(now).orElseThrow())
                .contains(PhoneNumber.ofE164(before).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"+447400123456", "+442079460018", "+551177654321", "+541123456789", "+22997123456"})
    void phoneWithoutAnOlderNumber_hasThisOne(String e164) {
        PhoneNumber number = PhoneNumber.ofE164(e164).orElseThrow();

        assertThat(OlderPlans.ofTheSamePhone(number)).isEqualTo(List.of(number));
    }

    /** What a directory writes of a number that was verified before its plan changed, and of the same phone after that. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    +22997123456      | +22997123456    | true
                    +229 97 12 34 56  | +22997123456    | true
                    97 12 34 56       | +22997123456    | true
                    00229 97-12-34-56 | +22997123456    | true
                    97 12 34 56       | +2290197123456  | true
                    +22997123456      | +2290197123456  | true
                    01 97 12 34 56    | +2290197123456  | true
                    97 12 34 57       | +22997123456    | false
                    97 12 34 57       | +2290197123456  | false
                    97 12 34 56 ext 4 | +22997123456    | false
                    see secretary     | +22997123456    | false
                    """)
    void writtenNumber_isComparedInEitherPlan(String written, String number, boolean same) {
        assertThat(OlderPlans.names(written, "BJ", PhoneNumber.ofE164(number).orElseThrow()))
                .isEqualTo(same);
    }

    @Test
    void nothing_isRead() {
        assertThat(OlderPlans.read(null, null)).isEqualTo(Optional.empty());
        assertThat(OlderPlans.read("  ", "BJ")).isEmpty();
    }
}
