package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Another number in place of a verified one: only for who has just signed in. */
@ExtendWith(SharedServer.class)
class OwnScreensChangeIT {
    private static RealmAdmin realm;
    private static SignedInLongAgo district;

    @BeforeAll
    static void realms(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0");
            settings.put("accounts-per-number", "1");
            settings.put("api-clients", "school-mobile##student-portal");
        });
        district = new SignedInLongAgo(admin, realm);
    }

    @Test
    void rightAfterTheSignIn_anotherNumberIsProven_andTheOldOneStaysUntilThen(Phone old, Phone next) {
        Person student = realm.newVerifiedStudent(old);
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));

        Reply asked = api.requestOtp(next);

        assertThat(asked.status()).as(asked.body().toString()).isEqualTo(202);
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(old.number());
        assertThat(api.status().body().get("verified").asBoolean()).isTrue();
        assertThat(api.verifyOtp(asked, next.code()).status()).isEqualTo(200);
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(next.number());
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
        // Nothing is sent to it any more, but for a person who types it anew.
        assertThat(old.messages()).isEmpty();
    }

    @Test
    void anHourAfterTheSignIn_anotherNumberNeedsANewSignIn(Phone old, Phone next) {
        Tokens tokens = district.tokens(district.newEmployee(), old);
        assertThat(tokens.accessClaims().get("auth_time").asLong())
                .isLessThan(Instant.now().getEpochSecond() - 3000);
        PhoneApi api = realm.phoneApi(tokens);

        Reply refused = api.requestOtp(next);

        assertThat(refused.status()).as(refused.body().toString()).isEqualTo(401);
        assertThat(refused.problem()).isEqualTo("insufficient-user-authentication");
        assertThat(refused.body().get("max_age").asInt()).isEqualTo(300);
        assertThat(refused.headers().firstValue("WWW-Authenticate").orElse(""))
                .contains("error=\"insufficient_user_authentication\"", "max_age=\"300\"");
        assertThat(next.messages()).isEmpty();
        // The one they have needs none.
        assertThat(api.requestOtp(old).status()).isEqualTo(202);
    }

    /** Or whoever stole a token before the owner's first proof could wait for it and then replace the number. */
    @Test
    void numberAskedForBeforeAnotherWasProven_doesNotReplaceIt_longAfterTheSignIn(Phone owners, Phone strangers) {
        Person employee = district.newEmployee();
        Tokens tokens = district.tokens(employee, owners);
        Person student = realm.accountOf(employee);
        realm.deletePhoneCredential(student);
        realm.updateUser(student, user -> user.put("emailVerified", true));
        App portal = realm.studentPortal();
        Tokens gone = portal.refresh(tokens.refreshToken());
        assertThat(gone.granted()).isFalse();
        PhoneApi api = realm.phoneApi(tokens);
        Reply strangersChallenge = api.requestOtp(strangers);
        assertThat(strangersChallenge.status()).isEqualTo(202);
        Reply ownersChallenge = api.requestOtp(owners);
        assertThat(api.verifyOtp(ownersChallenge, owners.code()).status()).isEqualTo(200);

        Reply reply = api.verifyOtp(strangersChallenge, strangers.code());

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.problem()).isEqualTo("insufficient-user-authentication");
        assertThat(strangers.verifyCalls()).isZero();
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(owners.number());
    }

    @Test
    void numberOfAnotherAccount_isToldOnlyToWhoHoldsIt(Phone shared) {
        realm.newVerifiedStudent(shared);
        Person second = realm.newStudent();
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(second));

        Reply asked = api.requestOtp(shared);
        assertThat(asked.status()).isEqualTo(202);
        assertThat(api.verifyOtp(asked, shared.wrongCode()).problem()).isEqualTo("wrong-code");

        Reply taken = api.verifyOtp(asked, shared.code());

        assertThat(taken.status()).isEqualTo(409);
        assertThat(taken.problem()).isEqualTo("number-taken");
        Harm.none(realm, second);
    }

    @Test
    void adminWhoAskedForANewProof_getsIt(Phone phone) {
        Person student = realm.newVerifiedStudent(phone);
        Tokens tokens = realm.schoolMobile().directGrant(student);
        realm.updateUser(student, user -> user.set("requiredActions", Json.of(List.of(RealmAdmin.PHONE_ACTION))));
        PhoneApi api = realm.phoneApi(tokens);

        Reply asked = api.post("request-otp", Map.of());
        assertThat(api.verifyOtp(asked, phone.code()).status()).isEqualTo(200);

        assertThat(realm.user(student).get("requiredActions")).isEmpty();
        assertThat(realm.schoolMobile().directGrant(student).granted()).isTrue();
    }
}
