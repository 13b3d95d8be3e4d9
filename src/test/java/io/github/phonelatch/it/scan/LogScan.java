package io.github.phonelatch.it.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Reads what every server of this build has logged, our packages at TRACE and the realms' events with all their details, and
 * looks for the numbers and codes that went through the simulators and for the provider's secret. Run by the build after all
 * real-server tests, as its name is no test's for them.
 */
class LogScan {
    private static final Pattern OURS_BELOW_INFO = Pattern.compile("(TRACE|DEBUG|FINE) +\\[io\\.github\\.phonelatch");
    private static final Pattern EVENT =
            Pattern.compile("\\[org\\.keycloak\\.events].*phonelatch_outcome=\"verified\"");

    @Test
    void noLog_holdsANumberACodeOrASecret() throws IOException {
        Set<String> numbers = new HashSet<>();
        Set<String> codes = new HashSet<>();
        for (Path file : files(Path.of(System.getProperty(Sent.DIRECTORY)))) {
            for (String line : Files.readAllLines(file)) {
                String[] sent = line.split(" ", -1);
                numbers.add(sent[0]);
                codes.add(sent[1]);
            }
        }
        LogScanner scanner = new LogScanner(numbers, codes, secrets());
        boolean oursBelowInfo = false;
        boolean event = false;
        List<String> leaks = new ArrayList<>();
        List<Path> logs = files(Path.of(System.getProperty("phonelatch.logs")));
        for (Path log : logs) {
            List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                String where = log.getFileName() + ":" + (i + 1) + ": ";
                scanner.leaks(line).forEach(leak -> leaks.add(where + leak));
                oursBelowInfo |= OURS_BELOW_INFO.matcher(line).find();
                event |= EVENT.matcher(line).find();
            }
        }

        assertThat(leaks).isEmpty();
        assumeTrue(!partOfTheSuite() || !numbers.isEmpty(), "only a part of the suite ran, and it sent no message");
        assertThat(logs).as("logs of servers").isNotEmpty();
        assertThat(numbers).as("numbers that were sent messages").isNotEmpty();
        assertThat(oursBelowInfo).as("our packages logged below INFO").isTrue();
        assertThat(partOfTheSuite() || event).as("events were logged").isTrue();
    }

    private static Set<String> secrets() {
        String pair = SimulatorOptions.DEFAULT_KEY + ":" + SimulatorOptions.DEFAULT_SECRET;
        return Set.of(
                SimulatorOptions.DEFAULT_SECRET,
                Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** Whoever runs one test by name need not have sent anything. */
    private static boolean partOfTheSuite() {
        String chosen = System.getProperty("phonelatch.chosen", "");
        return !chosen.isEmpty() && !chosen.startsWith("${");
    }

    private static List<Path> files(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
