package io.github.phonelatch.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A real Keycloak, started from the distribution with the released jar in it. Each has its own directory, database and
 * ports; all of them end with the JVM.
 *
 * <p>Two system properties, set by the build, say what to start: {@code keycloak.archive} (the distribution's zip) and
 * {@code phonelatch.jar}.
 */
public final class KeycloakServer implements RunningServer {
    public static final String ADMIN = "admin";
    public static final String ADMIN_PASSWORD = "admin";

    private static final Duration START_WITHIN = Duration.ofMinutes(3);
    private static final Pattern LISTENING = Pattern.compile(
            "Listening on: http://\\S+?:(\\d+)\\. Management interface listening on http://\\S+?:(\\d+)");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Builder settings;
    private final Path directory;
    private final Path log;
    private final Thread whenTheJvmEnds = new Thread(this::end);
    private volatile Process process;
    private volatile int port;
    private volatile int managementPort;
    private final AdminToken adminToken = new AdminToken(this::uri);

    private KeycloakServer(Builder settings) throws IOException {
        this.settings = settings;
        Path cache = Path.of(System.getProperty("phonelatch.basedir", ""))
                .toAbsolutePath()
                .resolve("target/keycloak");
        Path archive = settings.archive == null ? fileFrom("keycloak.archive") : settings.archive;
        this.directory =
                new Distribution(archive, cache).newServer(settings.name, settings.allJars(), settings.buildOptions());
        this.log = Files.createDirectories(cache.resolve("logs")).resolve(directory.getFileName() + ".log");
    }

    public static Builder builder() {
        return new Builder();
    }

    /** What to start. Options are Keycloak's own, without the leading dashes. */
    public static final class Builder {
        private final Map<String, String> options = new LinkedHashMap<>();
        private final Map<String, String> environment = new LinkedHashMap<>();
        private final List<Path> realmFiles = new ArrayList<>();
        private final List<Path> jars = new ArrayList<>();
        private final List<String> features = new ArrayList<>();
        private final List<String> builtWith = new ArrayList<>();
        private final StringBuilder logLevel = new StringBuilder("INFO");
        private String name = "keycloak";
        private Optional<Postgres> postgres = Optional.empty();
        private boolean clustered;
        private boolean ourJar = true;
        private Path archive;
        private int port;

        private Builder() {}

        /** Part of the names of its directory and log. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        public Builder option(String name, Object value) {
            options.put(name, String.valueOf(value));
            return this;
        }

        /** Another distribution than the one the build is for. */
        public Builder archive(Path zip) {
            archive = zip;
            return this;
        }

        /** A variable of the server's environment, such as {@code JAVA_OPTS_APPEND} where speed is what is measured. */
        public Builder environment(String name, String value) {
            environment.put(name, value);
            return this;
        }

        public Builder importRealm(Path file) {
            realmFiles.add(file);
            return this;
        }

        public Builder jar(Path jar) {
            jars.add(jar);
            return this;
        }

        /** One of Keycloak's features that is off by default. */
        public Builder feature(String feature) {
            features.add(feature);
            return this;
        }

        /** One of Keycloak's options that only {@code kc.sh build} takes, such as {@code metrics-enabled}. */
        public Builder buildOption(String name, Object value) {
            builtWith.add("--" + name + "=" + value);
            return this;
        }

        public Builder withoutOurJar() {
            ourJar = false;
            return this;
        }

        public Builder logLevel(String category, String level) {
            logLevel.append(',').append(category).append(':').append(level);
            return this;
        }

        /** Keeps its data there, and not in files of its own. Stays open when the server is closed. */
        public Builder postgres(Postgres database) {
            postgres = Optional.of(database);
            return this;
        }

        /**
         * One node of a cluster of all servers on the same {@link #postgres}, as Keycloak forms it by default. Only the first
         * one started imports realms.
         */
        public Builder clustered() {
            clustered = true;
            return this;
        }

        /** The port to listen on, a free one unless given. */
        public Builder port(int port) {
            this.port = port;
            return this;
        }

        /** Fixes a free port to listen on, which it keeps when it is started again. */
        public Builder ownPort() {
            return port(Ports.free());
        }

        /** Returns when the server is ready to be used, and throws with the end of its log if it never is. */
        public KeycloakServer start() {
            try {
                KeycloakServer server = new KeycloakServer(this);
                Runtime.getRuntime().addShutdownHook(server.whenTheJvmEnds);
                try {
                    server.run();
                } catch (RuntimeException e) {
                    server.close();
                    throw e;
                }
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** What {@code kc.sh build} fixes. */
        private List<String> buildOptions() {
            List<String> fixed = new ArrayList<>();
            fixed.add(postgres.isPresent() ? "--db=postgres" : "--db=dev-file");
            if (!features.isEmpty()) {
                fixed.add("--features=" + String.join(",", features));
            }
            fixed.addAll(builtWith);
            return fixed;
        }

        private List<String> startOptions() {
            List<String> given = new ArrayList<>();
            postgres.ifPresent(database -> given.addAll(database.startOptions()));
            if (clustered) {
                given.addAll(List.of(
                        "--cache=ispn",
                        "--cache-embedded-network-bind-address=127.0.0.1",
                        "--cache-embedded-network-bind-port=" + Ports.freeForJGroups()));
            } else {
                given.add("--cache=local");
            }
            options.forEach((option, value) -> given.add("--" + option + "=" + value));
            return given;
        }

        private List<Path> allJars() {
            List<Path> all = new ArrayList<>(jars);
            if (ourJar) {
                all.add(fileFrom("phonelatch.jar"));
            }
            return all;
        }
    }

    private void run() throws IOException {
        Path imports = Files.createDirectories(directory.resolve("data/import"));
        for (Path file : settings.realmFiles) {
            Path copy = imports.resolve(file.getFileName());
            if (!Files.exists(copy)) {
                Files.copy(file, copy);
            }
        }
        List<String> command = new ArrayList<>(List.of(
                Distribution.script(directory),
                "start",
                "--optimized",
                "--import-realm",
                "--http-enabled=true",
                "--http-host=127.0.0.1",
                "--http-port=" + settings.port,
                "--http-management-port=0",
                "--hostname-strict=false",
                "--log-level=" + settings.logLevel));
        command.addAll(settings.startOptions());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Environment.clean(builder.environment());
        builder.environment().put("JAVA_OPTS_KC_HEAP", "-Xms256m -Xmx768m");
        builder.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", ADMIN);
        builder.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", ADMIN_PASSWORD);
        builder.environment().putAll(settings.environment);
        long logBefore = Files.exists(log) ? Files.size(log) : 0;
        process = builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        awaitReady((int) logBefore);
    }

    private void awaitReady(int logBefore) throws IOException {
        Instant deadline = Instant.now().plus(START_WITHIN);
        boolean listening = false;
        while (Instant.now().isBefore(deadline)) {
            if (!process.isAlive()) {
                throw failed("Keycloak ended with exit code " + process.exitValue());
            }
            if (!listening) {
                byte[] bytes = Files.readAllBytes(log);
                Matcher ports = LISTENING.matcher(
                        new String(bytes, logBefore, bytes.length - logBefore, StandardCharsets.UTF_8));
                listening = ports.find();
                if (listening) {
                    port = Integer.parseInt(ports.group(1));
                    managementPort = Integer.parseInt(ports.group(2));
                }
            } else if (isReady()) {
                return;
            }
            pause();
        }
        throw failed("Keycloak was not ready within " + START_WITHIN.toSeconds() + " s");
    }

    private boolean isReady() {
        try {
            return send(HttpRequest.newBuilder(managementUri().resolve("/health/ready"))
                                    .timeout(Duration.ofSeconds(5)))
                            .statusCode()
                    == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private IllegalStateException failed(String what) {
        List<String> lines = log().lines().toList();
        return new IllegalStateException(what + ". The end of its log (" + log + "):\n"
                + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size())));
    }

    @Override
    public URI uri() {
        return URI.create("http://localhost:" + port);
    }

    @Override
    public URI managementUri() {
        return URI.create("http://localhost:" + managementPort);
    }

    public URI realmUri(String realm) {
        return URI.create(uri() + "/realms/" + realm);
    }

    /** The process id of its JVM. */
    public long pid() {
        return process.toHandle()
                .descendants()
                .filter(child -> child.info().command().orElse("").endsWith("/java"))
                .findFirst()
                .orElseGet(process::toHandle)
                .pid();
    }

    @Override
    public String log() {
        try {
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String buildLog() {
        try {
            return Files.readString(directory.resolve("build.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Path logFile() {
        return log;
    }

    /** The script that started it and the server itself, since it was started last. */
    public Stream<ProcessHandle> processes() {
        ProcessHandle script = process.toHandle();
        return Stream.concat(Stream.of(script), script.descendants());
    }

    /** Where its {@code kcadm.sh} is. */
    public Path programs() {
        return directory.resolve("bin");
    }

    @Override
    public String adminToken() {
        return adminToken.value();
    }

    /** Stops it and starts it again with the same data, on other ports unless they are fixed. */
    public synchronized void restart() {
        stop();
        startAgain();
    }

    /** After {@link #stop} or {@link #kill}: with the same data, on other ports unless they are fixed. */
    public synchronized void startAgain() {
        try {
            run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it and forgets its data. The log stays. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(whenTheJvmEnds);
        end();
    }

    private void end() {
        stop();
        try {
            Distribution.delete(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it as an operator does: it answers what it has begun. Returns when it has ended. */
    public void stop() {
        if (process != null) {
            Environment.kill(process.toHandle());
        }
    }

    /** Takes it away at once, as a power cut does. Returns when it has ended. */
    public void kill() {
        Environment.killAtOnce(process.toHandle());
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while talking to Keycloak", e);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Keycloak was starting", e);
        }
    }

    private static Path fileFrom(String property) {
        String path = System.getProperty(property);
        if (path == null || !Files.isRegularFile(Path.of(path))) {
            throw new IllegalStateException("system property " + property + " must name a file, but is " + path
                    + " (the build sets it: run through ./mvnw verify)");
        }
        return Path.of(path);
    }
}
