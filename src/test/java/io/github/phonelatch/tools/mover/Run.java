package io.github.phonelatch.tools.mover;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** The program as somebody runs it, with its waits skipped and everything it prints kept. */
final class Run {
    static final String HASH = "$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";

    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    final int exitCode;
    final String out;
    final String err;

    private Run(InstantSource clock, boolean watched, Runnable atEachPause, String... args) {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        ByteArrayOutputStream complained = new ByteArrayOutputStream();
        MoveInProgram program = new MoveInProgram(
                Map.of("MOVE_IN_SECRET", FakeKeycloak.SECRET),
                time -> {
                    pauses.add(time);
                    atEachPause.run();
                },
                clock,
                watched);
        exitCode = program.run(List.of(args), printer(printed), printer(complained));
        out = printed.toString(StandardCharsets.UTF_8);
        err = complained.toString(StandardCharsets.UTF_8);
    }

    static Run of(String... args) {
        return new Run(InstantSource.system(), false, () -> {}, args);
    }

    /** Into the group {@code /students} of the realm {@code school}, with these options more. */
    static Run into(FakeKeycloak keycloak, Path file, String... more) {
        return into(keycloak, file, InstantSource.system(), false, () -> {}, more);
    }

    static Run into(
            FakeKeycloak keycloak,
            Path file,
            InstantSource clock,
            boolean watched,
            Runnable atEachPause,
            String... more) {
        List<String> args = new ArrayList<>(List.of(
                file.toString(),
                "--keycloak",
                keycloak.uri().toString(),
                "--realm",
                "school",
                "--group",
                "/students",
                "--user",
                "admin"));
        args.addAll(Arrays.asList(more));
        return new Run(clock, watched, atEachPause, args.toArray(String[]::new));
    }

    /** A file with these lines in a directory. */
    static Path file(Path directory, String... lines) {
        try {
            return Files.writeString(directory.resolve("people.csv"), String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PrintStream printer(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }
}
