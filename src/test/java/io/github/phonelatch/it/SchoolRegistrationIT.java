package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Registrant;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Students and teachers create their accounts in the school realm, from the registration page to the first token. */
@ExtendWith(SharedServer.class)
class SchoolRegistrationIT {
    private static RealmAdmin school;

    @BeforeAll
    static void realm(Admin admin) {
        school = admin.newSchoolRealm();
    }

    @Test
    void student_register(Phone phone) {
        Registrant noor = Registrant.next();
        Page page = school.studentPortal().register(new HttpBrowser());
        assertThat(page.text()).contains("Name", "Email", "Password", "Country", "Phone number");

        page = noor.register(page, phone.number());

        Person student = noor.account(school);
        assertThat(school.groups(student)).containsExactly("/students");
        assertThat(school.attribute(student, "phoneNumber")).isEqualTo(phone.number());
        assertThat(school.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(phone.sendCalls()).as("messages by the registration itself").isZero();

        Tokens tokens = verify(page, phone);

        assertThat(roles(tokens)).containsExactly("student");
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(tokens.idClaims().get("phone_number").asText()).isEqualTo(phone.number());
        assertThat(tokens.idClaims().get("name").asText()).isEqualTo(noor.name());
        assertThat(tokens.idClaims().get("preferred_username").asText()).isEqualTo(noor.email());
        assertThat(school.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void teacher_register(Phone phone) {
        Registrant noor = Registrant.next();
        Page page = noor.register(school.app("teacher-portal").register(new HttpBrowser()), phone.number());

        Person applicant = noor.account(school);
        assertThat(school.groups(applicant)).containsExactly("/teacher-applicants");
        Tokens tokens = verify(page, phone);
        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(roles(tokens))
                .as("roles before an admin made a teacher of them")
                .isEmpty();
        Tokens next = tokens.refresh();
        assertThat(roles(next)).isEmpty();

        school.leave(applicant, "/teacher-applicants");
        school.join(applicant, "/teachers");

        assertThat(roles(next.refresh())).containsExactly("teacher");
    }

    /** The portal's own link, and the way that Keycloak had before OpenID Connect knew one. */
    @Test
    void page_isReachedFromTheSignInToo(Phone phone) {
        Page signIn = school.studentPortal().open(new HttpBrowser());
        Registrant first = Registrant.next();
        Page page = first.register(signIn.click("a[href*=registration]"), phone.number());
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(school.groups(first.account(school))).containsExactly("/students");

        URI before =
                URI.create(signIn.uri().toString().replace("/openid-connect/auth?", "/openid-connect/registrations?"));
        assertThat(signIn.get(before).has("#kc-register-form #phone_number")).isTrue();
    }

    @Test
    void number_isReadAsItIsTyped_withTheCountryThatWasChosen() {
        Registrant noor = Registrant.next();
        Page page = school.studentPortal().register(new HttpBrowser());
        assertThat(page.form("kc-register-form").value("phone_country")).isEqualTo("GB");

        noor.form(page, "(20) 123-4567").with("phone_country", "HU").submit();

        assertThat(school.attribute(noor.account(school), "phoneNumber")).isEqualTo("+36201234567");
    }

    @Test
    void mistake_inTheNumber_isToldAtItsField_andNothingTypedIsLost() {
        Registrant noor = Registrant.next();
        Page page = noor.form(school.studentPortal().register(new HttpBrowser()), "0123")
                .with("phone_country", "DE")
                .submit();

        assertThat(page.element("#phonelatch-phone_number-error").text()).contains("not a valid phone number");
        assertThat(page.element("#phone_number").attr("aria-invalid")).isEqualTo("true");
        var form = page.form("kc-register-form");
        assertThat(form.value("phone_number")).isEqualTo("0123");
        assertThat(form.value("phone_country")).isEqualTo("DE");
        assertThat(form.value("firstName")).isEqualTo(noor.name());
        assertThat(form.value("email")).isEqualTo(noor.email());
        assertThat(page.body()).doesNotContain(noor.password());
        assertThat(noor.exists(school)).isFalse();
    }

    @Test
    void mistake_elsewhere_keepsTheNumber(Phone phone) {
        Page page = Registrant.next()
                .form(school.studentPortal().register(new HttpBrowser()), phone.number())
                .with("firstName", "")
                .submit();

        assertThat(page.has("#input-error-firstName")).as(page.toString()).isTrue();
        assertThat(page.has("#phonelatch-phone_number-error")).isFalse();
        assertThat(page.form("kc-register-form").value("phone_number")).isEqualTo(phone.number());
    }

    @Test
    void noNumber_isAMistake() {
        Registrant noor = Registrant.next();
        Page page = noor.register(school.studentPortal().register(new HttpBrowser()), " ");

        assertThat(page.element("#phonelatch-phone_number-error").text()).isEqualTo("Enter your phone number.");
        assertThat(noor.exists(school)).isFalse();
    }

    @Test
    void numberThatMayGetNoCode_isRefusedByTheRealmsSettings() {
        Registrant noor = Registrant.next();
        Page page = school.studentPortal().register(new HttpBrowser());

        Page abroad = noor.register(page, "+1 212 555 0123");
        assertThat(abroad.element("#phonelatch-phone_number-error").text()).contains("Numbers from United States");
        Page premium = noor.register(abroad, "+44 909 8790000");
        assertThat(premium.element("#phonelatch-phone_number-error").text()).contains("of this kind");

        assertThat(noor.exists(school)).isFalse();
        List<JsonNode> refused = school.events("REGISTER_ERROR").stream()
                .filter(event -> event.at("/details/email").asText().equals(noor.email()))
                .toList();
        assertThat(refused)
                .extracting(event -> event.at("/details/phonelatch_outcome").asText())
                .containsExactlyInAnyOrder("country_not_allowed", "number_type_not_allowed");
        assertThat(refused).extracting(event -> event.get("error").asText()).containsOnly("invalid_registration");
        assertThat(refused.toString()).doesNotContain("2125550123", "9098790000");
    }

    @Test
    void themeWithoutTheField_registers_andTheNextPageAsksForTheNumber(Admin admin, Phone phone) {
        RealmAdmin plain = admin.newSchoolRealm(realm -> realm.put("loginTheme", "keycloak.v2"));
        Registrant noor = Registrant.next();
        Page page = plain.studentPortal().register(new HttpBrowser());
        assertThat(page.has("#phone_number")).isFalse();

        page = noor.form(page).submit();

        assertThat(page.has("#phonelatch-number-form #phone_number"))
                .as(page.toString())
                .isTrue();
        Tokens tokens = page.number(phone.number()).code(phone.code()).tokens();
        assertThat(roles(tokens)).containsExactly("student");
    }

    @Test
    void name_isOneField_ofUpTo180Characters(Phone phone) {
        Page page = school.studentPortal().register(new HttpBrowser("ar"));
        assertThat(page.element("label[for=firstName]").text()).startsWith("الاسم");
        assertThat(page.has("[name=lastName], [name=username]")).isFalse();

        Registrant long181 = new Registrant("n".repeat(181), Registrant.next().email(), "pw-long-enough");
        Page refused = long181.register(page, phone.number());
        assertThat(refused.has("#input-error-firstName")).as(refused.toString()).isTrue();

        Registrant long180 = new Registrant("n".repeat(180), long181.email(), "pw-long-enough");
        assertThat(long180.register(refused, phone.number()).isNumberPage()).isTrue();
        assertThat(school.user(long180.account(school)).get("firstName").asText())
                .hasSize(180);
    }

    private static Tokens verify(Page page, Phone phone) {
        assertThat(page.text()).contains("We have this number for you");
        // In full for who typed it just now, and for nobody else.
        assertThat(page.element("#phonelatch-known bdi").text().replace(" ", ""))
                .isEqualTo(phone.number());
        return page.form("phonelatch-number-form")
                .press("send")
                .code(phone.code())
                .tokens();
    }

    private static List<String> roles(Tokens tokens) {
        List<String> roles = new ArrayList<>();
        tokens.accessClaims().at("/realm_access/roles").forEach(role -> roles.add(role.asText()));
        return roles;
    }
}
