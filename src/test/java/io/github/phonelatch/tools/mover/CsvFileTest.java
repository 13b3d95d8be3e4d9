package io.github.phonelatch.tools.mover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTest {
    @TempDir
    Path directory;

    private Path write(String text) throws IOException {
        return write(text, StandardCharsets.UTF_8);
    }

    private Path write(String text, Charset charset) throws IOException {
        return Files.write(directory.resolve("people.csv"), text.getBytes(charset));
    }

    private static List<CsvFile.Row> rows(Path path) throws BadFile, IOException {
        try (CsvFile file = CsvFile.open(path)) {
            List<CsvFile.Row> rows = new ArrayList<>();
            for (Optional<CsvFile.Row> row = file.next(); row.isPresent(); row = file.next()) {
                rows.add(row.get());
            }
            return rows;
        }
    }

    private static String refusal(Path path) {
        return catchThrowableOfType(BadFile.class, () -> rows(path)).why();
    }

    @Test
    void quotedFields_mayHoldSeparators_lineBreaksAndQuotationMarks_andLinesAreTheFilesOwn() throws Exception {
        Path file = write("name,email\r\n\"Ada, \"\"the\"\" first\r\nof all\",a@x\r\n\r\nBea,b@x");

        assertThat(rows(file))
                .containsExactly(
                        new CsvFile.Row(2, List.of("Ada, \"the\" first\r\nof all", "a@x")),
                        new CsvFile.Row(5, List.of("Bea", "b@x")));
    }

    @ParameterizedTest
    @CsvSource({"UTF-8", "UTF-16LE", "UTF-16BE"})
    void byteOrderMark_saysHowTheFileIsWritten(String charset) throws Exception {
        Path file = write("\uFEFFname,email\nZoë,z@x\n", Charset.forName(charset));

        assertThat(rows(file)).containsExactly(new CsvFile.Row(2, List.of("Zoë", "z@x")));
    }

    @Test
    void columns_areFoundInAnyOrderAndCase_andUnknownOnesAreNamed() throws Exception {
        try (CsvFile file = CsvFile.open(write(" Email ,shoe_size,NAME,\n"))) {
            assertThat(file.header().field(List.of(" a@x", "39", "Ada", ""), Column.NAME))
                    .isEqualTo("Ada");
            assertThat(file.header().has(Column.PHONE)).isFalse();
            assertThat(file.header().unread()).isEqualTo("\"shoe_size\", \"\"");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|it is empty",
                "name;email|missing: name, email",
                "name,phone|missing: email",
                "name,email,Name|the column name is there twice"
            })
    void fileWithoutItsColumns_isRefused(String text, String reason) throws Exception {
        assertThat(refusal(write(text))).contains(reason);
    }

    @Test
    void quotationMarkThatIsNeverClosed_isToldWithTheLineBefore() throws Exception {
        String reason = refusal(write("name,email\nAda,a@x\n\"Bea,b@x\n" + "Cid,c@x\n".repeat(100_000)));

        assertThat(reason).contains("what follows line 2 is no CSV").doesNotContain("Cid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Bea,b@x\nCid,c@x\n", "Bea,\"b@x\nCid,c@x\n", "\"Bea,b@x\n\"Cid\",c@x\n"})
    void quotationMarkThatTakesInAFewRowsOnly_isToldToo(String rest) throws Exception {
        assertThat(refusal(write("name,email\nAda,a@x\n" + rest))).contains("what follows line 2 is no CSV");
    }

    @Test
    void quotationMarkInsideAField_isPartOfIt() throws Exception {
        assertThat(rows(write("name,email\nAda 5\" tall,a@x\n")))
                .containsExactly(new CsvFile.Row(2, List.of("Ada 5\" tall", "a@x")));
    }

    @Test
    void fileThatIsNotThere_orADirectory_isTold() {
        assertThat(refusal(directory.resolve("none.csv"))).isEqualTo("there is no such file");
        assertThat(refusal(directory)).startsWith("it cannot be read");
    }
}
