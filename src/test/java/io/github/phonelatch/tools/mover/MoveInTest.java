package io.github.phonelatch.tools.mover;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run makes of a file, at a Keycloak that answers as it should. */
@Timeout(60)
class MoveInTest {
    private static final String ADA = "6f1c1d0e-0b51-4d3c-9d38-0d9f3a3f1a11";
    private static final String BEA = "6f1c1d0e-0b51-4d3c-9d38-0d9f3a3f1a22";

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

    private Path file(String... lines) {
        return Run.file(directory, lines);
    }

    private Path people(int from, int to) {
        List<String> lines = new ArrayList<>(List.of("id,name,email"));
        for (int i = from; i <= to; i++) {
            lines.add(new UUID(7, i) + ",Pupil " + i + ",pupil" + i + "@school.example");
        }
        return file(lines.toArray(String[]::new));
    }

    private List<String> report() throws IOException {
        return Files.readAllLines(directory.resolve("refused.csv"));
    }

    private String reportPath() {
        return directory.resolve("refused.csv").toString();
    }

    @Test
    void person_comesWithEverythingTheFileAndTheRealmSay() {
        Run run = Run.into(
                keycloak,
                file(
                        "id,name,email,email_verified,password,phone,status,last_login,created_at",
                        ADA + ",Ada,Ada@School.example,true," + Run.HASH
                                + ",07400 123456,inactive,2024-05-01 08:30:00.9,2020-01-02T03:04:05.678Z"),
                "--default-country",
                "gb");

        assertThat(run.exitCode).as(run.err).isZero();
        assertThat(run.out).contains("moved in: 1", "already there: 0", "refused: 0");
        JsonNode ada = keycloak.user("ada@school.example");
        assertThat(ada.get("id").asText()).isEqualTo(ADA);
        assertThat(ada.get("username").asText()).isEqualTo("ada@school.example");
        assertThat(ada.get("firstName").asText()).isEqualTo("Ada");
        assertThat(ada.get("enabled").asBoolean()).isFalse();
        assertThat(ada.get("emailVerified").asBoolean()).isTrue();
        assertThat(ada.get("createdTimestamp").asLong()).isEqualTo(1577934245678L);
        assertThat(ada.get("attributes"))
                .hasToString("{\"phoneNumber\":[\"+447400123456\"],\"lastLogin\":[\"2024-05-01T08:30:00Z\"]}");
        assertThat(ada.get("groups")).hasToString("[\"/everybody\",\"/students\"]");
        assertThat(ada.get("realmRoles")).hasToString("[\"default-roles-school\"]");
        assertThat(ada.get("requiredActions")).hasToString("[\"TERMS\"]");
        JsonNode credential = ada.get("credentials").get(0);
        assertThat(credential.get("type").asText()).isEqualTo("password");
        assertThat(credential.get("secretData").asText()).isEqualTo("{\"value\":\"" + Run.HASH + "\",\"salt\":\"\"}");
        assertThat(credential.get("credentialData").asText())
                .isEqualTo("{\"hashIterations\":10,\"algorithm\":\"bcrypt\"}");
    }

    @Test
    void personWithoutAPassword_hasToSetOne() {
        Run.into(keycloak, file("name,email,password", "Ada,ada@school.example,"));

        JsonNode ada = keycloak.user("ada@school.example");
        assertThat(ada.get("credentials")).isEmpty();
        assertThat(ada.get("requiredActions")).hasToString("[\"TERMS\",\"UPDATE_PASSWORD\"]");
    }

    @Test
    void fileComesInBatches_andASecondRunChangesNothing() {
        Run first = Run.into(keycloak, people(1, 250));
        JsonNode before = keycloak.user("pupil250@school.example");
        Run second = Run.into(keycloak, people(1, 260));

        assertThat(keycloak.importSizes).startsWith(100).contains(50).hasSize(6);
        assertThat(first.out).contains("moved in: 250", "already there: 0");
        assertThat(second.out).contains("moved in: 10", "already there: 250", "refused: 0");
        assertThat(second.exitCode).isZero();
        assertThat(keycloak.user("pupil250@school.example")).isSameAs(before);
    }

