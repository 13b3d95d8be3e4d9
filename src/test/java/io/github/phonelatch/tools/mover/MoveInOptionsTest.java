package io.github.phonelatch.tools.mover;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MoveInOptionsTest {
    @TempDir
    Path directory;

    @Test
    void help_tellsOptionsColumnsAndExitCodes() {
        Run run = Run.of("--help");

        assertThat(run.exitCode).isZero();
        assertThat(run.out).contains("MOVE_IN_SECRET", "--default-country", "--check", "Exit code");
        for (Column column : Column.values()) {
            assertThat(run.out).contains("  " + column.title() + " ");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "|which file?",
                "f.csv g.csv|one file at a time",
                "f.csv|--keycloak and --realm missing",
                "f.csv --keycloak https://k|--realm missing",
                "f.csv --keycloak k --realm r|--keycloak is an address",
                "f.csv --keycloak ftp://k --realm r|--keycloak is an address",
                "f.csv --keycloak https://u:p@k --realm r|--keycloak is an address",
                "f.csv --keycloak https://k --realm r --user u|give --group",
                "f.csv --keycloak https://k --realm r --user u --group /g --no-group|give --group",
                "f.csv --keycloak https://k --realm r --user u --group g|begins with a slash",
                "f.csv --keycloak https://k --realm r --group /g|give either --user or --client",
                "f.csv --keycloak https://k --realm r --group /g --user u --client c|give either --user or --client",
                "f.csv --password secret|unknown option --password",
                "f.csv --realm|--realm needs a value",
                "f.csv --realm --check|--realm needs a value",
                "f.csv --realm r --realm s|--realm is given twice",
                "f.csv --check --default-country XX|--default-country is",
                "f.csv --check --time-zone GMT+25|--time-zone is"
            })
    void wrongCommandLine_isTold(String args, String reason) {
        Run run = args == null ? Run.of() : Run.of(args.split(" "));

        assertThat(run.exitCode).isEqualTo(2);
        assertThat(run.err).contains(reason, "move-in --help");
        assertThat(run.out).isEmpty();
    }

    @Test
    void reportOverTheFileItself_isRefused_andTheFileStays() throws IOException {
        Path file = Run.file(directory, "name,email", "Ada,ada@school.example");
        Run run = Run.of(
                file.toString(),
                "--check",
                "--report",
                directory.resolve("./people.csv").toString());

        assertThat(run.exitCode).isEqualTo(2);
        assertThat(Files.readAllLines(file)).hasSize(2);
    }

    @Test
    void reportOrSecretThatCannotBeOpened_isTold() {
        Path file = Run.file(directory, "name,email", "Ada,ada@school.example");
        Run report = Run.of(
                file.toString(),
                "--check",
                "--report",
                directory.resolve("no/where.csv").toString());
        Run secret = Run.of(
                file.toString(),
                "--keycloak",
                "http://127.0.0.1:1",
                "--realm",
                "r",
                "--no-group",
                "--user",
                "u",
                "--secret-file",
                directory.resolve("none").toString());

        assertThat(report.err).contains("--report cannot be written");
        assertThat(secret.err).contains("--secret-file cannot be read");
    }

    @Test
    void plainHttpBeyondThisMachine_isWarnedOf() {
        Path file = Run.file(directory, "name,email", "Ada,ada@school.example");
        Run run = Run.of(
                file.toString(),
                "--keycloak",
                "http://no.such.host.invalid",
                "--realm",
                "r",
                "--no-group",
                "--user",
                "u");

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("WARNING: http://no.such.host.invalid is plain HTTP", "cannot be reached");
    }
}
