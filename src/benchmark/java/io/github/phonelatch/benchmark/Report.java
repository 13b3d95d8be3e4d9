package io.github.phonelatch.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where results go: to the console, and as Markdown under {@code target/benchmarks}. */
final class Report {
    static final Path DIRECTORY = Path.of(System.getProperty("phonelatch.basedir", ""))
            .toAbsolutePath()
            .resolve("target/benchmarks");

    private Report() {}

    static void write(String name, String text) throws IOException {
        Files.createDirectories(DIRECTORY);
        Files.writeString(DIRECTORY.resolve(name + ".md"), text);
        new PrintStream(System.out, true, StandardCharsets.UTF_8).println("\n" + text);
    }
}
