package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What teachers of the school realm meet when they sign in. */
@ExtendWith(SharedServer.class)
class SignInCodeIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm(school -> Admin.phoneSettings(school).put("cooldown", "0"));
    }

    @Test
    void teacher_withAVerifiedNumber_isSentACodeAndSignsInWithIt(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);

        Page code = realm.studentPortal().open(teacher);
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        assertThat(phone.messages()).hasSize(1);
        assertThat(code.text()).doesNotContain(phone.number().substring(4, 9));
        Page done = code.code(phone.code());

        Tokens tokens = done.tokens();
        assertThat(tokens.granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void teacher_withoutANumber_verifiesOneFirst(Phone phone) {
        Page number = realm.studentPortal().open(realm.newTeacher());

        assertThat(number.isNumberPage()).isTrue();
        assertThat(number.number(phone.number()).code(phone.code()).tokens().granted())
                .isTrue();
        assertThat(phone.messages()).hasSize(1);
    }

    @Test
    void student_withAVerifiedNumber_isNotAsked(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        assertThat(realm.studentPortal().open(student).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isZero();
    }

    /** Else whoever knows the password could type another number as soon as the proof is too old. */
    @Test
    void teacher_whoseVerificationIsTooOld_isSentACodeToThatNumber_andItIsVerifiedAnew(Admin admin, Phone phone) {
        RealmAdmin school =
                admin.newSchoolRealm(changed -> Admin.phoneSettings(changed).put("reverify-after-days", "30"));
        Person teacher = school.newVerified("/teachers", phone, Instant.now().minus(Duration.ofDays(31)));

        Page code = school.studentPortal().open(teacher);
        assertThat(code.isCodePage()).as(code.toString()).isTrue();
        assertThat(code.form("phonelatch-code-form").offers("change")).isFalse();
        Tokens tokens = code.code(phone.code()).tokens();

        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(Instant.parse(school.attribute(teacher, "phoneNumberVerifiedAt")))
                .isAfter(Instant.now().minusSeconds(120));
        assertThat(school.credentials(teacher, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        assertThat(phone.messages()).hasSize(1);
    }
}
