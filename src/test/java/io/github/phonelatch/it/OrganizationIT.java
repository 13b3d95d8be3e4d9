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
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A realm with organizations: Keycloak's first page asks for the e-mail address alone, and may send people to a broker for it. */
@ExtendWith(SharedServer.class)
class OrganizationIT {
    private static RealmAdmin school;
    private static RealmAdmin district;

    /** With Keycloak's own browser flow. */
    @BeforeAll
    static void realms(Admin admin) {
        school = admin.newSchoolRealm(realm -> realm.put("organizationsEnabled", true));
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

        Page page = identify(student);
        assertThat(page.has("input[name=username][type=text]"))
                .as("only the address was asked")
                .isFalse();
        page = page.form("kc-form-login").with("password", student.password()).submit();

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        Tokens tokens = page.number(phone.number()).code(phone.code()).tokens();
        assertThat(tokens.idClaims().get("phone_number").asText()).isEqualTo(phone.number());
    }

    @Test
    void addressOfAnOrganization_leadsToItsBrokerAndThenToTheNumber(Phone phone) {
        Person employee = district.newPerson(user -> {
            String address = UUID.randomUUID() + "@district.example";
            user.put("username", address).put("email", address);
        });

        Page page = identify(employee);
        assertThat(page.uri().getPath()).as(page.toString()).startsWith("/realms/" + district.name() + "/");
        page = page.password(employee);

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(page.number(phone.number()).code(phone.code()).tokens().granted())
                .isTrue();
    }

    private static Page identify(Person person) {
        Page page = school.studentPortal().open(new HttpBrowser());
        assertThat(page.has("input[name=password]")).as(page.toString()).isFalse();
        return page.form("kc-form-login").with("username", person.email()).submit();
    }
}
