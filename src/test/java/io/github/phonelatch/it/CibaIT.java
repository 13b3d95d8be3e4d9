package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Approver;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A sign-in that the person approves elsewhere (CIBA). Keycloak runs no flow for it and asks for no required action. */
@ExtendWith(SharedServer.class)
class CibaIT {
    private static RealmAdmin realm;
    private static App frontDesk;

    private final Approver approver;

    CibaIT(Approver approver) {
        this.approver = approver;
    }

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
        frontDesk = Applications.frontDesk(realm);
        realm.browserFlow("everybody", forms -> forms.execution("phonelatch-otp", REQUIRED))
                .bindBrowser();
    }

    @Test
    void approvalByAnUnverifiedPerson_isWorthNoToken() {
        Person student = realm.newStudent();

        Tokens tokens = approved(student);

        assertThat(tokens.error()).isEqualTo("invalid_grant");
        assertThat(tokens.errorDescription()).isEqualTo("Account is not fully set up");
        AttackAssertions.none(realm, student);
    }

    @Test
    void approvalByAVerifiedPerson_isWorthTokensWithoutACode_untilTheVerificationEnds(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);

        Tokens tokens = approved(student);
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(phone.sendCalls()).as("the browser flow's step is not asked").isZero();

        realm.deletePhoneCredential(student);
        assertThat(tokens.refresh().error()).isEqualTo("invalid_grant");
        assertThat(approved(student).error()).isEqualTo("invalid_grant");
    }

    private Tokens approved(Person student) {
        JsonNode request = frontDesk.ciba(student);
        approver.approve(realm, student);
        return frontDesk.pollCiba(request);
    }
}
