package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Passwords that an older system hashed. The hashes are those of libxcrypt, of cost 4. */
@ExtendWith(SharedServer.class)
class BcryptIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String TAIL = "N9qo8uLOickgx2ZMRZoMye9COBKsOPKEJDHJoe/BuRouJin6Qswhq";
    private static final String SEVENTY_TWO = "0123456789".repeat(7) + "ab";
    private static final String HASH_OF_SEVENTY_TWO = "$2b$04$XajjQvNhvvRt5GSeFk1xFey8.qkhm9aYaQtncE1p3Dy8W3mNimQeW";
    private static final String LEFT_OVER = "hashAlgorithm(bcrypt) and hashIterations(210000)";

    @ParameterizedTest
    @ValueSource(strings = {"$2a$04$", "$2b$04$", "$2y$04$"})
    void oldPassword_signsIn_andAnotherOneDoesNot(String prefix, RealmAdmin school) {
        Person student = Passwords.newStudent(school, prefix + TAIL, PASSWORD);

        refused(school, Passwords.with(student, PASSWORD + "!"));
        assertThat(school.studentPortal().open(student).isNumberPage()).isTrue();
        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2b$31$" + TAIL,
                "$2x$04$" + TAIL,
                "$2b$04$N9qo8uLOickgx2ZMRZoMye9COBKs",
                PASSWORD,
            })
    void whatIsNoHash_isAWrongPassword(String stored, RealmAdmin school) {
        Person student = Passwords.newStudent(school, stored, PASSWORD);

        refused(school, student);
        Page page = school.studentPortal().open(student);
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.has("#kc-form-login")).as(page.toString()).isTrue();
    }

    @Test
    void oldPassword_getsTheCostOfThePolicy_atTheFirstSignIn(Admin admin) {
        RealmAdmin school = asShipped(admin);
        Person student = Passwords.newStudent(school, "$2y$04$" + TAIL, PASSWORD);

        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();

        assertThat(Passwords.iterations(school, student)).isEqualTo(10);
        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();
    }

    /** Its hash stays as it is: another one would be of what the person types, of which only 72 bytes were checked. */
    @Test
    void oldPasswordOfMoreThan72Bytes_signsInByThose_andItsHashStays(RealmAdmin school) {
        Person student = Passwords.newStudent(school, HASH_OF_SEVENTY_TWO, SEVENTY_TWO + " and more");

        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();
        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();
        refused(school, Passwords.with(student, SEVENTY_TWO.substring(1)));

        assertThat(Passwords.iterations(school, student)).isEqualTo(4);
    }

    @Test
    void newPassword_isStoredByThePolicyOfTheSchool(Admin admin) {
        RealmAdmin school = asShipped(admin);
        Person student = school.newStudent();

        assertThat(Passwords.algorithm(school, student)).isEqualTo("bcrypt");
        assertThat(Passwords.iterations(school, student)).isEqualTo(10);
    }

    @Test
    void moveToArgon2_isOneChangeOfThePolicy_andSoIsTheWayBack(Admin admin) {
        RealmAdmin school = admin.newSchoolRealm();
        Person student = Passwords.newStudent(school, "$2y$04$" + TAIL, PASSWORD);
        Person idle = Passwords.newStudent(school, "$2y$04$" + TAIL, PASSWORD);

        school.update(Map.of("passwordPolicy", "hashAlgorithm(argon2) and length(8)"));
        assertThat(Passwords.algorithm(school, student)).isEqualTo("bcrypt");
        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();
        assertThat(Passwords.algorithm(school, student)).isEqualTo("argon2");
        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();
        assertThat(Passwords.algorithm(school, idle)).isEqualTo("bcrypt");

        school.update(Map.of("passwordPolicy", "hashAlgorithm(bcrypt) and hashIterations(5)"));
        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();
        assertThat(Passwords.algorithm(school, student)).isEqualTo("bcrypt");
        assertThat(Passwords.iterations(school, student)).isEqualTo(5);
        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();
        refused(school, Passwords.with(student, PASSWORD + "!"));
    }

    @Test
    void iterationsLeftInThePolicy_areNoCost_andTheLogSaysSoOnce(Admin admin, KeycloakServer server) {
        RealmAdmin school = admin.newSchoolRealm(realm -> realm.put("passwordPolicy", LEFT_OVER));
        Person student = school.newStudent();

        assertThat(school.schoolMobile().directGrant(student).granted()).isTrue();
        refused(school, new Person("", "nobody@school.example", PASSWORD));

        assertThat(Passwords.iterations(school, student)).isEqualTo(10);
        assertThat(server.log().split("hashIterations\\(210000\\)", -1)).hasSize(2);
    }

    private static RealmAdmin asShipped(Admin admin) {
        return admin.newSchoolRealm(realm -> realm.put("passwordPolicy", Admin.shippedPasswordPolicy()));
    }

    private static void refused(RealmAdmin school, Person person) {
        Tokens refused = school.schoolMobile().directGrant(person);
        assertThat(refused.error()).isEqualTo("invalid_grant");
        assertThat(refused.errorDescription()).isEqualTo("Invalid user credentials");
    }
}
