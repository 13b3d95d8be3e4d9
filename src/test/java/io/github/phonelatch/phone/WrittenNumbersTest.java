package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Rules;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WrittenNumbersTest {
    private static final String MOBILE = "+447400123456";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            +447400123456                        | +447400123456
            +44 (0)7400 123456                   | +447400123456
            07400 123456                         | +447400123456
            0044 7400-123456                     | +447400123456
            tel:+44-7400-123456                  | +447400123456
            07400 123456 (mobile)                | +447400123456
            mobile: 07400 123456                 | +447400123456
            07400 123456 home                    | +447400123456
            +33 6 12 34 56 78 (portable)         | +33612345678
            07400 123456 / 020 7946 0018         | +447400123456 +442079460018
            M 07400123456 H 02079460018          | +447400123456 +442079460018
            ask 020 7946 0018 ext. 12 or 07400 123456 | +447400123456
            ٠٧٤٠٠ ١٢٣٤٥٦                         | +447400123456
            """)
    void numbers_inAnyNotation_withAWordBesideThem_orSeveral(String value, String numbers) {
        assertThat(WrittenNumbers.in(value, Rules.STRICT))
                .extracting(PhoneNumber::e164)
                .containsExactlyElementsOf(Arrays.asList(numbers.split(" ")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "see secretary",
                "n/a",
                "none",
                "+44",
                "0800 ask the desk",
                "07400-CALLME",
                "2011/08/03",
                "12345678901234567890123456789012345"
            })
    void textThatIsNoNumber_saysNothing(String value) {
        assertThat(WrittenNumbers.in(value, Rules.STRICT)).isEmpty();
    }

    /** A code sent to it reaches a switchboard. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "07400 123456 ext 4",
                "07400 123456 x4",
                "07400 123456 #4",
                "+447400123456;ext=4",
                "tel:+44-7400-123456;ext=4"
            })
    void numberWithAnExtension_saysNothing(String value) {
        assertThat(WrittenNumbers.in(value, Rules.STRICT)).isEmpty();
        assertThat(WrittenNumbers.disprove(List.of(value), number("+447400123457"), Rules.STRICT))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"07400 123456", "07400 123456 (mobile)", "0044 7400 123456"})
    void nationalNotation_saysNothingWithoutADefaultCountry(String value) {
        assertThat(WrittenNumbers.in(value, Rules.STRICT.withoutCountry())).isEmpty();
    }

    /** Nobody in Germany has this number, which the keys of a phone would make of the word. */
    @Test
    void wordBesideANumber_isNeverReadAsKeys() {
        Rules german = new Rules(Optional.of("DE"), true, List.of(), 1, NumberOwner.REFUSE, Duration.ZERO);

        assertThat(WrittenNumbers.in("030 12345 tel", german))
                .extracting(PhoneNumber::e164)
                .containsExactly("+493012345");
    }

    @Test
    void veryLongText_isNotSearched() {
        assertThat(WrittenNumbers.in(MOBILE + " ".repeat(250), Rules.STRICT)).isEmpty();
        assertThat(WrittenNumbers.in("word ".repeat(40) + MOBILE, Rules.STRICT)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                   | false
            +447400123456                        | false
            07400 123456                         | false
            07400 123457                         | true
            07400 123457 (mobile)                | true
            07400 123457 ; 07400 123456          | false
            07400 123457 / 07400 123456          | false
            07400 123457 ; see secretary         | true
            see secretary                        | false
            07400 123457 ext 4                   | false
            07400 123457 ext 4 ; 020 7946 0018   | true
            """)
    void onlyOtherNumbers_disprove(String values, boolean disproved) {
        List<String> written = Arrays.stream(values.split(";"))
                .map(String::strip)
                .filter(value -> !value.isEmpty())
                .toList();

        assertThat(WrittenNumbers.disprove(written, number(MOBILE), Rules.STRICT))
                .isEqualTo(disproved);
    }

    /** Numbering plans change, and what was stored stays a number. */
    @Test
    void numberThatNoPlanHas_isANumberInE164() {
        PhoneNumber gone = PhoneNumber.ofE164("+22912345").orElseThrow();

        assertThat(WrittenNumbers.names("+22912345", gone, Rules.STRICT)).isTrue();
        assertThat(WrittenNumbers.disprove(List.of("+22912346"), gone, Rules.STRICT))
                .isTrue();
        assertThat(WrittenNumbers.disprove(List.of("+229 12346"), gone, Rules.STRICT))
                .isFalse();
    }
}
