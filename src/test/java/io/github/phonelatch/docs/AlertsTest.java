package io.github.phonelatch.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The alarms, checked with Prometheus' own tool. */
class AlertsTest {
    private static final Path DIRECTORY =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("docs/prometheus");
    private static final Path RULES = DIRECTORY.resolve("phonelatch-alerts.yml");
    private static final Path OPERATIONS = DIRECTORY.resolve("../operations.md");

    @Test
    void rules_arePrometheusRules() throws Exception {
        promtool("check", "rules", "phonelatch-alerts.yml");
    }

    @Test
    void rules_ringWhenTheyShould_andNotWhenTheyShouldNot() throws Exception {
        promtool("test", "rules", "phonelatch-alerts-test.yml");
    }

    @Test
    void eachAlert_hasATestThatItRings_andSaysWhatToDo() throws IOException {
        String rules = Files.readString(RULES);
        List<String> alerts = matches("- alert: (\\w+)", rules);

        assertThat(alerts).hasSize(4);
        assertThat(matches("\n          (description):", rules)).hasSize(4);
        assertThat(matches("\n          (summary):", rules)).hasSize(4);
        String tests = Files.readString(DIRECTORY.resolve("phonelatch-alerts-test.yml"));
        assertThat(matches("alertname: (\\w+)\n +eval_time: \\w+\n +exp_alerts:\n", tests))
                .containsAll(alerts);
        assertThat(Files.readString(OPERATIONS)).contains(alerts);
    }

    @Test
    void eachMetricThatAnAlertAsksFor_isInTheTable() throws IOException {
        String table = Files.readString(OPERATIONS);

        assertThat(matches("(phonelatch_[a-z]+_[a-z_]+)", Files.readString(RULES)))
                .contains("phonelatch_sent_total")
                .allSatisfy(name -> assertThat(table).contains("`" + name));
    }

    /** What the regular expression's group holds, wherever it matches. */
    private static List<String> matches(String regex, String text) {
        return Pattern.compile(regex)
                .matcher(text)
                .results()
                .map(match -> match.group(1))
                .toList();
    }

    private static void promtool(String... arguments) throws Exception {
        Process process;
        try {
            ProcessBuilder command = new ProcessBuilder("promtool");
            command.command().addAll(List.of(arguments));
            process = command.directory(DIRECTORY.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "the alarms were not checked: promtool (Debian package prometheus) is not installed");
            return;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(said).isZero();
    }
}
