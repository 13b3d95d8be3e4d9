package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.sabotage.RollingBackThemeSelector;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.ProviderJar;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.server.Postgres;
import io.github.phonelatch.tools.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.theme.ThemeSelectorProviderFactory;

/**
 * Whatever goes wrong in a request after a code was checked, its transaction is rolled back. Keycloak is run as
 * {@code stateless}, where one-time state lies in the database and would be rolled back with it.
 */
@ExtendWith(SharedServer.class)
class RollbackAttackIT {
    private static final int POSTS = 10;
    private static final int MAX_ATTEMPTS = 5;

    @Test
    void tenWrongCodes_inRequestsThatAreRolledBack_fiveReachTheProvider(Simulator simulator, @TempDir Path directory)
            throws IOException {
        try (Postgres postgres = Postgres.start();
                KeycloakServer server = SharedServer.serverWith(simulator)
                        .name("rolling-back")
                        .postgres(postgres)
                        .feature("stateless")
                        .jar(ProviderJar.write(
                                directory.resolve("sabotage.jar"),
                                Map.of(ThemeSelectorProviderFactory.class, RollingBackThemeSelector.class)))
                        .start()) {
            RealmAdmin school = new Admin(server).realm("school");
            school.openToTests();
            Phone phone = new Phone(simulator);
            Person student = school.newStudent();
            Page codePage = school.studentPortal().open(student).number(phone.number());
            assertThat(codePage.isCodePage()).as(codePage.toString()).isTrue();
            Page page = codePage;
            for (int i = 0; i < POSTS; i++) {
                page = page.code(phone.wrongCode());
                AttackAssertions.noCode(page);
            }

            assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
            AttackAssertions.noCode(page.code(phone.code()));
            assertThat(phone.verifyCalls()).isEqualTo(MAX_ATTEMPTS);
            assertThat(AttackAssertions.verifications(school, student)).isEmpty();
            JsonNode counts = school.representation().get("attributes");
            assertThat(counts.path(RollingBackThemeSelector.SPOILED).asInt()).isEqualTo(POSTS + 1);
            assertThat(counts.has(RollingBackThemeSelector.COMMITTED))
                    .as("committed a request")
                    .isFalse();
        }
    }
}
