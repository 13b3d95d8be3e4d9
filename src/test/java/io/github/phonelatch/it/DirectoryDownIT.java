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
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A directory that nobody reaches stops nobody who is not of it. */
@ExtendWith(SharedServer.class)
class DirectoryDownIT {
    private static LdapServer ldap;
    private static RealmAdmin realm;
    private static Person verified;
    private static Person unverified;
    private static Person byPhone;
    private static Phone numberOfByPhone;

    @BeforeAll
    static void directory(Admin admin, Simulator simulator) {
        Phone ofVerified = new Phone(simulator);
        numberOfByPhone = new Phone(simulator);
        ldap = LdapServer.start();
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
        LdapDirectory.add(realm, ldap, Mode.READ_ONLY).newPerson(List.of());
        // An admin could create nobody afterwards, because Keycloak looks for the name in each directory.
        verified = realm.newVerifiedStudent(ofVerified);
        unverified = realm.newStudent();
        byPhone = realm.newVerifiedStudent(numberOfByPhone);
        ldap.interrupt();
    }

    @AfterAll
    static void stop() {
        ldap.close();
    }

    @Test
    void verifiedPerson_signsIn() {
        Page page = realm.studentPortal().open(verified);

        assertThat(page.isCallback()).as(page.toString()).isTrue();
    }

    @Test
    void newNumber_isVerified(Phone phone) {
        Page page =
                realm.studentPortal().open(unverified).number(phone.number()).code(phone.code());

        assertThat(page.isCallback()).as(page.toString()).isTrue();
    }

    @Test
    void signInByPhone_findsItsPerson() {
        Page page = realm.studentPortal()
                .open(new HttpBrowser())
                .tryAnotherWay()
                .choose("Phone number")
                .form("phonelatch-number-form")
                .with("phone_number", numberOfByPhone.number())
                .with("password", byPhone.password())
                .press("verify");

        assertThat(page.isCallback()).as(page.toString()).isTrue();
    }
}
