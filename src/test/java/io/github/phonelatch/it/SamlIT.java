package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.ServiceProvider;
import io.github.phonelatch.it.support.ServiceProvider.Answer;
import io.github.phonelatch.it.support.ServiceProvider.Binding;
import io.github.phonelatch.it.support.SharedServer;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Applications that sign people in by SAML: with a verified number people get in, without one they meet the page for it. */
@ExtendWith(SharedServer.class)
class SamlIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
    }

    @ParameterizedTest
    @CsvSource({"POST,false", "POST,true", "REDIRECT,false", "REDIRECT,true", "ARTIFACT,false", "ARTIFACT,true"})
    void verifiedPerson_getsIn(Binding binding, boolean encrypted, Phone phone) {
        ServiceProvider application = ServiceProvider.in(realm, binding, encrypted);
        Person student = realm.newVerifiedStudent(phone);

        Page page = application.open(new HttpBrowser()).password(student);

        assertIn(application, page, student);
    }

    @ParameterizedTest
    @CsvSource({"POST,false", "REDIRECT,true", "ARTIFACT,false"})
    void unverifiedPerson_verifiesANumber_andGetsIn(Binding binding, boolean encrypted, Phone phone) {
        ServiceProvider application = ServiceProvider.in(realm, binding, encrypted);
        Person student = realm.newStudent();

        Page page = application.open(new HttpBrowser()).password(student);

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertIn(application, page.number(phone.number()).code(phone.code()), student);
    }

    @Test
    void unverifiedPersonWhomNobodyAskedFor_verifiesANumber_andGetsIn(Phone phone) {
        ServiceProvider application = ServiceProvider.in(realm, Binding.POST, true);
        Person student = realm.newStudent();

        Page page = application.openUnasked(new HttpBrowser()).password(student);

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertIn(application, page.number(phone.number()).code(phone.code()), student);
    }

    @Test
    void personWhoIsSignedIn_getsInWithoutAPage_asLongAsTheNumberIsVerified(Phone phone) {
        ServiceProvider asking = ServiceProvider.in(realm, Binding.REDIRECT, false);
        ServiceProvider notAsking = ServiceProvider.in(realm, Binding.POST, false);
        Person student = realm.newVerifiedStudent(phone);
        HttpBrowser browser = new HttpBrowser();
        assertThat(realm.studentPortal()
                        .open(browser)
                        .password(student)
                        .tokens()
                        .granted())
                .isTrue();
        assertIn(asking, asking.open(browser), student);
        assertIn(notAsking, notAsking.openUnasked(browser), student);

        realm.deletePhoneCredential(student);

        assertThat(asking.open(browser).isNumberPage()).isTrue();
        assertThat(notAsking.openUnasked(browser).isNumberPage()).isTrue();
    }

    @Test
    void personWhoNeedsNoNumber_getsIn() {
        ServiceProvider application = ServiceProvider.in(realm, Binding.POST, true);
        Person exempt = realm.newStudent();
        realm.addRealmRole(exempt, "phone-exempt");

        assertIn(application, application.open(new HttpBrowser()).password(exempt), exempt);
    }

    @Test
    void realmThatAsksForNoNumbers_isLeftAlone(Admin admin) {
        RealmAdmin plain = admin.newRealm();
        ServiceProvider application = ServiceProvider.in(plain, Binding.POST, false);
        Person person = plain.newPerson(user -> {});

        assertIn(application, application.open(new HttpBrowser()).password(person), person);
    }

    private static void assertIn(ServiceProvider application, Page page, Person person) {
        assertThat(application.answer(page))
                .as(page.toString())
                .contains(new Answer(List.of("Success"), List.of(person.email())));
    }
}
