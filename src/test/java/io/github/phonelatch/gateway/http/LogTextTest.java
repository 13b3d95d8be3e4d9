package io.github.phonelatch.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogTextTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to +447400123456 failed",
                "to 00447400123456 failed",
                "to +44 7400 123456 failed",
                "to (07400) 123-456 failed",
                "to +44.7400.123.456 failed",
                "to 6-6-7-0-9-0 failed",
                "to 667090 failed",
                "to ٦٦٧٠٩٠ failed",
            })
    void whateverLooksLikeANumberOrCode_isMasked(String text) {
        assertThat(LogText.oneLine(text, List.of())).matches("to \\(?•••\\)? ?•{0,3} failed");
    }

    @Test
    void linesAndControlCharacters_becomeOneLine() {
        assertThat(LogText.oneLine("a\r\nWARN forged\u001b[31m\u2028b\u202ec\t d", List.of()))
                .isEqualTo("a WARN forged [31m b c d");
    }

    @Test
    void knownSecrets_areMaskedWhereverTheyStand() {
        assertThat(LogText.oneLine("key=abcSECRETdef code aB3x", List.of("SECRET", "aB3x", "")))
                .isEqualTo("key=abc•••def code •••");
    }

    @Test
    void longText_isCut() {
        assertThat(LogText.oneLine("x".repeat(100_000), List.of())).hasSize(200);
    }

    @Test
    void oneHugeRunOfDigits_isMaskedAndDoesNotOverflowTheStack() {
        assertThat(LogText.oneLine("1".repeat(65_536), List.of())).isEqualTo("•••");
    }

    @Test
    void shortNumbersThatHelp_stay() {
        assertThat(LogText.oneLine("at most 255 of 10", List.of())).isEqualTo("at most 255 of 10");
    }

    @Test
    void hostsAndPorts_keepTheirDigits() {
        assertThat(LogText.oneLineWithDigits("Failed to connect to /127.0.0.1:38411\nForged"))
                .isEqualTo("Failed to connect to /127.0.0.1:38411 Forged");
    }

    @Test
    void nothing_isEmpty() {
        assertThat(LogText.oneLineWithDigits(null)).isEmpty();
        assertThat(LogText.oneLine(null, List.of())).isEmpty();
    }
}
