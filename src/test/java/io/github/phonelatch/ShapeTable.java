package io.github.phonelatch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The measured table in docs/architecture.md. */
public final class ShapeTable {
    private static final Path DOC = Path.of("docs/architecture.md");

    private ShapeTable() {}

    /** The number of today in the row of what is measured. */
    public static int is(String measured) {
        return Pattern.compile("^\\| " + Pattern.quote(measured) + " \\| [^|]* \\| (\\d+) \\|$", Pattern.MULTILINE)
                .matcher(text())
                .results()
                .map((MatchResult row) -> Integer.parseInt(row.group(1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(DOC + " has no row: " + measured));
    }

    private static String text() {
        try {
            return Files.readString(DOC);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
