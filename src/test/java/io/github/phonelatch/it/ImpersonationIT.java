package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An admin goes on as somebody else. Keycloak runs no flow for it: it makes the session itself. */
@ExtendWith(SharedServer.class)
class ImpersonationIT {
    @Test
    void unverifiedPerson_isAskedForTheNumber_andTheSessionOpensNothing(RealmAdmin school) {
        Person student = school.newStudent();
        HttpBrowser admins = school.impersonate(student);

        Page page = school.studentPortal().open(admins);
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        Page silent = school.studentPortal().open(admins, Map.of("prompt", "none"));
        assertThat(silent.callback("error")).isEqualTo("interaction_required");

        AttackAssertions.none(school, student);
    }

    /** Their own sign-in would ask a teacher for a code. */
    @Test
    void verifiedTeacher_isImpersonatedWithoutACode_untilTheVerificationEnds(RealmAdmin school, Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);

        Tokens tokens = school.studentPortal().open(school.impersonate(teacher)).tokens();

        assertThat(tokens.accessClaims().get("sub").asText()).isEqualTo(teacher.id());
        assertThat(phone.sendCalls()).isZero();
        school.deletePhoneCredential(teacher);
        assertThat(tokens.refresh().error()).isEqualTo("invalid_grant");
    }
}
