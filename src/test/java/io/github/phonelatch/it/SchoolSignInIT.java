package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Students and teachers sign in to the school realm as it is: in a browser, and in an app with screens of its own. */
@ExtendWith(SharedServer.class)
class SchoolSignInIT {
    private final RealmAdmin school;

    SchoolSignInIT(RealmAdmin school) {
        this.school = school;
    }

    @Test
    void student_login(Phone phone, Phone other) {
        Person student = school.newVerifiedStudent(phone);
        App portal = school.studentPortal();

        Page page = portal.open(new HttpBrowser());
        page = page.password(new Person(student.id(), student.email(), "not the password"));
        assertThat(page.has("form#kc-form-login")).as(page.toString()).isTrue();
        page = page.password(student);

        Tokens tokens = page.tokens();
        assertSignedIn(tokens, student, "student");
        assertThat(phone.sendCalls()).as("messages to a student").isZero();

        Tokens mobile = school.schoolMobile().directGrant(student);
        assertSignedIn(mobile, student, "student");
        assertThat(school.schoolMobile()
                        .directGrant(new Person(student.id(), student.email(), "not the password"))
                        .error())
                .isEqualTo("invalid_grant");

        assertGatedUntilVerified(school.newStudent(), other, "student");
    }

    @Test
    void teacher_login(Phone phone, Phone ofTheApp, Phone other) {
        Person teacher = school.newVerifiedTeacher(phone);

        Page page = school.app("teacher-portal").open(teacher);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        page = page.code(phone.wrongCode());
        assertThat(page.isCodePage()).as(page.toString()).isTrue();

        assertSignedIn(page.code(phone.code()).tokens(), teacher, "teacher");
        assertThat(phone.sendCalls()).isEqualTo(1);

        Person colleague = school.newVerifiedTeacher(ofTheApp);
        App mobile = school.schoolMobile();
        assertThat(mobile.directGrant(colleague).error()).isEqualTo("phone_code_required");
        assertThat(DirectGrants.problem(DirectGrants.code(mobile, colleague, ofTheApp.wrongCode())))
                .isEqualTo("wrong-code");
        assertSignedIn(DirectGrants.code(mobile, colleague, ofTheApp.code()), colleague, "teacher");

        assertGatedUntilVerified(school.newTeacher(), other, "teacher");
    }

    /** PKCE: a code that somebody else caught is worth nothing to them. */
    @Test
    void code_isWorthNothingWithoutTheVerifier(Phone phone) {
        App portal = school.studentPortal();
        Page page = portal.open(school.newVerifiedStudent(phone));

        Tokens caught = portal.token(Map.of(
                "grant_type",
                "authorization_code",
                "code",
                page.callback("code"),
                "redirect_uri",
                App.CALLBACK.toString(),
                "code_verifier",
                "x".repeat(43)));

        assertThat(caught.error()).isEqualTo("invalid_grant");
        assertThat(page.tokens().error()).as("it is used up").isEqualTo("invalid_grant");
    }

    private void assertGatedUntilVerified(Person person, Phone phone, String role) {
        assertThat(school.ungatedApp().directGrant(person).errorDescription()).isEqualTo("Account is not fully set up");
        Tokens gated = school.schoolMobile().directGrant(person);
        assertThat(roles(gated)).isEmpty();
        assertThat(gated.accessClaims().get("phone_number_verified").asBoolean())
                .isFalse();

        PhoneApi verification = school.phoneApi(gated);
        assertThat(verification
                        .verifyOtp(verification.requestOtp(phone), phone.code())
                        .status())
                .isEqualTo(200);

        assertSignedIn(gated.refresh(), person, role);
    }

    private static void assertSignedIn(Tokens tokens, Person person, String role) {
        assertThat(tokens.accessClaims().get("sub").asText()).isEqualTo(person.id());
        assertThat(roles(tokens)).containsExactly(role);
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(tokens.idClaims().get("email").asText()).isEqualTo(person.email());
    }

    private static List<String> roles(Tokens tokens) {
        List<String> roles = new ArrayList<>();
        tokens.accessClaims().at("/realm_access/roles").forEach(role -> roles.add(role.asText()));
        return roles;
    }
}
