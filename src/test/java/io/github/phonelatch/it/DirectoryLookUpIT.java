package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.LdapDirectory;
import io.github.phonelatch.it.support.LdapDirectory.Mode;
import io.github.phonelatch.it.support.LdapServer;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** People of a directory are found by the number they verified, whatever the directory holds and lets be written. */
@ExtendWith(SharedServer.class)
class DirectoryLookUpIT {
    private static final Map<Mode, RealmAdmin> REALMS = new EnumMap<>(Mode.class);
    private static final Map<Mode, LdapDirectory> DIRECTORIES = new EnumMap<>(Mode.class);

    private static LdapServer server;

    @BeforeAll
    static void directories(Admin admin) {
        server = LdapServer.start();
        for (Mode mode : Mode.values()) {
            RealmAdmin realm = realm(admin);
            REALMS.put(mode, realm);
            DIRECTORIES.put(mode, LdapDirectory.add(realm, server, mode));
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static RealmAdmin realm(Admin admin) {
        return admin.newSchoolRealm(school -> Admin.phoneSettings(school)
                .put("accounts-per-number", "1")
                .put("sends-per-hour", "0")
                .put("sends-per-prefix-per-hour", "0")
                .put("cooldown", "0"));
    }

    @ParameterizedTest
    @EnumSource
    void personOfADirectory_isFound_andHoldsTheNumberAlone(Mode mode, Simulator simulator, Phone phone) {
        RealmAdmin realm = REALMS.get(mode);
        Person pupil = DIRECTORIES.get(mode).newPerson(List.of());
        assertThat(verify(realm, pupil, phone).isCallback()).isTrue();

        assertThat(signInByPhone(realm, pupil, phone).isCallback()).isTrue();

        simulator.control().advance(Duration.ofSeconds(301));
        Person second = realm.newStudent();
        assertThat(verify(realm, second, phone).text()).contains("already belongs to another account");

        realm.deletePhoneCredential(pupil);
        assertThat(signInByPhone(realm, pupil, phone).isCallback()).isFalse();
        simulator.control().advance(Duration.ofSeconds(301));
        assertThat(verify(realm, second, phone).isCallback()).as("free again").isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void personWhoseNumberTheDirectoryWritesInItsOwnWay_isFound(Mode mode, Phone phone) {
        RealmAdmin realm = REALMS.get(mode);
        // One value: of several, Keycloak writes some into its log.
        Person pupil =
                DIRECTORIES.get(mode).newPerson(List.of("0" + phone.number().substring(3)));

        assertThat(verify(realm, pupil, phone).isCallback()).isTrue();

        assertThat(signInByPhone(realm, pupil, phone).isCallback()).isTrue();
    }

    /** The directory's people cannot sign in then. Everybody else can, by number too. */
    @Test
    void directoryThatIsDown_stopsNobodyElse(Admin admin, Simulator simulator, Phone phone, Phone other) {
        RealmAdmin realm = realm(admin);
        try (LdapServer down = LdapServer.start()) {
            LdapDirectory directory = LdapDirectory.add(realm, down, Mode.READ_ONLY_NOT_IMPORTED);
            Person pupil = directory.newPerson(List.of());
            assertThat(verify(realm, pupil, phone).isCallback()).isTrue();
            Person student = realm.newVerifiedStudent(other);
            down.interrupt();

            assertThat(signInByPhone(realm, student, other).isCallback()).isTrue();
            Page refused = signInByPhone(realm, pupil, phone);
            assertThat(refused.text()).contains("Number or password is wrong");
        }
    }

    private static Page verify(RealmAdmin realm, Person person, Phone phone) {
        Page page = realm.studentPortal().open(person);
        if (page.has("#phonelatch-known")) {
            return page.form("phonelatch-number-form").press("send").code(phone.code());
        }
        return page.number(phone.number()).code(phone.code());
    }

    private static Page signInByPhone(RealmAdmin realm, Person person, Phone phone) {
        return realm.studentPortal()
                .open(new HttpBrowser())
                .tryAnotherWay()
                .choose("Phone number")
                .form("phonelatch-number-form")
                .with("phone_number", phone.number())
                .with("password", person.password())
                .press("verify");
    }
}
