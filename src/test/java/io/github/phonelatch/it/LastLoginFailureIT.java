package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.sabotage.RollingBackListener;
import io.github.phonelatch.it.sabotage.StubbornDirectory;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.ProviderJar;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.storage.UserStorageProviderFactory;

/** Keeping the time of a sign-in never costs the sign-in, and says nothing of one that did not happen. */
@ExtendWith(SharedServer.class)
class LastLoginFailureIT {
    private static KeycloakServer server;
    private static RealmAdmin school;

    @BeforeAll
    static void start(Simulator simulator, @TempDir Path directory) throws IOException {
        server = SharedServer.serverWith(simulator)
                .name("last-login")
                .option("spi-events-listener--phonelatch-last-login--minutes", 0)
                .jar(ProviderJar.write(
                        directory.resolve("sabotage.jar"),
                        Map.of(
                                EventListenerProviderFactory.class, RollingBackListener.class,
                                UserStorageProviderFactory.class, StubbornDirectory.class)))
                .start();
        school = new Admin(server).realm("school");
        school.openToTests();
        school.update(Map.of("eventsListeners", List.of("phonelatch-last-login", RollingBackListener.ID)));
        school.post(
                "components",
                Map.of(
                        "name",
                        "directory",
                        "providerId",
                        StubbornDirectory.ID,
                        "providerType",
                        "org.keycloak.storage.UserStorageProvider",
                        "config",
                        Map.of("enabled", List.of("true"))));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void personOfADirectoryThatRefuses_signsIn_andNothingIsSaid() {
        signsIn(StubbornDirectory.REFUSING);

        assertThat(server.log()).doesNotContain("told to refuse");
    }

    @Test
    void personOfADirectoryThatFails_signsIn_andTheLogSaysSo() {
        signsIn(StubbornDirectory.FAILING);

        Await.until("a line in the log", () -> server.log().contains("the time of the sign-in could not be kept"));
        assertThat(server.log().lines().filter(line -> line.contains("could not be kept")))
                .allMatch(line -> line.contains(" WARN "));
    }

    @Test
    void signInThatIsRolledBack_leavesNoTime() {
        school.createClient(Map.of(
                "clientId", RollingBackListener.CLIENT,
                "publicClient", true,
                "directAccessGrantsEnabled", true));
        App spoiled = school.app(RollingBackListener.CLIENT);
        Person pupil = school.newStudent();
        school.addRealmRole(pupil, "phone-exempt");

        assertThat(spoiled.directGrant(pupil).granted()).isTrue();
        assertThat(school.attribute(pupil, "lastLogin")).isEmpty();
        assertThat(school.schoolMobile().directGrant(pupil).granted()).isTrue();

        assertThat(school.attribute(pupil, "lastLogin")).isNotEmpty();
    }

    @Test
    void withoutAPause_everySignInIsKept() {
        Person student = school.newStudent();
        String justNow = Instant.now().minusSeconds(5).toString();
        school.setAttribute(student, "lastLogin", justNow);

        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();

        assertThat(school.attribute(student, "lastLogin")).isNotEqualTo(justNow);
    }

    private static void signsIn(String email) {
        Tokens tokens = school.schoolMobile().directGrant(new Person("", email, StubbornDirectory.PASSWORD));
        assertThat(tokens.granted()).as(tokens.toString()).isTrue();
    }
}
