package io.github.phonelatch.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A code is read as people type and paste it, and what cannot be the code costs no attempt. */
class TypedCodeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "123456",
                " 123456 ",
                "123 456",
                "123-456",
                "123\u2013456",
                "1\u00a023\u202f456",
                "\u200f123456\u200e",
                "\u0661\u0662\u0663\u0664\u0665\u0666",
                "\u06f1\u06f2\u06f3\u06f4\u06f5\u06f6",
                "\uff11\uff12\uff13\uff14\uff15\uff16",
                "123\t456\n"
            })
    void code_isReadInEveryNotation(String input) {
        assertThat(TypedCode.of(input).value()).isEqualTo("123456");
        assertThat(TypedCode.of(input).fits(6, true)).isTrue();
    }

    @Test
    void letters_keepTheirCase() {
        assertThat(TypedCode.of("aB-3d").value()).isEqualTo("aB3d");
        assertThat(TypedCode.of("aB-3d").fits(4, false)).isTrue();
    }

    @Test
    void nothing_isEmpty() {
        assertThat(TypedCode.of(null).value()).isEmpty();
        assertThat(TypedCode.of(" - ").value()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', phonelatchCodeMissing",
        "12345, phonelatchCodeTooShort",
        "1234567, phonelatchCodeTooLong",
        "12345x, phonelatchCodeNotDigits"
    })
    void mistake_isNamed_andBelongsToTheField(String input, String key) {
        assertThat(TypedCode.of(input).mistake(6, true)).hasValueSatisfying(problem -> {
            assertThat(problem.key()).isEqualTo(key);
            assertThat(problem.field()).isEqualTo(ProblemText.CODE);
        });
        assertThat(TypedCode.of(input).fits(6, true)).isFalse();
    }

    @Test
    void hostileInput_isCutShort() {
        assertThat(TypedCode.of("9".repeat(1_000)).value()).hasSize(60);
    }

    @Test
    void text_hidesTheCode() {
        assertThat(TypedCode.of("123456").toString()).doesNotContain("123456");
    }
}
