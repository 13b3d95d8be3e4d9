package io.github.phonelatch.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** An Infinispan outside Keycloak, in a process of its own: {@code src/test/infinispan}, which its profile builds. */
public final class Infinispan implements AutoCloseable {
    private static final Duration START_WITHIN = Duration.ofMinutes(1);
    private static final String PROGRAM = "io.github.phonelatch.infinispan.HotRod";

    private final Process process;
    private final int port;

    private Infinispan(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Infinispan start() {
        Path base = Path.of(System.getProperty("phonelatch.basedir", "")).toAbsolutePath();
        Path built = base.resolve("src/test/infinispan/target");
        if (!Files.isDirectory(built.resolve("lib"))) {
            throw new IllegalStateException("run with the profile external-infinispan, which builds " + built);
        }
        Path log = base.resolve("target/infinispan.log");
        int port = Ports.free();
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-Djgroups.bind.address=127.0.0.1",
                "-Djgroups.bind.port=" + Ports.freeForJGroups(),
                "-cp",
                built.resolve("classes") + System.getProperty("path.separator") + built.resolve("lib") + "/*",
                PROGRAM,
                String.valueOf(port));
        try {
            Files.createDirectories(log.getParent());
            command.command()
                    .add(Files.createTempDirectory(log.getParent(), "infinispan-")
                            .toString());
            Process process = command.redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            Infinispan started = new Infinispan(process, port);
            started.awaitListening(log);
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitListening(Path log) throws IOException {
        Instant deadline = Instant.now().plus(START_WITHIN);
        while (!Files.readString(log).contains("listening")) {
            if (!process.isAlive() || Instant.now().isAfter(deadline)) {
                close();
                throw new IllegalStateException("Infinispan did not start:\n" + Files.readString(log));
            }
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
        }
    }

    /** What Keycloak is started with to keep its short-lived state here; it is built with a feature for that. */
    public Map<String, String> startOptions() {
        return Map.of(
                "cache-remote-host", "127.0.0.1",
                "cache-remote-port", String.valueOf(port),
                "cache-remote-tls-enabled", "false");
    }

    @Override
    public void close() {
        Environment.kill(process.toHandle());
    }
}
