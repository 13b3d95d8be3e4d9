package io.github.phonelatch.examples;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The example {@code examples/school-api}, as the build has packaged it, in a process of its own that ends with the JVM. */
public final class SchoolApi implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("Tomcat started on port (\\d+)");

    private final Program program;

    private SchoolApi(Program program) {
        this.program = program;
    }

    /**
     * Starts it and does not wait: it needs no Keycloak until the first token comes.
     *
     * @param port 0 for a free one
     * @param issuer the realm whose tokens it believes, as {@code http://localhost:8080/realms/school}
     * @param origins the pages that may call it from a browser
     */
    public static SchoolApi start(int port, URI issuer, List<URI> origins) {
        Path jar = Program.examples().resolve("school-api/target/school-api.jar");
        if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(jar + " is missing (the build makes it: run through ./mvnw verify)");
        }
        return new SchoolApi(Program.start(
                "school-api",
                jar.getParent(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        // Ready sooner; nothing here runs long enough to repay the second compiler.
                        "-XX:TieredStopAtLevel=1",
                        "-jar",
                        jar.toString(),
                        "--server.address=127.0.0.1",
                        "--server.port=" + port,
                        "--school.issuer=" + issuer,
                        "--school.allowed-origins=" + commaList(origins)),
                Map.of(),
                LISTENING));
    }

    /** Where it answers, without a slash at the end. Waits until it does, and throws with its log if it never will. */
    public URI uri() {
        return program.uri();
    }

    static String commaList(List<URI> origins) {
        return origins.stream().map(URI::toString).collect(Collectors.joining(","));
    }

    @Override
    public void close() {
        program.close();
    }
}
