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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** People who sign in with the account of another organization: the district's realm is the school's broker. */
@ExtendWith(SharedServer.class)
class BrokerIT {
    private static RealmAdmin district;
    private static RealmAdmin school;

    private Person employee;

    @BeforeAll
    static void realms(Admin admin) {
        district = admin.newRealm();
        school = admin.newSchoolRealm(
                realm -> Admin.phoneSettings(realm).put("cooldown", "0").put("accounts-per-number", "1"));
        school.addBroker(district);
    }

    @BeforeEach
    void employee() {
        employee = district.newPerson(user -> {});
    }

    @Test
    void firstSignIn_stopsAtTheNumber_andGetsNoTokenBefore(Phone phone) {
        Page page = signIn();

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        Tokens tokens = page.number(phone.number()).code(phone.code()).tokens();
        assertThat(tokens.idClaims().get("email").asText()).isEqualTo(employee.email());
        assertThat(tokens.idClaims().get("phone_number").asText()).isEqualTo(phone.number());
        assertThat(AttackAssertions.verifications(school, school.accountOf(employee)))
                .hasSize(1);
    }

    @Test
    void laterSignIn_withAVerifiedNumber_passesWithoutAMessage(Phone phone) {
        verified(phone);

        Tokens tokens = signIn().tokens();

        assertThat(tokens.accessClaims().get("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    @Test
    void laterSignIn_afterTheVerificationWasWithdrawn_stopsAgain(Phone phone) {
        Tokens tokens = verified(phone);
        school.deletePhoneCredential(school.accountOf(employee));

        Page page = signIn();

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(tokens.refresh().error()).isEqualTo("invalid_grant");
    }

    @Test
    void linkedAccountOfTheSchool_isGatedLikeItsPasswordIs(Phone phone) {
        Person student = school.newStudent();
        school.link(student, district, employee);

        Page page = signIn();

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(page.number(phone.number())
                        .code(phone.code())
                        .tokens()
                        .accessClaims()
                        .get("sub")
                        .asText())
                .isEqualTo(student.id());
        assertThat(school.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
    }

    @Test
    void brokerThatSaysTheNumberIsVerified_verifiesNothing(Admin admin, Phone phone) {
        RealmAdmin careless = brokerThatTellsNumbers(admin);
        Person brokered = brokered(careless, phone.number());

        Page page = signIn(careless, brokered);

        assertThat(page.has("#phonelatch-known")).as(page.toString()).isTrue();
        Person account = school.accountOf(brokered);
        assertThat(school.attribute(account, "phoneNumber")).isEqualTo(phone.number());
        AttackAssertions.noCode(page);
        assertThat(AttackAssertions.verifications(school, account)).isEmpty();
    }

    /** It writes the attribute anew at each sign-in; the proof is of the other number then. */
    @Test
    void brokerThatChangesTheNumber_endsTheVerification(Admin admin, Phone phone, Phone other) {
        RealmAdmin careless = brokerThatTellsNumbers(admin);
        Person brokered = brokered(careless, phone.number());
        Tokens tokens = signIn(careless, brokered)
                .form("phonelatch-number-form")
                .press("send")
                .code(phone.code())
                .tokens();
        assertThat(signIn(careless, brokered).tokens().granted()).isTrue();

        careless.setAttribute(brokered, "phoneNumber", other.number());
        Page page = signIn(careless, brokered);

        assertThat(page.has("#phonelatch-known")).as(page.toString()).isTrue();
        assertThat(tokens.refresh().error()).isEqualTo("invalid_grant");
    }

    /** It takes the attribute away at each sign-in, because it knows of none. */
    @Test
    void brokerWithoutANumber_takesNoVerificationAway(Admin admin, Phone phone) {
        RealmAdmin silent = brokerThatTellsNumbers(admin);
        Person brokered = silent.newPerson(user -> {});
        assertThat(signIn(silent, brokered)
                        .number(phone.number())
                        .code(phone.code())
                        .isCallback())
                .isTrue();
        Person account = school.accountOf(brokered);

        for (int i = 0; i < 3; i++) {
            Page page = signIn(silent, brokered);
            assertThat(page.isCallback()).as(page.toString()).isTrue();
            assertThat(page.tokens().accessClaims().get("phone_number_verified").asBoolean())
                    .isTrue();
            assertThat(school.attribute(account, "phoneNumber"))
                    .as("published again")
                    .isEqualTo(phone.number());
        }

        assertThat(phone.sendCalls()).isEqualTo(1);
    }

    private static Person brokered(RealmAdmin broker, String number) {
        return broker.newPerson(user -> {
            user.putObject("attributes").putArray("phoneNumber").add(number);
            user.withObject("/attributes").putArray("phoneNumberVerified").add("true");
        });
    }

    /** A broker whose word on numbers the school's admin writes to the accounts. */
    private static RealmAdmin brokerThatTellsNumbers(Admin admin) {
        RealmAdmin broker = admin.newRealm();
        broker.allowAnyAttribute();
        school.addBroker(broker);
        school.updateBroker(
                broker.name(), it -> it.withObject("/config").put("defaultScope", "openid profile email phone"));
        Map<String, String> attributes = Map.of(
                "phone_number", "phoneNumber",
                "phone_number_verified", "phoneNumberVerified");
        attributes.forEach((claim, attribute) -> school.post(
                "identity-provider/instances/" + broker.name() + "/mappers",
                Map.of(
                        "name",
                        claim,
                        "identityProviderAlias",
                        broker.name(),
                        "identityProviderMapper",
                        "oidc-user-attribute-idp-mapper",
                        "config",
                        Map.of("syncMode", "FORCE", "claim", claim, "user.attribute", attribute))));
        return broker;
    }

    private Tokens verified(Phone phone) {
        return signIn().number(phone.number()).code(phone.code()).tokens();
    }

    private Page signIn() {
        return signIn(district, employee);
    }

    private static Page signIn(RealmAdmin broker, Person person) {
        return school.studentPortal()
                .open(new HttpBrowser(), Map.of("kc_idp_hint", broker.name()))
                .password(person);
    }
}
