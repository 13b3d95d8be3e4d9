package io.github.phonelatch.release;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What has to be written before a version is released; until then its place is kept. */
class ReleaseTest {
    private static final String SNAPSHOT = "-SNAPSHOT";
    private static final Path RECORDS = Path.of("src/test/resources/records");

    @Test
    void changelog_beginsWithTheVersionThatIsBuilt() throws IOException {
        assertThat(headings(Files.readString(Path.of("CHANGELOG.md"))).get(0)).matches(heading(version()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.1.0", "0.2.0"})
    void changelogThatSaysUnreleased_isNoneOfARelease(String released) {
        assertThat("## Unreleased").doesNotMatch(heading(released));
        assertThat("## " + released + ", 2026-12-01").matches(heading(released));
    }

    /** Two releases run side by side: what each stores is kept, and a release without it could not be told apart later. */
    @Test
    void recordsOfARelease_areKept() throws IOException {
        try (Stream<Path> releases = Files.list(RECORDS)) {
            assertThat(releases.filter(Files::isDirectory)
                            .map(directory -> directory.getFileName().toString())
                            .filter(name -> version().endsWith(SNAPSHOT) || name.equals(version())))
                    .isNotEmpty();
        }
    }

    private static List<String> headings(String changelog) {
        return changelog.lines().filter(line -> line.startsWith("## ")).toList();
    }

    private static String heading(String version) {
        return version.endsWith(SNAPSHOT) ? "## Unreleased" : "## " + Pattern.quote(version) + ", \\d{4}-\\d\\d-\\d\\d";
    }

    private static String version() {
        Properties properties = new Properties();
        try (InputStream in = ReleaseTest.class.getResourceAsStream("/phonelatch-version.properties")) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }
}
