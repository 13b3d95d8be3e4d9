package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The events that an operator looks up. */
class OperationsDocTest {
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    /** Keycloak's own names: of a gate's refusal, and of an unknown number. */
    private static final Set<String> KEYCLOAKS = Set.of("resolve_required_actions", "user_not_found");

    @Test
    void everyError_standsInTheTable_andNoneThatIsNone() throws IOException {
        String page = Files.readString(Path.of("docs/operations.md"));
        String table = page.substring(page.indexOf("| error |"), page.indexOf("## In the night"));
        Set<String> named = table.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(1, line.indexOf('|', 1)))
                .flatMap(cell -> NAME.matcher(cell).results())
                .map((MatchResult name) -> name.group(1))
                .collect(Collectors.toSet());

        assertThat(named).containsAll(KEYCLOAKS);
        named.removeAll(KEYCLOAKS);
        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(Problem.values())
                        .map(problem -> problem.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
