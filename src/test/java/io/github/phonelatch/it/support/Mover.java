package io.github.phonelatch.it.support;

import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code move-in} of the released tools jar, in a process of its own and with little memory, as an admin runs it. */
public final class Mover implements AutoCloseable {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private final Path file;
    private final Process process;

    private Mover(Path file, Process process) {
        this.file = file;
        this.process = process;
    }

    /** What came of it. */
    public record Outcome(int exitCode, String out, String err) {}

    /** Starts it as the bootstrap admin. */
    public static Mover start(KeycloakServer server, RealmAdmin realm, Path file, String... more) {
        List<String> options = new ArrayList<>(List.of("--user", KeycloakServer.ADMIN));
        options.addAll(Arrays.asList(more));
        return start(KeycloakServer.ADMIN_PASSWORD, server, realm, file, options.toArray(String[]::new));
    }

    /** Starts it as whoever is named in the options. */
    public static Mover start(String secret, KeycloakServer server, RealmAdmin realm, Path file, String... more) {
        List<String> command = new ArrayList<>(List.of(
                JAVA.toString(),
                "-Xmx64m",
                "-jar",
                System.getProperty("phonelatch.tools"),
                "move-in",
                file.toString(),
                "--keycloak",
                server.uri().toString(),
                "--realm",
                realm.name(),
                "--default-country",
                "GB"));
        command.addAll(Arrays.asList(more));
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(output(file, "out")).redirectError(output(file, "err"));
        builder.environment().remove("TERM");
        builder.environment().put("MOVE_IN_SECRET", secret);
        try {
            return new Mover(file, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static java.io.File output(Path file, String which) {
        return file.resolveSibling(file.getFileName() + "." + which).toFile();
    }

    /** Lets it come to its end. */
    public Outcome end() throws InterruptedException {
        if (!process.waitFor(15, TimeUnit.MINUTES)) {
            throw new AssertionError("move-in does not end");
        }
        return new Outcome(process.exitValue(), text("out"), text("err"));
    }

    /** Ends it at once, as a power cut would. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private String text(String which) {
        try {
            return Files.readString(output(file, which).toPath(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
