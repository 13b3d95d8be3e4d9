package io.github.phonelatch.realm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MigrationsTest {
    private static final Path FOLDER = Admin.schoolFile().resolveSibling("migrations");

    @Test
    void names_sortByDayAndNumber() throws IOException {
        assertThat(names(".sh"))
                .isNotEmpty()
                .allMatch(name -> name.matches("\\d{4}-\\d{2}-\\d{2}-\\d{2}-[a-z]+(-[a-z]+)*"))
                .doesNotHaveDuplicates()
                .extracting(name -> name.substring(0, "yyyy-mm-dd-nn".length()))
                .doesNotHaveDuplicates();
        assertThat(names(".sh")).containsAll(names(".json"));
    }

    @Test
    void realmOfTheFile_countsAsOneThatHasThemAll() throws IOException {
        List<String> names = names(".sh");

        assertThat(Json.read(Admin.schoolFile())
                        .at("/attributes/schoolRealmMigration")
                        .asText())
                .isEqualTo(names.get(names.size() - 1));
    }

    private static List<String> names(String ending) throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ending))
                    .map(name -> name.substring(0, name.length() - ending.length()))
                    .sorted()
                    .toList();
        }
    }
}
