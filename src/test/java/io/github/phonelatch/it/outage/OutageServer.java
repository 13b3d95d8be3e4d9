package io.github.phonelatch.it.outage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.ServerJvm;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.net.HttpCookie;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;

/** A server with its own provider, which has one fault after the other, and people who sign in meanwhile. */
final class OutageServer implements AutoCloseable {
    private final Simulator simulator;
    private final KeycloakServer server;
    private final ServerJvm jvm;
    private final RealmAdmin school;
    private final Entry<App, Person> elsewhere;
    private final Person pupil;

    /**
     * People of the school who need no code. Nobody is in two sets: Keycloak's protection against guessing refuses whoever signs
     * in twice at the same moment.
     */
    record Excused(Person exempt, Person remembered, HttpCookie device) {}

    OutageServer(String name) {
        simulator = Sent.recorded(Simulator.start(SimulatorOptions.defaults()));
        server = SharedServer.serverWith(simulator).name(name).start();
        jvm = new ServerJvm(server);
        Admin admin = new Admin(server);
        school = admin.newSchoolRealm(OutageServer::withoutLimits);
        elsewhere = elsewhere(admin);
        pupil = school.newStudent();
    }

    Excused newExcused() {
        Person exempt = school.newStudent();
        school.addRealmRole(exempt, "phone-exempt");
        Phone phone = newPhone();
        Person remembered = school.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page done = school.studentPortal().open(browser).password(remembered).rememberedCode(phone.code());
        assertThat(done.isCallback()).as(done.toString()).isTrue();
        return new Excused(
                exempt, remembered, browser.cookies("PHONELATCH_DEVICE").get(0));
    }

    /** All that is sent here is sent from one address and within minutes. */
    static void withoutLimits(ObjectNode school) {
        ObjectNode settings = Admin.phoneSettings(school);
        for (String limit : List.of(
                "cooldown",
                "sends-per-hour",
                "sends-per-day",
                "sends-per-prefix-per-hour",
                "sends-per-address-per-hour",
                "realm-budget-per-day",
                "minimum-conversion-percent")) {
            settings.put(limit, "0");
        }
        settings.put("api-clients", "school-mobile");
    }

    /** An application of a realm that has nothing of ours, and somebody who uses it. */
    static Entry<App, Person> elsewhere(Admin admin) {
        RealmAdmin realm = admin.newRealm();
        realm.createClient(
                Map.of("clientId", "portal", "publicClient", true, "redirectUris", List.of(App.CALLBACK.toString())));
        return Map.entry(realm.app("portal"), realm.newPerson(user -> {}));
    }

    Simulator simulator() {
        return simulator;
    }

    ServerJvm jvm() {
        return jvm;
    }

    RealmAdmin school() {
        return school;
    }

    Phone newPhone() {
        return new Phone(simulator);
    }

    /** Signs somebody in who needs no code; who it is takes turns. Tells how long it took, up to the tokens. */
    Duration signInWithoutCode(Excused people, int turn) {
        long began = System.nanoTime();
        Page done = switch (turn % 4) {
            case 0, 2 -> elsewhere.getKey().open(new HttpBrowser()).password(elsewhere.getValue());
            case 1 -> school.studentPortal().open(people.exempt());
            default -> {
                HttpBrowser browser = new HttpBrowser();
                browser.add((HttpCookie) people.device().clone());
                yield school.studentPortal().open(browser).password(people.remembered());
            }
        };
        assertThat(done.isCallback()).as(done.toString()).isTrue();
        assertThat(done.tokens().granted()).isTrue();
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** The endpoints of applications, as somebody who has just signed in. */
    PhoneApi api() {
        return school.phoneApi(school.schoolMobile().directGrant(pupil));
    }

    /** What Keycloak says of itself: {@code ready} or {@code live}. */
    int health(String what) {
        URI uri = server.managementUri().resolve("/health/" + what);
        return new HttpBrowser().open(uri).status();
    }

    String log() {
        return server.log();
    }

    @Override
    public void close() {
        server.close();
        simulator.close();
    }
}
