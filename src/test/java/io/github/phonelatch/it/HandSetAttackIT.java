package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Attributes and credentials that somebody wrote: an admin in a hurry, a sync, an import, another system. */
@ExtendWith(SharedServer.class)
class HandSetAttackIT {

    @Test
    void handSetVerified_isNotVerified(RealmAdmin school, Phone phone) {
        Person student = school.newStudentWithNumber(phone.number());
        setVerified(school, student);

        assertThat(AttackAssertions.verifications(school, student)).isEmpty();
        AttackAssertions.noWayIn(school, student);
        assertThat(school.attribute(student, "phoneNumberVerified"))
                .as("and the sign-in took it back")
                .isEqualTo("false");
    }

    /** Where nothing is asked of the person there is a token: it says what is true. */
    @Test
    void handSetVerified_ofAnExemptPerson_isFalseInEveryToken(RealmAdmin school, Phone phone) {
        Person pupil = school.newStudentWithNumber(phone.number());
        school.addRealmRole(pupil, "phone-exempt");
        setVerified(school, pupil);

        Tokens direct = school.schoolMobile().directGrant(pupil);
        assertThat(direct.accessClaims().get("phone_number_verified").asBoolean())
                .isFalse();
        assertThat(direct.userinfo().body().get("phone_number_verified").asBoolean())
                .isFalse();
        setVerified(school, pupil);
        Tokens browser = school.studentPortal().open(pupil).tokens();
        assertThat(browser.idClaims().get("phone_number_verified").asBoolean()).isFalse();
        setVerified(school, pupil);
        assertThat(browser.refresh().accessClaims().get("phone_number_verified").asBoolean())
                .isFalse();
    }

    @Test
    void editedNumber_isNotTheVerifiedOne(RealmAdmin school, Phone phone, Phone other) {
        Person student = school.newStudent();
        Tokens tokens = verify(school, student, phone).tokens();
        school.setAttribute(student, "phoneNumber", other.number());

        Tokens next = tokens.refresh();
        assertThat(next.error()).isEqualTo("invalid_grant");
        assertThat(next.errorDescription()).isEqualTo("Account is not fully set up");
        AttackAssertions.noWayIn(school, student);
        assertThat(school.studentPortal()
                        .open(student)
                        .form("phonelatch-number-form")
                        .value("phone_number"))
                .as("the edited number is offered, not trusted")
                .isNull();
    }

