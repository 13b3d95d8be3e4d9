package io.github.phonelatch.examples;

import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Http;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server in a process of its own, which says in its log at which port it listens. Ends with the JVM. */
final class Program implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofSeconds(90);

    private final String name;
    private final Process process;
    private final Path log;
    private final Pattern listening;
    private final Thread whenTheJvmEnds = new Thread(this::end);

    private Program(String name, Process process, Path log, Pattern listening) {
        this.name = name;
        this.process = process;
        this.log = log;
        this.listening = listening;
    }

    /**
     * Starts it and does not wait.
     *
     * @param listening finds the port, its first group, in the log
     */
    static Program start(
            String name, Path directory, List<String> command, Map<String, String> environment, Pattern listening) {
        try {
            Path logs = Files.createDirectories(directory());
            Path log = Files.createTempFile(logs, name + "-", ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            // Settings of whoever runs us must not reach it.
            builder.environment().keySet().removeIf(variable -> variable.matches("(JAVA|JDK|SERVER|SPRING|SCHOOL)_.*"));
            builder.environment().putAll(environment);
            Program program = new Program(name, builder.start(), log, listening);
            Runtime.getRuntime().addShutdownHook(program.whenTheJvmEnds);
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where the examples lie. */
    static Path examples() {
        return Path.of(System.getProperty("phonelatch.basedir", ""))
                .toAbsolutePath()
                .resolve("examples");
    }

    private static Path directory() {
        return examples().resolveSibling("target/examples");
    }

    /** Where it answers, once {@code /health} does. Without a slash at the end. */
    URI uri() {
        Await.until(name + " to answer", START_WITHIN, () -> !process.isAlive() || isReady());
        return address()
                .filter(found -> process.isAlive())
                .orElseThrow(() -> new IllegalStateException(
                        name + " ended with exit code " + process.exitValue() + ". Its log (" + log + "):\n" + log()));
    }

    private boolean isReady() {
        try {
            return address()
                    .filter(uri ->
                            Http.send(Http.request(URI.create(uri + "/health"))).statusCode() == 200)
                    .isPresent();
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private Optional<URI> address() {
        Matcher port = listening.matcher(log());
        return port.find() ? Optional.of(URI.create("http://localhost:" + port.group(1))) : Optional.empty();
    }

    String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(whenTheJvmEnds);
        end();
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
