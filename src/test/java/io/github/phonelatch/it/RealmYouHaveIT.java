package io.github.phonelatch.it;

import static io.github.phonelatch.it.support.Flow.Requirement.ALTERNATIVE;
import static io.github.phonelatch.it.support.Flow.Requirement.CONDITIONAL;
import static io.github.phonelatch.it.support.Flow.Requirement.REQUIRED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Form;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.LdapDirectory;
import io.github.phonelatch.it.support.LdapDirectory.Mode;
import io.github.phonelatch.it.support.LdapServer;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.RealmYouHave;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.it.support.Verifications;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Every journey in a realm that was not made from the school realm and was set up by README.md alone. Its people have usernames and
 * no e-mail addresses, and some come from a broker or from a directory.
 */
@ExtendWith(SharedServer.class)
class RealmYouHaveIT {
    private static RealmAdmin realm;
    private static RealmAdmin broker;
    private static LdapServer ldap;
    private static LdapDirectory directory;

    @BeforeAll
    static void realmOfThatKind(Admin admin) {
        realm = admin.newRealm();
        realm.notRequired("email");
        realm.update(Map.of("resetPasswordAllowed", true, "eventsEnabled", true));
        broker = admin.newRealm();
        broker.notRequired("email");
        realm.addBroker(broker);
        ldap = LdapServer.start();
        directory = LdapDirectory.add(realm, ldap, Mode.READ_ONLY);

        RoleGates.gated(realm, "mobile");
        RealmYouHave.setUp(realm, Map.of("cooldown", "0", "accounts-per-number", "2", "api-clients", "mobile"));

        client("portal");
        // What the pages that the README names say of flows.
        client("staff");
        realm.post("roles", Map.of("name", "staff"));
        realm.browserFlow(
                        "staff",
                        forms -> forms.subflow(
                                "a code",
                                CONDITIONAL,
                                code -> code.execution(
                                                "conditional-user-role", REQUIRED, Map.of("condUserRole", "staff"))
                                        .execution(
                                                "conditional-credential",
                                                REQUIRED,
                                                Map.of("credentials", "webauthn-passwordless", "included", "false"))
                                        .execution("phonelatch-otp", REQUIRED)))
                .bindBrowserOf("staff");
        client("by-phone");
        realm.flow("by phone")
                .execution("auth-cookie", ALTERNATIVE)
                .subflow(
                        "by phone forms",
                        ALTERNATIVE,
                        forms -> forms.subflow(
                                "by phone first factor",
                                REQUIRED,
                                ways -> ways.execution("auth-username-password-form", ALTERNATIVE)
                                        .execution("phonelatch-phone-login", ALTERNATIVE)))
                .bindBrowserOf("by-phone");
        realm.flow("new password")
                .execution("phonelatch-reset-choose-user", REQUIRED)
                .subflow(
                        "new password ways",
                        REQUIRED,
                        ways -> ways.subflow(
                                        "new password by phone",
                                        ALTERNATIVE,
                                        phone -> phone.execution("phonelatch-reset", REQUIRED))
                                .subflow(
                                        "new password by mail",
                                        ALTERNATIVE,
                                        mail -> mail.execution(
                                                "reset-credential-email", REQUIRED, Map.of("force-login", "true"))))
                .execution("reset-password", REQUIRED)
                .bindResetCredentials();
    }

    @AfterAll
    static void stopTheDirectory() {
        ldap.close();
    }

    @Test
    void requiredAction_beforeAnyToken(Phone phone) {
        Person person = realm.newPersonWithUsername(user -> {});

        Page page = portal().open(person);
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        Tokens tokens = page.number(phone.number()).code(phone.code()).tokens();

        assertThat(tokens.idClaims().path("phone_number").asText()).isEqualTo(phone.number());
        assertThat(tokens.accessClaims().path("phone_number_verified").asBoolean())
                .isTrue();
        assertThat(tokens.accessClaims().path("preferred_username").asText()).isEqualTo(person.email());
        assertThat(portal().open(person).isCallback()).isTrue();
    }

    @Test
    void step_asksAtASignIn(Phone phone) {
        Person person = verified(phone);

        realm.addRealmRole(person, "staff");

        Page page = realm.app("staff").open(person);
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        assertThat(page.element("#kc-attempted-username").val()).isEqualTo(person.email());

        assertThat(page.code(phone.code()).tokens().granted()).isTrue();
    }

    @Test
    void directGrant_isForVerifiedPeople(Phone phone) {
        assertThat(portal().directGrant(realm.newPersonWithUsername(user -> {})).errorDescription())
                .isEqualTo("Account is not fully set up");
        assertThat(portal().directGrant(verified(phone)).granted()).isTrue();
    }

    @Test
    void signInByPhone_withTheUsernameWhereTheNumberIsShared(Phone phone) {
        Person one = verified(phone);
        Person two = verified(phone);

        Page page = byPhone(phone).with("password", one.password()).press("verify");
        assertThat(page.text()).contains("type your username or e-mail address too");

        Page done = byPhone(phone).with("email", two.email()).press("send").code(phone.code());
        assertThat(done.tokens().accessClaims().path("preferred_username").asText())
                .isEqualTo(two.email());
        Page byPassword = byPhone(phone)
                .with("email", one.email())
                .with("password", one.password())
                .press("verify");
        assertThat(byPassword.tokens().granted()).isTrue();
    }

