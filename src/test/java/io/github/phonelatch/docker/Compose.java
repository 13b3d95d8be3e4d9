package io.github.phonelatch.docker;

import io.github.phonelatch.server.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The project of docker-compose.yml under a name of its own and on free ports. */
final class Compose implements AutoCloseable {
    /** Base images may have to be downloaded first. */
    private static final long PATIENCE_IN_MINUTES = 15;

    private static final Path ROOT = Path.of(System.getProperty("phonelatch.basedir", ""));

    private final List<String> program;
    private final Map<String, String> ports = new LinkedHashMap<>();
    private final Path output;

    private Compose(List<String> program, Path output) {
        this.program = program;
        this.output = output;
        for (String server : List.of("KEYCLOAK", "SIMULATOR", "PORTAL", "API", "APP")) {
            ports.put(server + "_PORT", Integer.toString(Ports.free()));
        }
    }

    /** Builds its images and starts it; returns when the portal and the app have been started, which wait for all others. */
    static Compose up() throws IOException, InterruptedException {
        Compose compose = new Compose(program().orElseThrow(), Files.createTempFile("compose", ".txt"));
        try {
            compose.run("up", "--build", "-d");
        } catch (AssertionError e) {
            try {
                e.addSuppressed(new AssertionError(compose.run("logs", "--no-color", "--tail", "50")));
            } finally {
                compose.close();
            }
            throw e;
        }
        return compose;
    }

    /** Compose as a part of Docker, or the program of its own that it was before; an engine may have neither. */
    static Optional<List<String>> program() {
        return Stream.of(List.of("docker", "compose"), List.of("docker-compose"))
                .filter(Compose::runs)
                .findFirst();
    }

    /** Where one of its servers answers, without a slash at the end. */
    URI address(String server) {
        return URI.create("http://localhost:" + ports.get(server + "_PORT"));
    }

    /** Everything a service has logged. */
    String log(String service) throws IOException, InterruptedException {
        return run("logs", "--no-color", service);
    }

    @Override
    public void close() throws IOException {
        try {
            run("down", "-v", "--remove-orphans");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Files.delete(output);
        }
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(program);
        command.addAll(
                List.of("-p", "phonelatch-test-" + ProcessHandle.current().pid()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(ROOT.toAbsolutePath().toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(ports);
        Process process = builder.start();
        boolean ended = process.waitFor(PATIENCE_IN_MINUTES, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output);
        if (!ended || process.exitValue() != 0) {
            List<String> lines = said.lines().toList();
            throw new AssertionError((ended ? "failed: " : "still running: ") + String.join(" ", command) + "\n"
                    + String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size())));
        }
        return said;
    }

    private static boolean runs(List<String> program) {
        List<String> command = new ArrayList<>(program);
        command.add("version");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().join().exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        }
    }
}
