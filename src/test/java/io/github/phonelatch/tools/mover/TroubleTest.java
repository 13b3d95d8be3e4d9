package io.github.phonelatch.tools.mover;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.support.MovableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keycloak away, busy, strange, or asked by somebody who may not. */
@Timeout(60)
class TroubleTest {
    @TempDir
    Path directory;

    private FakeKeycloak keycloak;

    @BeforeEach
    void start() throws IOException {
        keycloak = new FakeKeycloak();
    }

    @AfterEach
    void stop() {
        keycloak.close();
    }

    private Path people(int count) {
        List<String> lines = new ArrayList<>(List.of("name,email,password"));
        for (int i = 1; i <= count; i++) {
            lines.add("Pupil,pupil" + i + "@school.example," + Run.HASH);
        }
        return Run.file(directory, lines.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 502, 503, 504})
    void busyKeycloak_isAskedAgain(int status) {
        keycloak.importFaults.addAll(Collections.nCopies(6, status));
        Run run = Run.into(keycloak, people(100));

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(run.out).contains("moved in: 100", "refused: 0");
        assertThat(run.pauses).extracting(Duration::toSeconds).containsExactly(1L, 2L, 4L, 8L, 15L, 30L);
    }

    @Test
    void keycloakThatStaysBusy_stopsTheRun_andTheNextOneGoesOn() {
        Run.into(keycloak, people(100));
        keycloak.importFaults.addAll(Collections.nCopies(14, 503));
        Run stopped = Run.into(keycloak, people(200));
        keycloak.importFaults.clear();
        Run next = Run.into(keycloak, people(200));

        assertThat(stopped.exitCode).isEqualTo(1);
        assertThat(stopped.err).contains(keycloak.uri() + " answers 503", "asked 7 times");
        assertThat(next.exitCode).isZero();
        assertThat(keycloak.users).hasSize(200);
    }

    @Test
    void keycloakThatIsGone_isToldAsSuch() {
        keycloak.close();
        Run run = Run.into(keycloak, people(1));

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("cannot be reached");
        assertThat(run.pauses).hasSize(6);
    }

    @Test
    void tokenEndpointThatIsBusy_isAskedAgain() {
        keycloak.tokenFaults.addAll(List.of(503, 503));
        Run run = Run.into(keycloak, people(1));

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(run.pauses).hasSize(2);
    }

    @Test
    void token_isRenewedBeforeItEnds() {
        MovableClock clock = new MovableClock();
        keycloak.importFaults.add(503);
        Run run = Run.into(keycloak, people(1), clock, false, () -> clock.pass(Duration.ofSeconds(31)));

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(keycloak.tokenForms).hasSize(2);
    }

    @Test
    void tokenThatEndedTooSoon_isReplaced() {
        keycloak.importFaults.add(503);
        Run run = Run.into(keycloak, people(1), InstantSource.system(), false, () -> keycloak.forgetTokens());

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(keycloak.tokenForms).hasSize(2);
    }

    @Test
    void tokenThatIsNeverAccepted_stopsTheRun() {
        keycloak.tokensAreRefused = true;
        Run run = Run.into(keycloak, people(1));

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("does not accept it (401)");
        assertThat(keycloak.tokenForms).hasSize(2);
    }

