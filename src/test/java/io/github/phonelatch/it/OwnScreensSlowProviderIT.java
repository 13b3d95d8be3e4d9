package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Await;
import io.github.phonelatch.it.support.District;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.PhoneApi;
import io.github.phonelatch.it.support.PhoneApi.Reply;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.tools.simulator.Fault;
import io.github.phonelatch.tools.simulator.Simulator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What was so when the call came may be so no longer when the provider has answered that the code is right. */
@ExtendWith(SharedServer.class)
class OwnScreensSlowProviderIT {
    /** Within the time a check may take; long enough for what the tests do meanwhile. */
    private static final Duration SLOW = Duration.ofMillis(2_500);

    private static RealmAdmin realm;
    private static District district;

    private final Simulator simulator;

    OwnScreensSlowProviderIT(Simulator simulator) {
        this.simulator = simulator;
    }

    @BeforeAll
    static void realms(Admin admin) {
        realm = admin.newSchoolRealm(school -> {
            ObjectNode settings = Admin.phoneSettings(school);
            settings.put("cooldown", "0");
            settings.put("api-clients", "school-mobile##student-portal");
        });
        district = new District(admin, realm);
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
    void numberProvenMeanwhile_isNotReplaced_longAfterTheSignIn(Phone owners, Phone strangers) {
        Person employee = district.newPerson();
        Tokens tokens = district.signIn(employee, owners);
        Person student = realm.accountOf(employee);
        realm.deletePhoneCredential(student);
        PhoneApi api = realm.phoneApi(tokens);
        Reply strangersChallenge = api.requestOtp(strangers);
        Reply ownersChallenge = api.requestOtp(owners);

        CompletableFuture<Reply> late = slowly(api, strangersChallenge, strangers);
        assertThat(api.verifyOtp(ownersChallenge, owners.code()).status()).isEqualTo(200);
        assertThat(late).isNotDone();

        assertThat(late.join().problem()).isEqualTo("insufficient-user-authentication");
        assertThat(realm.attribute(student, "phoneNumber")).isEqualTo(owners.number());
        assertThat(realm.credentials(student, RealmAdmin.PHONE_CREDENTIAL)).hasSize(1);
    }

    @Test
    void accountDisabledMeanwhile_provesNothing(Phone phone) {
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
}
