package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Roles that are given to people, or are named as if they were, to have their second factor switched off. */
@ExtendWith(SharedServer.class)
class ExemptAttackIT {
    private static RealmAdmin shipped;
    private static RealmAdmin cleared;

    @BeforeAll
    static void realms(Admin admin) {
        shipped = admin.newSchoolRealm();
        cleared = admin.newSchoolRealm(school -> Admin.phoneSettings(school).remove("exempt-roles"));
        for (RealmAdmin realm : new RealmAdmin[] {shipped, cleared}) {
            realm.post("roles", Map.of("name", "admin"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"shipped", "cleared"})
    void teacherWithARealmRoleNamedAdmin_isAskedForACode(String settings, Phone phone) {
        RealmAdmin realm = realm(settings);
        Person teacher = realm.newVerifiedTeacher(phone);
        realm.addRealmRole(teacher, "admin");

        assertAsked(realm, teacher, phone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shipped", "cleared"})
    void registrantWithARealmRoleNamedAdmin_hasToVerifyANumber(String settings) {
        RealmAdmin realm = realm(settings);
        Person student = realm.newStudent();
        realm.addRealmRole(student, "admin");

        assertThat(realm.studentPortal().open(student).isNumberPage()).isTrue();
        assertThat(realm.ungatedApp().directGrant(student).error()).isEqualTo("invalid_grant");
    }

    @Test
    void exemptTeacherWithAVerifiedNumber_isAskedForACode(Phone phone) {
        Person teacher = shipped.newVerifiedTeacher(phone);
        shipped.addRealmRole(teacher, "phone-exempt");

        assertAsked(shipped, teacher, phone);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shipped", "cleared"})
    void administrator_needsNoNumber_butIsAskedWithOne(String settings, Phone phone) {
        RealmAdmin realm = realm(settings);
        Person without = realm.newTeacher();
        Person with = realm.newVerifiedTeacher(phone);
        realm.addClientRole(without, "realm-management", "realm-admin");
        realm.addClientRole(with, "realm-management", "realm-admin");

        assertThat(realm.studentPortal().open(without).tokens().granted()).isTrue();
        assertAsked(realm, with, phone);
    }

    private static RealmAdmin realm(String settings) {
        return settings.equals("shipped") ? shipped : cleared;
    }

    private static void assertAsked(RealmAdmin realm, Person teacher, Phone phone) {
        assertThat(realm.schoolMobile().directGrant(teacher).error()).isEqualTo("phone_code_required");
        Page asked = realm.studentPortal().open(teacher);
        assertThat(asked.isCodePage()).as(asked.toString()).isTrue();
        assertThat(asked.code(phone.code()).tokens().granted()).isTrue();
    }
}
