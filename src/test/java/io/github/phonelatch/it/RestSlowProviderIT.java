package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was so when the call came may be so no longer when the provider has answered that the code is right. */
@ExtendWith(SharedServer.class)
class RestSlowProviderIT {
    /** Within the time a check may take; long enough for what the tests do meanwhile. */
    private static final Duration SLOW = Duration.ofMillis(2_500);

    private static RealmAdmin realm;

    private final Simulator simulator;

    RestSlowProviderIT(Simulator simulator) {
        this.simulator = simulator;
    }

    @BeforeAll
    static void realms(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0");
        });
    }

    @AfterEach
    void providerIsItselfAgain() {
        simulator.control().clearScripts();
    }

    /** Right, and answered late; this call comes back when the provider has been asked. */
    private CompletableFuture<Reply> slowly(PhoneApi api, Reply asked, Phone phone) {
        String code = phone.code();
        simulator.control().scriptVerify(Fault.delay(SLOW), 1);
        CompletableFuture<Reply> reply = CompletableFuture.supplyAsync(() -> api.verifyOtp(asked, code));
        Await.until("the question whether the code is right", () -> phone.verifyCalls() == 1);
        return reply;
    }

    @Test
    void numberVerifiedMeanwhile_isNotReplaced(Phone owners, Phone anonymous) {
        Person student = realm.newStudent();
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));
        Reply anonymousChallenge = api.requestOtp(anonymous);
        Reply ownersChallenge = api.requestOtp(owners);

        CompletableFuture<Reply> late = slowly(api, anonymousChallenge, anonymous);
        assertThat(api.verifyOtp(ownersChallenge, owners.code()).status()).isEqualTo(200);
        assertThat(late).isNotDone();

        assertThat(late.join().problem()).isEqualTo("insufficient-user-authentication");
        assertThat(late.join().body().path("phone_verification").asBoolean()).isTrue();
        assertHoldsOnly(student, owners);
    }

    /** A teacher's older session ends, a student's goes on: neither replaces the number. */
    @ParameterizedTest
    @ValueSource(strings = {"/students", "/teachers"})
    void numberVerifiedMeanwhileInAnotherSession_isNotReplaced(String group, Phone owners, Phone anonymous) {
        Person person = realm.newPerson(user -> user.putArray("groups").add(group));
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(person));
        PhoneApi ownersApi = realm.phoneApi(realm.schoolMobile().directGrant(person));
        Reply anonymousChallenge = api.requestOtp(anonymous);
        Reply ownersChallenge = ownersApi.requestOtp(owners);

        CompletableFuture<Reply> late = slowly(api, anonymousChallenge, anonymous);
        assertThat(ownersApi.verifyOtp(ownersChallenge, owners.code()).status()).isEqualTo(200);
        assertThat(late).isNotDone();

        assertThat(late.join().problem()).isEqualTo("insufficient-user-authentication");
        assertThat(late.join().body().path("max_age").asInt()).isEqualTo(300);
        assertHoldsOnly(person, owners);
    }

    /** It may take the place of the number that was held when the code was typed, and of no other. */
    @Test
    void numberReplacedMeanwhile_isNotReplacedAgain(Phone old, Phone owners, Phone anonymous) {
        Person student = realm.newVerifiedStudent(old);
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));
        assertThat(api.verifyOtp(api.requestOtp(old), old.code()).status()).isEqualTo(200);
        Reply anonymousChallenge = api.requestOtp(anonymous);
        Reply ownersChallenge = api.requestOtp(owners);
        assertThat(ownersChallenge.status()).isEqualTo(202);

        CompletableFuture<Reply> late = slowly(api, anonymousChallenge, anonymous);
        assertThat(api.verifyOtp(ownersChallenge, owners.code()).status()).isEqualTo(200);
        assertThat(late).isNotDone();

        assertThat(late.join().problem()).isEqualTo("insufficient-user-authentication");
        assertHoldsOnly(student, owners);
    }

    @Test
    void accountDisabledMeanwhile_verifiesNothing(Phone phone) {
        Person student = realm.newStudent();
        PhoneApi api = realm.phoneApi(realm.schoolMobile().directGrant(student));
        Reply asked = api.requestOtp(phone);

        CompletableFuture<Reply> late = slowly(api, asked, phone);
        realm.updateUser(student, user -> user.put("enabled", false));
        assertThat(late).isNotDone();

        assertThat(late.join().problem()).isEqualTo("account-locked");
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).isEmpty();
        assertThat(realm.attribute(student, "phoneNumber")).isEmpty();
    }

    private static void assertHoldsOnly(Person person, Phone phone) {
        assertThat(realm.attribute(person, "phoneNumber")).isEqualTo(phone.number());
        assertThat(realm.credentials(person, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
    }
}
