package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Answer;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Page;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bcrypt looks at 72 bytes. Whoever sets more is told, wherever it is, with the policy or without. */
@ExtendWith(SharedServer.class)
class LongPasswordIT {
    private static final String FITS = "é".repeat(36);
    private static final String TOO_LONG = FITS + "!";
    private static final String TEXT = "This password is too long. The limit is 72;";

    private static RealmAdmin withoutPolicy;

    @BeforeAll
    static void makeRealm(Admin admin) {
        withoutPolicy = admin.newSchoolRealm(realm -> realm.put("passwordPolicy", "hashAlgorithm(bcrypt)"));
    }

    @Test
    void pageForANewPassword_saysThatItIsTooLong(RealmAdmin school) {
        refusedThenTaken(school);
    }

    @Test
    void pageForANewPassword_saysSoWithoutThePolicyToo() {
        refusedThenTaken(withoutPolicy);
    }

    @Test
    void adminWhoSetsAPassword_isToldThatItIsTooLong(RealmAdmin school) {
        refusedToTheAdmin(school, "phonelatchPasswordTooLong");
    }

    @Test
    void adminWhoSetsAPassword_isToldSoWithoutThePolicyToo() {
        refusedToTheAdmin(withoutPolicy, "phonelatchPasswordOver72Bytes");
    }

    @Test
    void personCreatedWithSuchAPassword_isRefused(RealmAdmin school) {
        for (RealmAdmin realm : new RealmAdmin[] {school, withoutPolicy}) {
            Answer refused = realm.tryCall(
                    "POST",
                    "users",
                    Json.parse(
                            "{'username':'long@school.example','email':'long@school.example','credentials':[{'type':'password','value':'%s'}]}"
                                    .replace('\'', '"')
                                    .formatted(TOO_LONG)));

            assertThat(refused.status()).as(refused.toString()).isEqualTo(400);
            assertThat(realm.get("users?exact=true&username=long@school.example"))
                    .isEmpty();
        }
    }

    @Test
    void limitThatBcryptHasNot_isRefusedWithThePolicy(RealmAdmin school) {
        for (String policy : new String[] {"phonelatch-max-bytes(73)", "phonelatch-max-bytes(many)"}) {
            assertThat(school.tryCall("PUT", "", Map.of("passwordPolicy", policy))
                            .status())
                    .as(policy)
                    .isEqualTo(400);
        }
    }

    private static void refusedThenTaken(RealmAdmin realm) {
        Person pupil = realm.newPerson(user -> user.putArray("requiredActions").add("UPDATE_PASSWORD"));
        realm.addRealmRole(pupil, "phone-exempt");
        Page page = newPassword(realm.studentPortal().open(pupil), TOO_LONG);

        assertThat(page.isCallback()).isFalse();
        assertThat(page.text()).contains(TEXT);

        assertThat(newPassword(page, FITS).isCallback()).isTrue();
        assertThat(realm.schoolMobile().directGrant(Passwords.with(pupil, FITS)).granted())
                .isTrue();
        // Keycloak's protection refuses a password check beside another one that is not quite over.
        Await.until(
                "a sign-in by the first 72 bytes",
                () -> realm.schoolMobile()
                        .directGrant(Passwords.with(pupil, TOO_LONG))
                        .granted());
    }

    private static Page newPassword(Page page, String password) {
        return page.form("kc-passwd-update-form")
                .with("password-new", password)
                .with("password-confirm", password)
                .submit();
    }

    private static void refusedToTheAdmin(RealmAdmin realm, String error) {
        Person student = realm.newStudent();
        Answer refused = realm.tryCall(
                "PUT",
                "users/" + student.id() + "/reset-password",
                Map.of("type", "password", "temporary", false, "value", TOO_LONG));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("error").asText()).isEqualTo(error);
        assertThat(refused.body().get("error_description").asText()).startsWith(TEXT);
        assertThat(realm.schoolMobile().directGrant(student).granted())
                .as("the old one")
                .isTrue();
    }
}
