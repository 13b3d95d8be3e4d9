package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
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
    void teacher_withAProvenNumber_isSentACodeAndSignsInWithIt(Phone phone) {
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
    void teacher_withoutANumber_provesOneFirst(Phone phone) {
        Page number = realm.studentPortal().open(realm.newTeacher());

        assertThat(number.isNumberPage()).isTrue();
        assertThat(number.number(phone.number()).code(phone.code()).tokens().granted())
                .isTrue();
        assertThat(phone.messages()).hasSize(1);
    }

    @Test
    void student_withAProvenNumber_isNotAsked(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        assertThat(realm.studentPortal().open(student).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void rememberedDevice_sparesTheCode(Phone phone) {
        Person teacher = realm.newVerifiedTeacher(phone);
        HttpBrowser browser = new HttpBrowser();
        Page code = realm.studentPortal().open(browser).password(teacher);
        Page done = code.form("phonelatch-code-form")
                .with("remember_device", "on")
                .with("code", phone.code())
                .press("verify");
        assertThat(done.tokens().granted()).isTrue();
        realm.logout(teacher);

        // Signed out everywhere: asked again.
        assertThat(realm.studentPortal().open(browser).password(teacher).isCodePage())
                .isTrue();
    }
}
