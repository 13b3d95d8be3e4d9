package io.github.phonelatch.examples;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The example {@code examples/school-api-fastapi} in a process of its own, where there is a Python that has what it needs. */
final class FastApiExample implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("running on http://127\\.0\\.0\\.1:(\\d+)");

    private final Program program;

    private FastApiExample(Program program) {
        this.program = program;
    }

    /** The first interpreter that has its libraries: the one named by {@code PHONELATCH_PYTHON}, then the usual ones. */
    static Optional<String> python() {
        return Stream.of(System.getenv("PHONELATCH_PYTHON"), "python3", "/usr/bin/python3", "python")
                .filter(Objects::nonNull)
                .filter(FastApiExample::hasTheLibraries)
                .findFirst();
    }

    private static boolean hasTheLibraries(String interpreter) {
        try {
            Process process = new ProcessBuilder(interpreter, "-c", "import fastapi, uvicorn, jwt, cryptography")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try {
                return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException notThere) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Starts it at a free port and does not wait. */
    static FastApiExample start(String python, URI issuer, List<URI> origins) {
        Path directory = Program.examples().resolve("school-api-fastapi");
        return new FastApiExample(Program.start(
                "school-api-fastapi",
                directory,
                List.of(python, "-m", "uvicorn", "main:app", "--port", "0"),
                Map.of(
                        "SCHOOL_ISSUER",
                        issuer.toString(),
                        "SCHOOL_ALLOWED_ORIGINS",
                        SchoolApi.commaList(origins),
                        "PYTHONUNBUFFERED",
                        "1",
                        "PYTHONDONTWRITEBYTECODE",
                        "1"),
                LISTENING));
    }

    URI uri() {
        return program.uri();
    }

    @Override
    public void close() {
        program.close();
    }
}