    /** It says nothing: a broker or a sync may take it away at any time. An admin removes the credential to withdraw. */
    @Test
    void removedNumber_isStillVerified(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Tokens tokens = verify(school, student, phone).tokens();
        school.updateUser(student, user -> ((ObjectNode) user.get("attributes")).remove("phoneNumber"));

        Tokens refreshed = tokens.refresh();
        assertThat(refreshed.idClaims().get("phone_number").asText()).isEqualTo(phone.number());
        assertThat(refreshed.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        school.deletePhoneCredential(student);
        assertThat(refreshed.refresh().granted()).isFalse();
        AttackAssertions.noWayIn(school, student);
    }

    @Test
    void secondNumberBesideTheVerifiedOne_changesNothing(Admin admin, Phone phone, Phone other) {
        RealmAdmin school = severalNumbers(admin);
        Person student = school.newStudent();
        Tokens tokens = verify(school, student, phone).tokens();
        school.put("users/" + student.id(), withNumbers(school, student, other.number(), phone.number()));

        assertThat(school.user(student).path("attributes").path("phoneNumber")).hasSize(2);
        assertThat(tokens.refresh().idClaims().get("phone_number").asText()).isEqualTo(phone.number());
    }

    @Test
    void otherNumbersInPlaceOfTheVerifiedOne_endIt(Admin admin, Phone phone, Phone other) {
        RealmAdmin school = severalNumbers(admin);
        Person student = school.newStudent();
        Tokens tokens = verify(school, student, phone).tokens();
        school.put("users/" + student.id(), withNumbers(school, student, other.number(), "+442079460018"));

        assertThat(tokens.refresh().granted()).isFalse();
        AttackAssertions.noWayIn(school, student);
    }

    private static RealmAdmin severalNumbers(Admin admin) {
        RealmAdmin school = admin.newSchoolRealm();
        ObjectNode profile = (ObjectNode) school.get("users/profile");
        for (JsonNode attribute : profile.get("attributes")) {
            if (attribute.get("name").asText().equals("phoneNumber")) {
                ((ObjectNode) attribute).put("multivalued", true);
            }
        }
        school.put("users/profile", profile);
        return school;
    }

    @Test
    void sameNumberInAnotherNotation_isStillTheVerifiedOne(RealmAdmin school, Phone phone) {
        Person student = school.newStudent();
        Tokens tokens = verify(school, student, phone).tokens();
        String national = "0" + phone.number().substring(3);
        school.setAttribute(student, "phoneNumber", national);

        assertThat(tokens.refresh().accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
    }

    /** A proof is an admin's to move, as part of a user; it says nothing of another number. */
    @Test
    void copiedCredential_doesNotCountBesideAnotherNumber(RealmAdmin school, Phone phone, Phone other) {
        Person verified = school.newStudent();
        verify(school, verified, phone);
        JsonNode credential =
                school.credentials(verified, RealmAdmin.PHONE_CREDENTIAL).get(0);

        Person withOtherNumber = copy(school, credential, other.number());
        AttackAssertions.noWayIn(school, withOtherNumber);
        Person withoutNumber = copy(school, credential, null);
        assertThat(school.ungatedApp().directGrant(withoutNumber).granted()).isTrue();
        Person moved = copy(school, credential, phone.number());
        assertThat(school.ungatedApp().directGrant(moved).granted()).isTrue();
    }

    @Test
    void inventedCredential_ofAnotherShape_doesNotCount(RealmAdmin school, Phone phone) {
        for (String data : new String[] {
            "{}",
            "[]",
            "null",
            "\"" + phone.number() + "\"",
            "{\"number\":\"" + phone.number() + "\"}",
            "{\"number\":\"" + phone.number() + "\",\"verifiedAt\":\"yes\"}",
            "{\"verifiedAt\":\"2026-01-01T00:00:00Z\"}"
        }) {
            ObjectNode credential = Json.object()
                    .put("type", RealmAdmin.PHONE_CREDENTIAL)
                    .put("credentialData", data)
                    .put("secretData", "{}");
            Person person = copy(school, credential, phone.number());
            Tokens direct = school.ungatedApp().directGrant(person);
            assertThat(direct.errorDescription()).as(data).isEqualTo("Account is not fully set up");
        }
    }

    /** No user can add a credential of our type to themselves: the form of another action with our type in it. */
    @Test
    void credentialTypeInAForm_createsNothing(RealmAdmin school) {
        Person student = school.newStudent();
        Page page = school.studentPortal().open(new HttpBrowser()).password(student);

        Page answer = page.form("phonelatch-number-form")
                .forged("credentialId", RealmAdmin.PHONE_CREDENTIAL)
                .forged("type", RealmAdmin.PHONE_CREDENTIAL)
                .forged("credentialData", "{\"number\":\"+447400123456\",\"verifiedAt\":\"2026-01-01T00:00:00Z\"}")
                .submit();

        AttackAssertions.noCode(answer);
        AttackAssertions.none(school, student);
    }

    private static Page verify(RealmAdmin school, Person student, Phone phone) {
        Page page = school.studentPortal().open(student).number(phone.number()).code(phone.code());
        assertThat(page.isCallback()).as(page.toString()).isTrue();
        return page;
    }

    private static void setVerified(RealmAdmin school, Person person) {
        school.setAttribute(person, "phoneNumberVerified", "true");
        school.setAttribute(person, "phoneNumberVerifiedAt", "2026-01-01T00:00:00Z");
    }

    private static Person copy(RealmAdmin school, JsonNode credential, String number) {
        return school.newPerson(user -> {
            user.withArray("credentials")
                    .addObject()
                    .put("type", RealmAdmin.PHONE_CREDENTIAL)
                    .put("credentialData", credential.get("credentialData").asText())
                    .put("secretData", "{}");
            if (number != null) {
                user.putObject("attributes").putArray("phoneNumber").add(number);
            }
        });
    }

    private static JsonNode withNumbers(RealmAdmin school, Person person, String first, String second) {
        ObjectNode user = (ObjectNode) school.user(person);
        ((ObjectNode) user.get("attributes")).putArray("phoneNumber").add(first).add(second);
        return user;
    }
}
