package io.github.phonelatch.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What processes have used of processors, without what the JVM's compilers have: these work on for minutes after a start, and most
 * where a load is light, which says nothing of the load. On systems without {@code /proc} they are counted too.
 */
final class Work {
    private static final List<String> COMPILERS = List.of("(C1 Compiler", "(C2 Compiler");
    /** The kernel's unit in those files, whatever its own clock. */
    private static final long MILLIS_PER_TICK = 10;

    private Work() {}

    static Duration of(Stream<ProcessHandle> processes) {
        return processes
                .map(process ->
                        process.info().totalCpuDuration().orElse(Duration.ZERO).minus(compilers(process)))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration compilers(ProcessHandle process) {
        Path threads = Path.of("/proc", String.valueOf(process.pid()), "task");
        if (!Files.isDirectory(threads)) {
            return Duration.ZERO;
        }
        try (Stream<Path> all = Files.list(threads)) {
            return all.map(thread -> thread.resolve("stat"))
                    .filter(Files::isReadable)
                    .map(Work::compiler)
                    .reduce(Duration.ZERO, Duration::plus);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of one thread, nothing where it is no compiler or has just ended. See proc(5): the name is in brackets, time in the 14th and 15th field. */
    private static Duration compiler(Path stat) {
        String text;
        try {
            text = Files.readString(stat);
        } catch (IOException ended) {
            return Duration.ZERO;
        }
        if (COMPILERS.stream().noneMatch(text::contains)) {
            return Duration.ZERO;
        }
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return Duration.ofMillis((Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * MILLIS_PER_TICK);
    }
}
