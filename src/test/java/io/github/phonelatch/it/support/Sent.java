package io.github.phonelatch.it.support;

import io.github.phonelatch.tools.simulator.Simulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Writes down, as it happens, which numbers and codes go through a simulator: the scan at the end of the build knows from it
 * what no log may hold. Where the build names no directory for it nothing is written.
 */
public final class Sent {
    /** The system property with the directory: a file for each process, a line for each message: number, space, code. */
    public static final String DIRECTORY = "phonelatch.sent";

    private Sent() {}

    public static Simulator recorded(Simulator simulator) {
        String directory = System.getProperty(DIRECTORY, "");
        if (!directory.isEmpty()) {
            Path file = Path.of(directory).resolve(ProcessHandle.current().pid() + ".txt");
            simulator.control().onMessage(message -> append(file, message.to() + " " + message.code() + "\n"));
        }
        return simulator;
    }

    private static synchronized void append(Path file, String line) {
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, line, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
