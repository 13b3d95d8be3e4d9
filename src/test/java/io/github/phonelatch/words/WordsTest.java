package io.github.phonelatch.words;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.words.Dictionary.Retired;
import io.github.phonelatch.words.Source.Found;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One word for one idea: no name in the code and no text that people see holds a retired word. */
class WordsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath();

    /** Retired words that are right where they stand. */
    private static final List<Allowed> ALLOWED = List.of(
            new Allowed("claims?", "/token/|/examples/|/it/support/(Json|Tokens)", ".*", "the claims of a token"),
            new Allowed("claims?", "/it/(Signed|FuzzedCalls|RoleGateTokensIT)", ".*", "the claims of a token"),
            new Allowed("proof", "", ".*(DPoP proof|proof of possession).*", "RFC 9449 and OAuth call it so"));

    /** All of them are patterns of the whole, but for the path, of which it is a part. */
    private record Allowed(String word, String path, String text, String because) {
        private boolean covers(Hit hit) {
            return hit.retired().word().matches(word)
                    && Pattern.compile(path).matcher(hit.file()).find()
                    && hit.found().text().matches(text);
        }
    }

    private record Hit(Found found, Retired retired) {
        private String file() {
            return ROOT.relativize(found.file().toAbsolutePath()).toString();
        }

        @Override
        public String toString() {
            return "%s:%d: '%s' in \"%s\": say %s"
                    .formatted(
                            file(), found.line(), retired.word(), found.text().strip(), retired.instead());
        }
    }

    @Test
    void names_holdNoRetiredWord() {
        assertThat(inNames()).filteredOn(WordsTest::isWrong).isEmpty();
    }

    @Test
    void textsThatPeopleSee_holdNoRetiredWord() {
        assertThat(inTexts()).filteredOn(WordsTest::isWrong).isEmpty();
    }

    @Test
    void allowedWords_areStillThere() {
        List<Hit> all = Stream.concat(inNames().stream(), inTexts().stream()).toList();
        assertThat(ALLOWED).allSatisfy(allowed -> assertThat(all).anyMatch(allowed::covers));
    }

    private static boolean isWrong(Hit hit) {
        return ALLOWED.stream().noneMatch(allowed -> allowed.covers(hit));
    }

    private static List<Hit> inNames() {
        List<Path> code = files("src", ".java");
        assertThat(code).hasSizeGreaterThan(400);
        return Source.of(code).names().stream()
                .flatMap(name -> Dictionary.inName(name.text()).stream().map(retired -> new Hit(name, retired)))
                .toList();
    }

    private static List<Hit> inTexts() {
        Stream<Found> strings = Source.of(files("src/main/java", ".java")).strings().stream();
        Stream<Found> lines = Stream.of(
                        files("themes", "messages_en.properties"),
                        files("src/main/resources", "openapi.json"),
                        files("docs", ".md"),
                        files("realm-config", ".md"),
                        files("examples", ".md"),
                        Stream.of("README.md", "SECURITY.md", "CHANGELOG.md", "CONTRIBUTING.md")
                                .map(Path::of)
                                .toList())
                .flatMap(List::stream)
                .flatMap(file -> lines(file).stream());
        return Stream.concat(strings, lines)
                .flatMap(text -> Dictionary.inText(text.text()).stream().map(retired -> new Hit(text, retired)))
                .toList();
    }

    private static List<Found> lines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            List<Found> found = new ArrayList<>();
            for (int i = 0; i < lines.size(); i++) {
                found.add(new Found(file, i + 1, lines.get(i)));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> files(String directory, String end) {
        try (Stream<Path> all = Files.walk(Path.of(directory))) {
            return all.filter(file -> file.toString().endsWith(end)).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
