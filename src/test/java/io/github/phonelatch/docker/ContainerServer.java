package io.github.phonelatch.docker;

import dasniko.testcontainers.keycloak.KeycloakContainer;
import io.github.phonelatch.server.AdminToken;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.server.RunningServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.utility.MountableFile;

/** Keycloak's official image with the released jar, and the realms that it is given, in it. */
public final class ContainerServer implements RunningServer {
    /**
     * A name without a dot, for which plain HTTP is allowed. It stands for this machine as containers see it, so a simulator
     * in this JVM has to listen on all addresses and answer to this name.
     */
    public static final String THIS_MACHINE = "simulator";

    private static final int HTTP = 8080;
    private static final int MANAGEMENT = 9000;

    private final KeycloakContainer container;
    private final Path log;
    private final AdminToken adminToken = new AdminToken(this::uri);

    private ContainerServer(KeycloakContainer container, Path log) {
        this.container = container;
        this.log = log;
    }

    /**
     * Returns when the server is ready to be used.
     *
     * @param name of its log beside those of the other servers
     */
    public static ContainerServer start(String name, Simulator simulator, Path realmFile) {
        try {
            KeycloakContainer container = new KeycloakContainer(
                            "quay.io/keycloak/keycloak:" + System.getProperty("keycloak.version"))
                    .withProviderLibsFrom(List.of(new File(System.getProperty("phonelatch.jar"))))
                    .withAdminUsername(KeycloakServer.ADMIN)
                    .withAdminPassword(KeycloakServer.ADMIN_PASSWORD)
                    .withRamPercentage(2, 10)
                    .withProductionMode()
                    // It is built first; on a busy machine both take their time.
                    .withStartupTimeout(Duration.ofMinutes(5))
                    .withImagePullPolicy(PullPolicy.defaultPolicy())
                    .withCopyFileToContainer(MountableFile.forHostPath(data(realmFile)), "/opt/keycloak/data")
                    .withExtraHost(THIS_MACHINE, "host-gateway")
                    .withEnv("KC_DB", "dev-file")
                    .withEnv("KC_CACHE", "local")
                    .withEnv("KC_HTTP_ENABLED", "true")
                    .withEnv("KC_HOSTNAME_STRICT", "false")
                    // Ready in half the time.
                    .withEnv("JAVA_OPTS_APPEND", "-XX:TieredStopAtLevel=1")
                    .withEnv("KC_LOG_LEVEL", "INFO,io.github.phonelatch:TRACE,org.keycloak.events:DEBUG")
                    .withEnv(
                            "KC_SPI_PHONELATCH_GATEWAY__ENGAGELAB__BASE_URL",
                            "http://" + THIS_MACHINE + ":" + simulator.uri().getPort())
                    .withEnv("KC_SPI_PHONELATCH_GATEWAY__ENGAGELAB__DEV_KEY", SimulatorOptions.DEFAULT_KEY)
                    .withEnv("KC_SPI_PHONELATCH_GATEWAY__ENGAGELAB__DEV_SECRET", SimulatorOptions.DEFAULT_SECRET);
            // It would copy every line of the server's log to the test's own output.
            container.setLogConsumers(List.of());
            Path logs = Files.createDirectories(Path.of(System.getProperty("phonelatch.logs")));
            ContainerServer server = new ContainerServer(container, logs.resolve(name + ".log"));
            try {
                container.start();
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What its folder {@code data} holds at the start; whoever it runs as may write there. */
    private static Path data(Path realmFile) throws IOException {
        Path data = Files.createTempDirectory("data");
        Path imports = Files.createDirectory(data.resolve("import"));
        Path realm = Files.copy(realmFile, imports.resolve(realmFile.getFileName()));
        for (Path path : List.of(data, imports, realm)) {
            path.toFile().deleteOnExit();
        }
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxrwxrwx"));
        return data;
    }

    @Override
    public URI uri() {
        return URI.create("http://localhost:" + container.getMappedPort(HTTP));
    }

    @Override
    public URI managementUri() {
        return URI.create("http://localhost:" + container.getMappedPort(MANAGEMENT));
    }

    @Override
    public String log() {
        return container.getLogs();
    }

    /** It is built when it is started. */
    @Override
    public String buildLog() {
        return log();
    }

    @Override
    public String adminToken() {
        return adminToken.value();
    }

    /** Stops it and forgets its data. The log stays, for the scan at the end of the build. */
    @Override
    public void close() {
        try {
            if (container.getContainerId() != null) {
                Files.writeString(log, log());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            container.stop();
        }
    }
}
