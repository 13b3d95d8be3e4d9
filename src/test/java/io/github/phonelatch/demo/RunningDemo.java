package io.github.phonelatch.demo;

import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Sent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The demo as its own process, known by what it prints. */
final class RunningDemo implements AutoCloseable {
    private static final List<String> SET_BY_THE_BUILD =
            List.of("phonelatch.jar", "phonelatch.basedir", "keycloak.archive", "keycloak-js.version", Sent.DIRECTORY);

    private final Process process;
    private final Path output;

    private RunningDemo(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** @param chosen the ports that are to be other than free ones */
    static RunningDemo start(Map<String, Integer> chosen) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        SET_BY_THE_BUILD.forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
        for (String server : List.of("keycloak", "simulator", "mail", "portal", "api", "app")) {
            command.add("-Ddemo." + server + ".port=" + chosen.getOrDefault(server, 0));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
        Path output = Files.createTempFile("demo", ".txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        return new RunningDemo(process, output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        Await.until(
                "the demo to be ready", Duration.ofMinutes(4), () -> output().contains("Ctrl-C") || !process.isAlive());
        if (!process.isAlive()) {
            throw new AssertionError("the demo ended:\n" + output());
        }
    }

    /** The address it printed behind a name. */
    String address(String name) {
        Matcher line =
                Pattern.compile("(?m)^ *" + Pattern.quote(name) + " +(\\S+)").matcher(output());
        if (!line.find()) {
            throw new AssertionError("no " + name + " in:\n" + output());
        }
        return line.group(1);
    }

    List<ProcessHandle> children() {
        return process.descendants().toList();
    }

    int awaitEnd() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new AssertionError("still running:\n" + output());
        }
        return process.exitValue();
    }

    /**
     * Asks it to end, as Ctrl-C does. By SIGTERM, for which a JVM runs the same hooks: a build that a shell started in the
     * background ignores SIGINT, and so do all its children.
     */
    void terminate() {
        process.destroy();
    }

    @Override
    public void close() throws IOException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        Files.deleteIfExists(output);
    }
}
