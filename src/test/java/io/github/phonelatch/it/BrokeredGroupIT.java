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
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Accounts that come with the first sign-in through another server: Keycloak's own mapper makes students of them. */
@ExtendWith(SharedServer.class)
class BrokeredGroupIT {
    private static RealmAdmin district;
    private static RealmAdmin school;

    @BeforeAll
    static void realms(Admin admin) {
        district = admin.newRealm();
        school = admin.newSchoolRealm();
        school.addBroker(district);
        school.post(
                "identity-provider/instances/" + district.name() + "/mappers",
                Map.of(
                        "name",
                        "students",
                        "identityProviderAlias",
                        district.name(),
                        "identityProviderMapper",
                        "oidc-hardcoded-group-idp-mapper",
                        "config",
                        Map.of("syncMode", "INHERIT", "group", "/students")));
    }

    @Test
    void firstSignIn_joinsTheGroup_andItsRoleWaitsForTheVerification(Phone phone) {
        Person pupil = district.newPerson(user -> {});

        Page page = signIn(pupil);

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        Person account = school.accountOf(pupil);
        assertThat(school.groups(account)).containsExactly("/students");
        AttackAssertions.noCode(page);

        Tokens tokens = page.number(phone.number()).code(phone.code()).tokens();
        assertThat(tokens.accessClaims().get("sub").asText()).isEqualTo(account.id());
        assertThat(tokens.accessClaims().at("/realm_access/roles/0").asText()).isEqualTo("student");
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();

        assertThat(signIn(pupil)
                        .tokens()
                        .accessClaims()
                        .at("/realm_access/roles/0")
                        .asText())
                .isEqualTo("student");
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void sessionWithoutAVerification_isWorthNoToken() {
        Person pupil = district.newPerson(user -> {});
        HttpBrowser browser = new HttpBrowser();
        signIn(browser, pupil);

        Page again = school.studentPortal().open(browser);

        assertThat(again.isCallback()).as(again.toString()).isFalse();
        AttackAssertions.noCode(again);
        assertThat(school.credentials(school.accountOf(pupil), RealmAdmin.PHONE_CREDENTIAL))
                .isEmpty();
    }

    private static Page signIn(Person pupil) {
        return signIn(new HttpBrowser(), pupil);
    }

    private static Page signIn(HttpBrowser browser, Person pupil) {
        return school.studentPortal()
                .open(browser, Map.of("kc_idp_hint", district.name()))
                .password(pupil);
    }
}
