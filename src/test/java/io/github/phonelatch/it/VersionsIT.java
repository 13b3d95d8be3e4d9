package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The released jar on other Keycloaks than the one it is made with. Run by the profile {@code versions}, which brings them. */
class VersionsIT {
    private static final String OLDEST = "26.7.2";

    private static Simulator simulator;

    @BeforeAll
    static void start() {
        simulator = Sent.recorded(Simulator.start(SimulatorOptions.defaults()));
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    private record Version(String number, Path archive) {
        private static final String NAME = "keycloak-quarkus-dist-";

        static List<Version> all() {
            try (Stream<Path> archives = Files.list(Path.of(System.getProperty("keycloak.archives")))) {
                return archives.map(archive -> new Version(
                                archive.getFileName()
                                        .toString()
                                        .replace(NAME, "")
                                        .replace(".zip", ""),
                                archive))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException("the profile 'versions' was to bring them", e);
            }
        }

        boolean isTooOld() {
            return Runtime.Version.parse(number).compareTo(Runtime.Version.parse(OLDEST)) < 0;
        }

        KeycloakServer.Builder server() {
            return SharedServer.serverWith(simulator).name("keycloak-" + number).archive(archive);
        }

        @Override
        public String toString() {
            return number;
        }
    }

    static List<Version> supported() {
        return Version.all().stream().filter(version -> !version.isTooOld()).toList();
    }

    @ParameterizedTest
    @MethodSource("supported")
    void personVerifiesANumber_andSignsInWithACode(Version version) {
        Phone students = new Phone(simulator);
        Phone teachers = new Phone(simulator);
        try (KeycloakServer server = version.server().start()) {
            RealmAdmin school = new Admin(server).realm("school");
            school.openToTests();

            Tokens student = school.studentPortal()
                    .open(school.newStudent())
                    .number(students.number())
                    .code(students.code())
                    .tokens();
            Tokens teacher = school.studentPortal()
                    .open(school.newVerifiedTeacher(teachers))
                    .code(teachers.code())
                    .tokens();

            for (Tokens tokens : List.of(student, teacher)) {
                assertThat(tokens.accessClaims().path("phone_number_verified").asBoolean())
                        .isTrue();
            }
            assertThat(new Admin(server)
                            .get("serverinfo")
                            .at("/systemInfo/version")
                            .asText())
                    .isEqualTo(version.number());
            assertThat(server.log()).doesNotContain("NoSuchMethod", "NoClassDef", "ClassNotFound", "LinkageError");
        }
    }

    /** They have a known takeover in their reset-credentials flow. */
    @Test
    void olderKeycloak_doesNotStart_andSaysWhy() {
        List<Version> tooOld = Version.all().stream().filter(Version::isTooOld).toList();
        assertThat(tooOld).isNotEmpty();

        for (Version version : tooOld) {
            assertThatThrownBy(() -> version.server().start().close())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Phonelatch needs Keycloak 26.7.2 or newer and this is " + version.number())
                    .hasMessageContaining("remove the Phonelatch jar");
        }
    }
}
