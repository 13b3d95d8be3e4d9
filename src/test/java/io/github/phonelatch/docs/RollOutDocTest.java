package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RollOutDocTest {
    private static final Pattern FENCE = Pattern.compile("(?m)^(.*)\\R```\\w+$");
    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|#)([^)#]+)(?:#[^)]*)?\\)");

    @Test
    void everyCommand_hasTheNameByWhichItIsRun() {
        String page = Examples.page(RollOutIT.PAGE);

        List<String> before =
                FENCE.matcher(page).results().map(fence -> fence.group(1)).toList();
        assertThat(before)
                .hasSize(Examples.all(RollOutIT.PAGE).size())
                .isNotEmpty()
                .allMatch(line -> line.startsWith("<!-- example: "));
    }

    @Test
    void links_leadToFiles() {
        assertThat(LINK.matcher(Examples.page(RollOutIT.PAGE))
                        .results()
                        .map(link -> Path.of("docs").resolve(link.group(1))))
                .isNotEmpty()
                .allSatisfy(path -> assertThat(path).exists());
    }
}
