package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.ALTERNATIVE;
import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A realm with organizations: Keycloak's first page asks for the e-mail address alone, and may send people to a broker for it. */
@ExtendWith(SharedServer.class)
class OrganizationIT {
    private static RealmAdmin school;
    private static RealmAdmin district;

    /** One application asks staff for a code, in a flow that begins as Keycloak's own does; the others have that. */
    @BeforeAll
    static void realms(Admin admin) {
        school = admin.newSchoolRealm(
                realm -> realm.put("organizationsEnabled", true).put("browserFlow", "browser"));
        school.flow("staff")
                .execution("auth-cookie", ALTERNATIVE)
                .execution("identity-provider-redirector", ALTERNATIVE)
                .subflow(
                        "staff organization",
                        ALTERNATIVE,
                        outer -> outer.subflow(
                                "staff by organization",
                                CONDITIONAL,
                                inner -> inner.execution("conditional-user-configured", REQUIRED)
                                        .execution("organization", ALTERNATIVE)))
                .subflow(
                        "staff forms",
                        ALTERNATIVE,
                        forms -> forms.execution("auth-username-password-form", REQUIRED)
                                .execution("phonelatch-otp", REQUIRED))
                .bindBrowserOf("teacher-portal");
        district = admin.newRealm();
        school.addBroker(district);
        String organization = school.addOrganization("district", "district.example");
        school.post("organizations/" + organization + "/identity-providers", district.name());
        school.updateBroker(
                district.name(),
                broker -> broker.withObject("/config")
                        .put("kc.org.domain", "district.example")
                        .put("kc.org.broker.redirect.mode.email-matches", "true"));
    }

    @Test
    void addressThenPassword_leadToTheNumber(Phone phone) {
        Person student = school.newStudent();

        Page page = identify("student-portal", student);
        assertThat(page.has("input[name=username][type=text]"))
                .as("only the address was asked")
                .isFalse();
        page = page.form("kc-form-login").with("password", student.password()).submit();

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        Tokens tokens = page.number(phone.number()).code(phone.code()).tokens();
        assertThat(tokens.idClaims().get("phone_number").asText()).isEqualTo(phone.number());
    }

    @Test
    void addressThenPassword_whereTheFlowHasTheStep_leadToTheCode(Phone phone) {
        Person teacher = school.newVerifiedTeacher(phone);

        Page page = identify("teacher-portal", teacher)
                .form("kc-form-login")
                .with("password", teacher.password())
                .submit();

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        page = page.code(phone.wrongCode());
        AttackAssertions.noCode(page);
        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void addressOfAnOrganization_leadsToItsBrokerAndThenToTheNumber(Phone phone) {
        Person employee = district.newPerson(user -> {
            String address = UUID.randomUUID() + "@district.example";
            user.put("username", address).put("email", address);
        });

        Page page = identify("student-portal", employee);
        assertThat(page.uri().getPath()).as(page.toString()).startsWith("/realms/" + district.name() + "/");
        page = page.password(employee);

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(page.number(phone.number()).code(phone.code()).tokens().granted())
                .isTrue();
    }

    private static Page identify(String clientId, Person person) {
        Page page = school.app(clientId).open(new HttpBrowser());
        assertThat(page.has("input[name=password]")).as(page.toString()).isFalse();
        return page.form("kc-form-login").with("username", person.email()).submit();
    }
}
