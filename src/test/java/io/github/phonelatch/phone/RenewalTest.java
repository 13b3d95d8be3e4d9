package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.NOON;
import static io.github.phonelatch.fakes.Verifications.credential;
import static io.github.phonelatch.fakes.Verifications.number;
import static io.github.phonelatch.fakes.Verifications.verification;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.cache.CachedUserModel;

class RenewalTest {
    private static final String NUMBER = "+447400123456";
    private static final String OTHER = "+447400123457";
    private static final Instant LATER = NOON.plus(Duration.ofDays(400));
    private static final Rules HUNDRED_DAYS = Rules.STRICT.reverifyAfter(Duration.ofDays(100));

    private final FakeUser user = new FakeUser("student").attribute("phoneNumber", NUMBER);

    @Test
    void verification_isAsOldAsTheCodeThatRenewedIt_inTheSameCredential() {
        user.credential(credential(new Verification(number(NUMBER), NOON, "sms", "import")))
                .attribute("phoneNumberVerified", "false");
        String id = user.credentials().get(0).getId();

        renew(user.model());

        assertThat(VerifiedPhone.find(user.model(), HUNDRED_DAYS, LATER))
                .contains(new Verification(number(NUMBER), NOON, "sms", "import").again(LATER, "voice"));
        assertThat(user.credentials()).singleElement().satisfies(stored -> {
            assertThat(stored.getId()).isEqualTo(id);
            assertThat(stored.getCreatedDate()).isEqualTo(LATER.toEpochMilli());
        });
        assertThat(user.attributes())
                .containsEntry("phoneNumber", List.of(NUMBER))
                .containsEntry("phoneNumberVerified", List.of("true"))
                .containsEntry("phoneNumberVerifiedAt", List.of(LATER.toString()));
    }

    @Test
    void nameThatThePersonGaveIt_stays() {
        user.credential(credential(NUMBER));
        user.credentials().get(0).setUserLabel("Mum");

        renew(user.model());

        assertThat(user.credentials()).extracting(CredentialModel::getUserLabel).containsExactly("Mum");
    }

    @Test
    void numberThatOnlyTheCredentialCarries_goesOnDoingSo() {
        FakeUser ofDirectory = new FakeUser("of directory")
                .credential(credential(verification(NUMBER)))
                .readOnly("phoneNumber")
                .readOnly("phoneNumberVerified")
                .readOnly("phoneNumberVerifiedAt");

        renew(ofDirectory.model());

        assertThat(ofDirectory.attributes()).isEmpty();
        assertThat(VerifiedPhone.find(ofDirectory.model(), HUNDRED_DAYS, LATER)).isPresent();
    }

    @Test
    void verificationThatIsGone_staysGone() {
        renew(user.model());

        assertThat(user.credentials()).isEmpty();
        assertThat(user.attributes()).containsOnlyKeys("phoneNumber");
    }

    @Test
    void verificationOfAnotherNumberMeanwhile_isLeftAlone() {
        user.credential(credential(OTHER)).attribute("phoneNumber", OTHER);

        renew(user.model());

        assertThat(VerifiedPhone.held(user.model(), HUNDRED_DAYS)).contains(verification(OTHER));
        assertThat(user.attributes()).containsOnlyKeys("phoneNumber");
    }

    @Test
    void verificationThatOnlyThisNodeRemembers_isGone() {
        FakeUser remembered = new FakeUser("student").credential(credential(NUMBER));
        UserModel cached = Fake.of(CachedUserModel.class)
                .on("credentialManager", arguments -> remembered.model().credentialManager())
                .returning("getDelegateForUpdate", user.model())
                .make();

        renew(cached);

        assertThat(remembered.credentials())
                .allSatisfy(stored -> assertThat(stored.getCreatedDate()).isEqualTo(NOON.toEpochMilli()));
        assertThat(user.attributes()).containsOnlyKeys("phoneNumber");
    }

    @ParameterizedTest(name = "{1} old, of {0}: {2}")
    @CsvSource({
        "P0D,   P1000D,   false",
        "P100D, PT23H59M, false",
        "P100D, P1D,      true",
        "P100D, P101D,    true",
        "P2D,   PT23H59M, false",
        "P2D,   P1D,      true",
        "P1D,   PT11H59M, false",
        "P1D,   PT12H,    true",
        "P100D, PT-48H,   false"
    })
    void renewing_isDueOnceADay_orTwiceInAShorterPeriod(Duration period, Duration age, boolean due) {
        assertThat(Renewal.due(verification(NUMBER), Rules.STRICT.reverifyAfter(period), NOON.plus(age)))
                .isEqualTo(due);
    }

    private static void renew(UserModel user) {
        Renewal.renew(user, verification(NUMBER), LATER, "voice");
    }
}
