package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.sabotage.FailingSessions;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.ProviderJar;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.ServiceProvider;
import io.github.phonelatch.it.support.ServiceProvider.Answer;
import io.github.phonelatch.it.support.ServiceProvider.Binding;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.UserSessionProviderFactory;

/**
 * The session of somebody who skipped an action cannot be ended. Keycloak swallows that failure, and goes on with the request; nothing
 * comes of the sign-in all the same.
 */
class UnendedSignInIT {
    private static Simulator simulator;
    private static KeycloakServer server;
    private static RealmAdmin realm;

    @BeforeAll
    static void serverThatEndsNoSession(@TempDir Path directory) throws IOException {
        simulator = Sent.recorded(Simulator.start(SimulatorOptions.defaults()));
        server = SharedServer.serverWith(simulator)
                .name("unended-sessions")
                .jar(ProviderJar.write(
                        directory.resolve("sabotage.jar"),
                        Map.of(UserSessionProviderFactory.class, FailingSessions.class)))
                .start();
        realm = new Admin(server).newSchoolRealm(school -> school.put("displayName", FailingSessions.REALM));
        realm.updateClient("student-portal", client -> client.put("implicitFlowEnabled", true));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        simulator.close();
    }

    @Test
    void code_isWorthNoToken() {
        HttpBrowser browser = new HttpBrowser();
        Page profile = realm.studentPortal().open(browser).password(studentWhoHasSomethingToDo());

        Page skipped = post(profile);

        if (skipped.isCallback() && skipped.callback("code") != null) {
            assertThat(skipped.tokens().granted()).isFalse();
        }
        ForgedConsent.noSession(realm, browser);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id_token token", "code id_token token"})
    void tokensInTheAddress_areNotThere(String responseType) {
        HttpBrowser browser = new HttpBrowser();
        Page profile = realm.studentPortal()
                .open(browser, Map.of("response_type", responseType))
                .password(studentWhoHasSomethingToDo());

        Page skipped = post(profile);

        assertThat(skipped.uri() + skipped.body()).doesNotContain("id_token=").doesNotContain("access_token=");
        ForgedConsent.noSession(realm, browser);
    }

    @ParameterizedTest
    @EnumSource
    void assertion_isNotThere(Binding binding) {
        ServiceProvider application = ServiceProvider.in(realm, binding, false);
        HttpBrowser browser = new HttpBrowser();
        Page profile = application.open(browser).password(studentWhoHasSomethingToDo());

        Optional<Answer> answer = application.answer(post(profile));

        assertThat(answer.map(Answer::people).orElse(List.of())).isEmpty();
        ForgedConsent.noSession(realm, browser);
    }

    private static Page post(Page profile) {
        assertThat(profile.has("form#kc-update-profile-form"))
                .as(profile.toString())
                .isTrue();
        return ForgedConsent.post(profile);
    }

    private static Person studentWhoHasSomethingToDo() {
        Person student = realm.newVerifiedStudent(new Phone(simulator));
        realm.updateUser(student, user -> user.putArray("requiredActions").add("UPDATE_PROFILE"));
        return student;
    }
}
