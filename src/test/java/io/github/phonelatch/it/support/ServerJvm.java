package io.github.phonelatch.it.support;

import io.github.phonelatch.server.KeycloakServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the JVM of a server tells {@code jcmd}. */
public final class ServerJvm {
    private static final Pattern STATE = Pattern.compile("\\s+java\\.lang\\.Thread\\.State: ([A-Z_]+).*");
    private static final Pattern FRAME = Pattern.compile("\\s+at (?:[^/(]*/)*([^/(]+)\\(.*");
    /** One line for the whole heap, or one for each generation, as the collector has it. */
    private static final Pattern USED =
            Pattern.compile("(?m)^ *(?:garbage-first heap|def new generation|tenured generation|PSYoungGen|ParOldGen)"
                    + ".* used (\\d+)K");

    private final KeycloakServer server;

    public ServerJvm(KeycloakServer server) {
        this.server = server;
    }

    /** A Java thread at one moment; the frames are class and method, the innermost first. */
    public record Running(String name, Thread.State state, List<String> frames) {
        private static final Set<Thread.State> WAITING =
                Set.of(Thread.State.BLOCKED, Thread.State.WAITING, Thread.State.TIMED_WAITING);

        public boolean waits() {
            return WAITING.contains(state);
        }

        public boolean isIn(String prefix) {
            return frames.stream().anyMatch(frame -> frame.startsWith(prefix));
        }
    }

    public List<Running> threads() {
        List<Running> threads = new ArrayList<>();
        String name = "";
        for (String line : jcmd("Thread.print").split("\n", -1)) {
            Matcher state = STATE.matcher(line);
            Matcher frame = FRAME.matcher(line);
            if (line.startsWith("\"")) {
                name = line.substring(1, line.indexOf('"', 1));
            } else if (state.matches()) {
                threads.add(new Running(name, Thread.State.valueOf(state.group(1)), new ArrayList<>()));
            } else if (frame.matches()) {
                threads.get(threads.size() - 1).frames().add(frame.group(1));
            }
        }
        if (threads.isEmpty()) {
            throw new AssertionError("no thread in what jcmd printed");
        }
        return threads;
    }

    /** Bytes in use after a collection. */
    public long heapInUse() {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        long bytes = 0;
        while (used.find()) {
            bytes += Long.parseLong(used.group(1)) * 1024;
        }
        if (bytes == 0) {
            throw new AssertionError("jcmd told no heap that is known here");
        }
        return bytes;
    }

    private String jcmd(String command) {
        Path program = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        try {
            Process process = new ProcessBuilder(program.toString(), Long.toString(server.pid()), command)
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new AssertionError(command + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while jcmd was printing", e);
        }
    }
}
