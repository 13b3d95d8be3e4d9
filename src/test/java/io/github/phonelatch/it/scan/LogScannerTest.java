package io.github.phonelatch.it.scan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogScannerTest {
    private static final LogScanner SCANNER = new LogScanner(
            Set.of("+447412345678", "+12015550123", "+35222123456"),
            Set.of("048213", "Ab3dE9"),
            Set.of("the-dev-secret", "a2V5OnRoZS1kZXYtc2VjcmV0"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+447412345678",
                "447412345678",
                "00447412345678",
                "07412345678",
                "7412345678",
                "+44 7412 345678",
                "+44 (0) 7412 345 678",
                "07412-345-678",
                "07412.345.678",
                "%2B447412345678",
                "%2B44+7412+345678",
                "+44%207412%20345678",
                "٠٧٤١٢٣٤٥٦٧٨",
                "+٤٤ ٧٤١٢ ٣٤٥٦٧٨",
                "۰۷۴۱۲۳۴۵۶۷۸",
                "\u202a+44 7412\u00a0345678\u202c",
                "x447412345678y",
                "(201) 555-0123",
                "22 12 34 56"
            })
    void number_inAnyNotation_isFound(String number) {
        assertThat(SCANNER.leaks(line(number))).singleElement().asString().startsWith("a phone number: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "048213",
                "code=048213",
                "'048213'",
                "048 213",
                "048-213",
                "٠٤٨٢١٣",
                "Ab3dE9",
                "{\"c\":\"048213\"}"
            })
    void code_asAWord_isFound(String code) {
        assertThat(SCANNER.leaks(line(code))).singleElement().asString().startsWith("a code: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret=the-dev-secret,", "Authorization: Basic a2V5OnRoZS1kZXYtc2VjcmV0"})
    void secret_anywhere_isFound(String text) {
        assertThat(SCANNER.leaks(line(text))).singleElement().asString().startsWith("a secret: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+44 ••••••••78",
                "phonelatch_number_ends=\"78\"",
                "userId=\"04821399-1234-5678-9abc-447412345679\"",
                "took 7.048213 s",
                "a1048213f",
                "1724907249072490724",
                "school-048213ab",
                "the-dev-secre"
            })
    void whatIsNeither_isNotReported(String text) {
        assertThat(SCANNER.leaks(line(text))).isEmpty();
    }

    @Test
    void severalInALine_areAllReported() {
        assertThat(SCANNER.leaks(line("to +447412345678 code 048213 of the-dev-secret")))
                .hasSize(3);
    }

    @Test
    void report_showsWhereItIs_andNotWhatItIs() {
        List<String> leaks = SCANNER.leaks("DEBUG [some.Category] sending to 07412 345678 with code 048213 now");

        assertThat(String.join("\n", leaks))
                .contains("some.Category", "sending to", "now")
                .doesNotContain("7412", "345678", "048213");
    }

    private static String line(String text) {
        return "2026-11-22 18:02:57,202 DEBUG [io.github.phonelatch.Some] (executor-thread-1) " + text + " ok";
    }
}