    @Test
    void rowThatMakesKeycloakFail_isFoundInItsBatch_andTheOthersMoveIn() {
        keycloak.poison.add("pupil7@school.example");
        Run run = Run.into(keycloak, people(100));

        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out).contains("moved in: 99", "refused: 1");
        assertThat(run.err).contains("line 8 refused: it was refused by Keycloak (500 unknown_error)");
    }

    @Test
    void failureThatPasses_refusesNobody() {
        keycloak.importFaults.addAll(List.of(500, 500, 500));
        Run run = Run.into(keycloak, people(2));

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(run.out).contains("moved in: 2");
    }

    @Test
    void keycloakThatRefusesEverybody_stopsTheRun_insteadOfReportingAll() {
        for (int i = 1; i <= 100; i++) {
            keycloak.poison.add("pupil" + i + "@school.example");
        }
        Run run = Run.into(keycloak, people(100));

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("one row after the other (500 unknown_error)");
        assertThat(run.err.lines().filter(line -> line.contains("refused:"))).hasSize(19);
    }

    @ParameterizedTest
    @CsvSource({"403,needs the roles manage-realm", "404,knows no realm school"})
    void importThatIsNotAllowed_stopsTheRun(int status, String reason) {
        keycloak.importFaults.add(status);
        Run run = Run.into(keycloak, people(3));

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains(reason);
    }

    @Test
    void answerThatSaysNothing_isNotTakenForSuccess() {
        keycloak.takesImportsAndSaysNothing = true;
        Run run = Run.into(keycloak, people(1));

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("does not say what became of line 2");
    }

    @Test
    void wrongSecret_isToldWithKeycloaksReason() throws Exception {
        Path wrong = Files.writeString(directory.resolve("secret"), "wrong\n");
        Run run = Run.into(keycloak, people(1), "--secret-file", wrong.toString());

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("user admin of realm master", "401 Invalid user credentials");
    }

    @Test
    void secretFile_isReadWithoutItsLineEnd_andClientsHaveTheirOwnGrant() throws Exception {
        Path secret = Files.writeString(directory.resolve("secret"), FakeKeycloak.SECRET + "\n");
        Run run = Run.of(
                people(1).toString(),
                "--keycloak=" + keycloak.uri() + "/",
                "--realm=school",
                "--no-group",
                "--client=mover",
                "--login-realm=school",
                "--secret-file=" + secret);

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(keycloak.tokenForms)
                .containsExactly("grant_type=client_credentials&client_id=mover&client_secret=" + FakeKeycloak.SECRET);
        assertThat(keycloak.user("pupil1@school.example").get("groups")).hasToString("[\"/everybody\"]");
    }

    @Test
    void keycloakWithoutBcrypt_stopsTheRun_wherePasswordsAreMoved() {
        keycloak.bcrypt = false;
        Run with = Run.into(keycloak, people(1));
        Run without = Run.into(keycloak, Run.file(directory, "name,email", "Ada,ada@school.example"));

        assertThat(with.exitCode).isEqualTo(1);
        assertThat(with.err).contains("does not know bcrypt");
        assertThat(without.exitCode).isZero();
        assertThat(keycloak.users).containsOnlyKeys("ada@school.example");
    }

    @Test
    void unknownRealmOrGroup_isToldBeforeAnybodyMoves() {
        String file = people(1).toString();
        String address = keycloak.uri().toString();
        Run realm = Run.of(file, "--keycloak", address, "--realm", "scool", "--group", "/students", "--user", "admin");
        Run group = Run.of(file, "--keycloak", address, "--realm", "school", "--group", "/pupils", "--user", "admin");

        assertThat(realm.err).contains("Keycloak knows no realm scool");
        assertThat(group.err).contains("Keycloak knows no group /pupils");
        assertThat(List.of(realm.exitCode, group.exitCode)).containsOnly(1);
        assertThat(keycloak.importSizes).isEmpty();
    }

    @Test
    void secrets_areInNothingThatIsPrinted() {
        keycloak.poison.add("pupil1@school.example");
        Run run = Run.into(keycloak, people(1));

        assertThat(run.out + run.err).doesNotContain(FakeKeycloak.SECRET, Run.HASH, "token-");
    }

    @Test
    void progress_isOneLineForAWatcher_andNowAndThenALineForALog() {
        MovableClock clock = new MovableClock();
        keycloak.importFaults.add(503);
        Run watched = Run.into(keycloak, people(100), clock, true, () -> clock.pass(Duration.ofSeconds(10)));
        keycloak.importFaults.add(503);
        Run logged = Run.into(keycloak, people(200), clock, false, () -> clock.pass(Duration.ofSeconds(20)));

        assertThat(watched.err).startsWith("\r100 %: 100 moved in, 0 already there, 0 refused, 10 a second\n");
        assertThat(logged.err.lines().toList())
                .singleElement()
                .asString()
                .contains(" %: ", "already there")
                .doesNotContain("\r");
        assertThat(logged.err.toLowerCase(Locale.ROOT)).doesNotContain("nan", "infinity");
    }
}
