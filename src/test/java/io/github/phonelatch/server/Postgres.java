package io.github.phonelatch.server;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/**
 * A PostgreSQL of its own on a free port of this machine, empty at first and gone when closed or with the JVM. Its programs
 * come from an archive, so nothing need be installed; it keeps away from root by itself, as PostgreSQL demands.
 */
public final class Postgres implements AutoCloseable {
    private static final String USER = "postgres";
    private static final Duration START_WITHIN = Duration.ofMinutes(1);
    /** Two servers with Keycloak's default pool of 100, and who looks on. */
    private static final int CONNECTIONS = 250;

    private final EmbeddedPostgres running;

    private Postgres(EmbeddedPostgres running) {
        this.running = running;
    }

    public static Postgres start() {
        try {
            Path directory = Files.createDirectories(Path.of(System.getProperty("phonelatch.basedir", ""))
                    .toAbsolutePath()
                    .resolve("target/postgres"));
            return new Postgres(EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(directory.toFile())
                    .setPGStartupWait(START_WITHIN)
                    .setServerConfig("max_connections", String.valueOf(CONNECTIONS))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("log").toFile()))
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** To read or write beside Keycloak. */
    public Connection connection() throws SQLException {
        return running.getPostgresDatabase().getConnection();
    }

    /** What Keycloak is started with to keep its data here. */
    List<String> startOptions() {
        return List.of(
                "--db-url=jdbc:postgresql://localhost:" + running.getPort() + "/postgres",
                "--db-username=" + USER,
                "--db-password=" + USER);
    }

    @Override
    public void close() {
        try {
            running.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
