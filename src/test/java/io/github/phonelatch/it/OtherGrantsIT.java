package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Grants for which Keycloak neither runs a flow nor asks for required actions: another server's word, and permissions. */
@ExtendWith(SharedServer.class)
class OtherGrantsIT {
    private static RealmAdmin district;
    private static RealmAdmin school;
    private static App registry;
    private static App library;
    private static App assertions;

    private Person student;

    @BeforeAll
    static void realms(Admin admin) {
        district = admin.newRealm();
        school = admin.newSchoolRealm();
        school.addBroker(district);
        registry = Applications.registry(school, district);
        assertions = Applications.issuer(school, district);
        library = Applications.library(school);
    }

    @BeforeEach
    void student() {
        student = school.newStudent();
    }

    @Test
    void anotherServersWord_isWorthNoTokenWithoutAVerification(Phone phone) {
        Person there = district.newPerson(user -> {});
        school.link(student, district, there);

        assertThat(asserted(there).error()).isEqualTo("invalid_grant");
        AttackAssertions.none(school, student);

        verify(phone);
        assertThat(asserted(there).accessClaims().get("sub").asText()).isEqualTo(student.id());

        school.deletePhoneCredential(student);
        assertThat(asserted(there).error()).isEqualTo("invalid_grant");
    }

    @Test
    void tokenWithPermissions_endsWithTheVerification(Phone phone) {
        Tokens tokens = verify(phone);
        Tokens permissions = library.permissions(tokens.accessToken());
        assertThat(permissions
                        .accessClaims()
                        .at("/authorization/permissions/0/rsname")
                        .asText())
                .isEqualTo("shelf");

        school.deletePhoneCredential(student);

        Tokens refused = library.permissions(tokens.accessToken());
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Account is not fully set up");
    }

    private static Tokens asserted(Person there) {
        return registry.assertion(assertions.directGrant(there).idToken());
    }

    private Tokens verify(Phone phone) {
        return school.studentPortal()
                .open(student)
                .number(phone.number())
                .code(phone.code())
                .tokens();
    }
}
