package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.application.ProblemType;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/applications.md} names the problems that there are, and nothing in it to copy goes untested. */
class ApplicationsDocTest {
    private static final Pattern PROBLEM =
            Pattern.compile("(?m)^\\| `([a-z-]+)` \\| (\\d{3}) \\| ([^|]+) \\| [^|]{3,} \\|$");
    private static final Pattern FENCE = Pattern.compile("(?m)^(.*)\\R```\\w+$");

    @Test
    void problems_areThoseOfTheCode() {
        assertThat(matches(PROBLEM).map(row -> row.group(1) + " " + row.group(2) + " " + row.group(3)))
                .containsExactlyElementsOf(Stream.of(ProblemType.values())
                        .map(type -> type.urn().replaceFirst(".*:", "") + " " + type.status() + " " + type.title())
                        .toList());
    }

    @Test
    void everyExample_isExecuted() {
        assertThat(Examples.all()).containsOnlyKeys(Examples.executed());
        List<String> before = matches(FENCE).map(fence -> fence.group(1)).toList();
        assertThat(before).hasSize(Examples.executed().size()).allMatch(line -> line.startsWith("<!-- example: "));
    }

    private static Stream<MatchResult> matches(Pattern pattern) {
        return pattern.matcher(Examples.page()).results();
    }
}