    @Test
    void refusedRows_areReportedWithLineColumnAndReason_andTheOthersMoveIn() throws Exception {
        Run run = Run.into(
                keycloak,
                file(
                        "id,name,email,password",
                        ADA + ",Ada,ada@school.example," + Run.HASH,
                        ",\"B,ea",
                        "of two lines\",nowhere,plain-text-password",
                        BEA + ",Bea,bea@school.example,",
                        "Cid,cid@school.example"),
                "--report",
                reportPath());

        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out).contains("moved in: 2", "refused: 2");
        assertThat(report())
                .containsExactly(
                        "line,outcome,column,reason",
                        "3,refused,name,\"has a character that Keycloak takes in no name, such as < > & ( ) / or a line"
                                + " break\"",
                        "3,refused,email,is no e-mail address",
                        "3,refused,password,\"is no bcrypt hash ($2a$, $2b$ or $2y$, 60 characters)\"",
                        "6,refused,,has 2 fields and the header 4");
        assertThat(run.err + run.out + report()).doesNotContain("plain-text-password", Run.HASH);
    }

    @Test
    void withoutAReport_refusedRowsArePrinted() {
        Run run = Run.into(keycloak, file("name,email", "Ada,nowhere", "Ada,ada@school.example,more"));

        assertThat(run.err).contains("line 2 refused: email is no e-mail address", "line 3 refused: it has 3 fields");
    }

    @Test
    void idOrAddressTwiceInTheFile_isRefusedWithTheFirstLine() throws Exception {
        Run.into(
                keycloak,
                file(
                        "id,name,email",
                        ADA + ",Ada,ada@school.example",
                        BEA + ",Ada,ADA@school.example",
                        ADA.toUpperCase(java.util.Locale.ROOT) + ",Bea,bea@school.example"),
                "--report",
                reportPath());

        assertThat(keycloak.users).containsOnlyKeys("ada@school.example");
        assertThat(report()).contains("3,refused,email,is on line 2 already", "4,refused,id,is on line 2 already");
    }

    @Test
    void addressOfAnotherAccount_isRefused_andTheAccountStaysAsItIs() throws Exception {
        Run.into(keycloak, file("id,name,email", ADA + ",Ada,ada@school.example"));
        JsonNode before = keycloak.user("ada@school.example");
        Run run = Run.into(
                keycloak,
                file("id,name,email", BEA + ",Bea,ada@school.example", ",Cid,cid@school.example"),
                "--report",
                reportPath());

        assertThat(run.exitCode).isEqualTo(3);
        assertThat(report())
                .containsExactly(
                        "line,outcome,column,reason", "2,refused,email,\"is that of another account, " + ADA + "\"");
        assertThat(keycloak.user("ada@school.example")).isSameAs(before);
        assertThat(keycloak.users).containsKey("cid@school.example");
    }

    @Test
    void idOfAnotherAccount_failsItsBatch_andOnlyThatRowIsRefused() throws Exception {
        Run.into(keycloak, file("id,name,email", new UUID(7, 42) + ",Ada,ada@school.example"));
        Run run = Run.into(keycloak, people(1, 100), "--report", reportPath());

        assertThat(run.out).contains("moved in: 99", "already there: 0", "refused: 1");
        assertThat(report()).contains("43,refused,id,is that of an account with another e-mail address");
    }

    @Test
    void idOfAnAccountOfAnotherRealm_isToldAsSuch() throws Exception {
        keycloak.idsElsewhere.add(ADA);
        Run run = Run.into(
                keycloak,
                file("id,name,email", ADA + ",Ada,ada@school.example", BEA + ",Bea,bea@school.example"),
                "--report",
                reportPath());

        assertThat(run.out).contains("moved in: 1", "refused: 1");
        assertThat(report()).contains("2,refused,id,is that of an account of another realm of this Keycloak");
    }

    @Test
    void phoneThatCannotBeRead_isLeftOut_andSaidOnceThePersonIsIn() throws Exception {
        Path file = file("name,email,phone", "Ada,ada@school.example,ask mum");
        Run first = Run.into(keycloak, file, "--report", reportPath());
        List<String> told = report();
        Run second = Run.into(keycloak, file, "--report", reportPath());

        assertThat(first.exitCode).isZero();
        assertThat(first.out).contains("without the phone, which is no phone number: 1");
        assertThat(told).contains("2,left out,phone,is no phone number; the person moved in without one");
        assertThat(second.out).contains("already there: 1").doesNotContain("without the phone");
        assertThat(report()).hasSize(1);
        assertThat(keycloak.user("ada@school.example").get("attributes")).isEmpty();
    }

    @Test
    void check_asksNobody_andTellsWhatIsWrongWithTheFile() {
        Run run = Run.of(
                file("name,email,phone,shoe_size", "Ada,ada@school.example,ask mum,39", "Bea,nowhere,,39")
                        .toString(),
                "--check");

        assertThat(run.exitCode).isEqualTo(3);
        assertThat(run.out).contains("can be read: 1", "refused: 1", "without the phone", ": 1");
        assertThat(run.err).contains("shoe_size", "line 3 refused: email is no e-mail address");
    }

    @Test
    void headerAlone_isAFileWithNobody() {
        Run run = Run.into(keycloak, file("name,email"));

        assertThat(run.exitCode).isZero();
        assertThat(run.out).contains("moved in: 0");
        assertThat(keycloak.importSizes).isEmpty();
    }

    @Test
    void brokenFile_stopsAtTheBreak_andWhatCameBeforeIsIn() {
        List<String> lines = new ArrayList<>(List.of("name,email"));
        for (int i = 0; i < 100; i++) {
            lines.add("Pupil,pupil" + i + "@school.example");
        }
        lines.add("\"Ada,ada@school.example");
        Run run = Run.into(keycloak, file(lines.toArray(String[]::new)));

        assertThat(run.exitCode).isEqualTo(1);
        assertThat(run.err).contains("people.csv", "line 101");
    }
}
