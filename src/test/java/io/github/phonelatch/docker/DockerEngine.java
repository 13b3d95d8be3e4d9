package io.github.phonelatch.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** The machine's Docker engine. Where none answers the tests that need it are skipped, and say so. */
public final class DockerEngine {
    /** Set to {@code required} where an engine is known to be: the tests then fail without one instead of being skipped. */
    private static final String REQUIRED = "PHONELATCH_DOCKER";

    private DockerEngine() {}

    /** Skips the calling test where no engine answers. */
    public static void assumeAnswering() {
        assume(answers(), "no Docker engine answers (docker version)");
    }

    /** Skips the calling test where something that it needs beside the engine is not there. */
    static void assume(boolean there, String otherwise) {
        if (!there && "required".equals(System.getenv(REQUIRED))) {
            throw new AssertionError(otherwise + ", though " + REQUIRED + " says that tests in containers can be run");
        }
        assumeTrue(there, "Tests in containers are skipped: " + otherwise);
    }

    private static boolean answers() {
        try {
            Process version = new ProcessBuilder("docker", "version", "--format", "{{.Server.Version}}")
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!version.waitFor(20, TimeUnit.SECONDS)) {
                version.destroyForcibly();
                return false;
            }
            return version.exitValue() == 0;
        } catch (IOException noSuchProgram) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking for a Docker engine", e);
        }
    }
}
