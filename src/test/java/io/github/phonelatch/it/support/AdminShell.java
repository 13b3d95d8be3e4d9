package io.github.phonelatch.it.support;

import io.github.phonelatch.server.KeycloakServer;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Where an admin types commands: {@code kcadm.sh} is on the path.
 *
 * @param home where {@code kcadm.sh} keeps its sign-in
 */
public record AdminShell(KeycloakServer server, Path home) {
    private static final long PATIENCE_IN_MINUTES = 10;

    /**
     * What came of a command.
     *
     * @param text standard output and errors
     */
    public record Said(boolean succeeded, String text) {}

    public Said run(Map<String, String> environment, String... command) throws IOException, InterruptedException {
        Path said = Files.createTempFile(home, "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder(List.of(command))
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                .redirectOutput(said.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("KC"));
        builder.environment()
                .merge("PATH", server.programs().toString(), (path, ours) -> ours + File.pathSeparator + path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KC_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Duser.home=" + home);
        builder.environment().put("KC_CLI_PASSWORD", KeycloakServer.ADMIN_PASSWORD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(PATIENCE_IN_MINUTES, TimeUnit.MINUTES)) {
                throw new AssertionError("still running: " + String.join(" ", command) + "\n" + Files.readString(said));
            }
            return new Said(process.exitValue() == 0, Files.readString(said));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }
}
