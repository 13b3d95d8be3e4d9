package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.sabotage.RollingBackListener;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Mailbox;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.ProviderJar;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.SentMail;
import io.github.phonelatch.tools.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.keycloak.events.EventListenerProviderFactory;

/** Nobody is told of what did not happen. */
@ExtendWith(SharedServer.class)
class RolledBackNoticeIT {

    @Test
    void verificationThatIsRolledBack_isNotTold(Simulator simulator, @TempDir Path directory) throws IOException {
        try (KeycloakServer server = SharedServer.serverWith(simulator)
                .name("rolled-back-notice")
                .jar(ProviderJar.write(
                        directory.resolve("sabotage.jar"),
                        Map.of(EventListenerProviderFactory.class, RollingBackListener.class)))
                .start()) {
            RealmAdmin school = new Admin(server).realm("school");
            school.openToTests();
            school.mailBy(simulator);
            school.update(Map.of("eventsListeners", List.of(RollingBackListener.ID)));
            school.createClient(Map.of(
                    "clientId",
                    RollingBackListener.CLIENT,
                    "publicClient",
                    true,
                    "redirectUris",
                    List.of(App.CALLBACK.toString())));
            Person student = school.newStudent();
            Phone lost = new Phone(simulator);
            Phone kept = new Phone(simulator);

            verify(school.app(RollingBackListener.CLIENT), student, lost);
            assertThat(school.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
            Page done = verify(school.studentPortal(), student, kept);
            assertThat(done.isCallback()).as(done.toString()).isTrue();

            Mailbox mailbox = Mailbox.of(student, simulator);
            assertThat(mailbox.newest().text()).contains(lastTwo(kept) + " ");
            assertThat(mailbox.mails()).extracting(SentMail::text).noneMatch(text -> text.contains(lastTwo(lost)));
            assertThat(mailbox.mails()).hasSize(1);
        }
    }

    private static Page verify(App app, Person student, Phone phone) {
        return app.open(student).number(phone.number()).code(phone.code());
    }

    private static String lastTwo(Phone phone) {
        return "•" + phone.number().substring(phone.number().length() - 2);
    }
}
