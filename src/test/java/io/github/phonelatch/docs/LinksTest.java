package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A link within the repository leads to a file, and one that names a method leads to a class that has it. */
class LinksTest {
    private static final Pattern LINK = Pattern.compile("\\[([^]]*)]\\((?!https?:)([^)#\\s]+)(?:#[^)]*)?\\)");
    /** {@code `Type.method`}. */
    private static final Pattern METHOD = Pattern.compile("`([A-Z]\\w+)\\.(?!java`)([a-z]\\w+)`");

    private record Link(Path page, String text, Path target) {}

    @Test
    void links_leadToFiles() {
        assertThat(links())
                .hasSizeGreaterThan(100)
                .allSatisfy(link -> assertThat(link.target()).exists());
    }

    @Test
    void linkedMethods_areThere() {
        List<Link> methods = links().stream()
                .filter(link -> METHOD.matcher(link.text()).matches())
                .toList();

        assertThat(methods).hasSizeGreaterThan(20).allSatisfy(link -> {
            MatchResult named =
                    METHOD.matcher(link.text()).results().findFirst().orElseThrow();
            assertThat(link.target().getFileName()).hasToString(named.group(1) + ".java");
            assertThat(text(link.target())).containsPattern("[ .]" + named.group(2) + "\\(");
        });
    }

    private static List<Link> links() {
        return Stream.concat(
                        files(Path.of(""), 1),
                        Stream.of("docs", "examples", "realm-config", "src")
                                .flatMap(folder -> files(Path.of(folder), 20)))
                .flatMap(page -> LINK.matcher(text(page))
                        .results()
                        .map(link -> new Link(
                                page,
                                link.group(1),
                                page.resolveSibling(link.group(2)).normalize())))
                .toList();
    }

    private static Stream<Path> files(Path folder, int depth) {
        try (Stream<Path> all = Files.walk(folder, depth)) {
            return all.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