    @Test
    void reset_byTheUsernameAndACode(Phone phone) {
        Person person = verified(phone);

        Page page = forgotten().with("email", person.email()).press("send");
        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        Person renewed = Reset.choosePassword(page.code(phone.code()), person);

        assertThat(portal().open(renewed).isCallback()).isTrue();
    }

    /** A code alone would bring both their factors. */
    @Test
    void reset_ofWhoeverIsAskedForACode_sendsNone(Phone phone) {
        Person person = verified(phone);
        realm.addRealmRole(person, "staff");

        Page page = forgotten().with("email", person.email()).press("send");

        assertThat(page.isCodePage()).as(page.toString()).isTrue();
        // The answer to a code comes after whatever was sent.
        assertThat(page.code("123456").isCodePage()).isTrue();
        assertThat(phone.sendCalls()).isZero();
    }

    @Test
    void endpoints_verifyANumber(Phone phone) {
        App mobile = realm.app("mobile", "mobile");
        Person person = realm.newPersonWithUsername(user -> {});
        Tokens tokens = mobile.directGrant(person);
        assertThat(RoleGates.roles(tokens)).isEmpty();
        PhoneApi api = realm.phoneApi(tokens);

        PhoneApi.Reply challenge = api.requestOtp(phone);
        assertThat(challenge.status()).as(challenge.body().toString()).isEqualTo(202);
        assertThat(api.verifyOtp(challenge, phone.code()).status()).isEqualTo(200);

        assertThat(portal().directGrant(person).granted()).isTrue();
    }

    @Test
    void changeOfTheNumber_andRemovalByAnAdmin(Phone phone, Phone next) {
        Person person = verified(phone);
        HttpBrowser browser = new HttpBrowser();
        portal().open(browser).password(person);

        Page page = portal().open(browser, Map.of("kc_action", RealmAdmin.PHONE_ACTION));
        Tokens tokens =
                page.current(phone).number(next.number()).code(next.code()).tokens();
        assertThat(tokens.idClaims().path("phone_number").asText()).isEqualTo(next.number());

        realm.deletePhoneCredential(person);
        assertThat(tokens.refresh().error()).isEqualTo("invalid_grant");
        assertThat(portal().open(person).isNumberPage()).isTrue();
    }

    @Test
    void broker_leadsToTheNumber(Phone phone) {
        Person there = broker.newPersonWithUsername(user -> {});

        Page page = portal().open(new HttpBrowser(), Map.of("kc_idp_hint", broker.name()))
                .password(there);
        assertThat(page.isNumberPage()).as(page.toString()).isTrue();

        Tokens tokens = page.number(phone.number()).code(phone.code()).tokens();
        assertThat(tokens.accessClaims().path("preferred_username").asText()).isEqualTo(there.email());
    }

    @Test
    void directory_itsNumberIsOffered_andFindsItsPerson(Phone phone) {
        String written = phone.number().replaceFirst("(\\+44)(\\d{4})", "$1 (0)$2 ");
        Person person = directory.newPerson(List.of(written));

        Page page = portal().open(person);
        assertThat(page.has("#phonelatch-known")).as(page.toString()).isTrue();
        Tokens tokens = page.form("phonelatch-number-form")
                .press("send")
                .code(phone.code())
                .tokens();

        assertThat(tokens.idClaims().path("phone_number").asText()).isEqualTo(phone.number());
        assertThat(byPhone(phone)
                        .with("password", person.password())
                        .press("verify")
                        .tokens()
                        .granted())
                .isTrue();
        assertThat(portal().directGrant(person).granted()).isTrue();
        assertThat(directory.mobile(person)).containsExactly(written);
    }

    @Test
    void directory_whoseNumberIsAnother_isToldBeforeAMessageIsSent(Phone phone, Phone other) {
        Person person = directory.newPerson(List.of(phone.number()));

        Page page = portal().open(person);
        if (page.has("#phonelatch-known")) {
            page = page.form("phonelatch-number-form").press("change");
        }
        page = page.number(other.number());

        assertThat(page.isNumberPage()).as(page.toString()).isTrue();
        assertThat(page.text()).contains("does not match");
        assertThat(other.sendCalls()).isZero();
    }

    private static App portal() {
        return realm.app("portal");
    }

    private static Form forgotten() {
        return portal().open(new HttpBrowser())
                .click("a[href*=reset-credentials]")
                .form("phonelatch-number-form");
    }

    private static Form byPhone(Phone phone) {
        return realm.app("by-phone")
                .open(new HttpBrowser())
                .tryAnotherWay()
                .choose("Phone number")
                .form("phonelatch-number-form")
                .with("phone_number", phone.number());
    }

    /** As moved in from elsewhere, verified some days ago. */
    private static Person verified(Phone phone) {
        return realm.newPersonWithUsername(
                user -> Verifications.put(user, phone.number(), Instant.now().minus(Duration.ofDays(3))));
    }

    private static void client(String id) {
        realm.createClient(Map.of(
                "clientId",
                id,
                "publicClient",
                true,
                "directAccessGrantsEnabled",
                true,
                "redirectUris",
                List.of(App.CALLBACK.toString())));
    }
}
