package io.github.phonelatch.tools;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The released tools jar, run as its reader runs it. */
class ToolsJarIT {
    private static final Path JAR = Path.of(System.getProperty("phonelatch.tools"));
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    @Test
    void simulator_startsFromTheJarAndServesItsPage() throws Exception {
        Process simulator = new ProcessBuilder(JAVA.toString(), "-jar", JAR.toString(), "simulator", "--port", "0")
                .redirectErrorStream(true)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(simulator.getInputStream(), StandardCharsets.UTF_8))) {
            URI page = URI.create(out.lines()
                    .filter(line -> line.contains("phones") && line.contains("http"))
                    .findFirst()
                    .orElseThrow()
                    .replaceAll(".*(http\\S+).*", "$1"));
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("<html");
        } finally {
            simulator.destroyForcibly().waitFor();
        }
    }

    @Test
    void jars_holdWhatIsTheirsAndNothingElse() throws IOException {
        assertThat(entries(JAR))
                .allMatch(name -> name.startsWith("io/github/phonelatch/tools/")
                        || name.startsWith("com/fasterxml/jackson/")
                        || name.startsWith("com/google/i18n/phonenumbers/")
                        || name.startsWith("de/siegmar/fastcsv/")
                        || name.startsWith("META-INF/"));
        assertThat(entries(Path.of(System.getProperty("phonelatch.jar"))))
                .as("bundled libraries are relocated")
                .noneMatch(name -> name.startsWith("okhttp3/")
                        || name.startsWith("okio/")
                        || name.startsWith("kotlin/")
                        || name.startsWith("com/")
                        || name.startsWith("dev/")
                        || name.startsWith("org/"))
                .noneMatch(name -> name.startsWith("io/github/phonelatch/tools/"))
                .noneMatch(name -> name.endsWith("module-info.class"));
    }

    private static List<String> entries(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(entry -> entry.getName())
                    .toList();
        }
    }
}
