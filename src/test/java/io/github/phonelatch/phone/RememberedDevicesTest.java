package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.NOON;
import static io.github.phonelatch.fakes.Verifications.verification;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeUser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.UserProvider;

class RememberedDevicesTest {
    private static final Verification VERIFICATION = verification("+447400123456");
    private static final Duration MONTH = Duration.ofDays(30);
    private static final String NAME = "Firefox/145, Linux";

    private final List<PhoneChange> changes = new ArrayList<>();
    private int userNotBefore;
    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser user = new FakeUser("teacher");
    private final KeycloakSession session = Fake.of(KeycloakSession.class)
            .returning(
                    "users",
                    Fake.of(UserProvider.class)
                            .on("getNotBeforeOfUser", arguments -> userNotBefore)
                            .make())
            .returning(
                    "getKeycloakSessionFactory",
                    Fake.of(KeycloakSessionFactory.class)
                            .on("publish", arguments -> changes.add((PhoneChange) arguments[0]))
                            .make())
            .make();

    @BeforeEach
    void password() {
        user.credential(password(1));
    }

    @Test
    void device_isToldOf() {
        remember(NOON);

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.kind()).isEqualTo(PhoneChange.Kind.DEVICE_REMEMBERED);
            assertThat(change.user()).isSameAs(user.model());
        });
    }

    @Test
    void device_isKnownUntilItsDaysAreOver() {
        String device = remember(NOON);

        assertThat(known(device, VERIFICATION, NOON)).isTrue();
        assertThat(known(device, VERIFICATION, NOON.plus(MONTH).minusMillis(1))).isTrue();
        assertThat(known(device, VERIFICATION, NOON.plus(MONTH))).isFalse();
    }

    @Test
    void anotherNumber_doesNotKnowIt() {
        String device = remember(NOON);

        assertThat(known(device, verification("+447400123457"), NOON)).isFalse();
        assertThat(known(device, VERIFICATION, NOON)).isTrue();
    }

    @Test
    void anotherPassword_doesNotKnowIt() {
        String device = remember(NOON);

        user.credentials().get(0).setCreatedDate(2L);
        assertThat(known(device, VERIFICATION, NOON)).isFalse();
        user.credentials().get(0).setCreatedDate(1L);
        assertThat(known(device, VERIFICATION, NOON)).isTrue();
        user.credentials().remove(0);
        assertThat(known(device, VERIFICATION, NOON)).isFalse();
        user.credential(password(1));
        assertThat(known(device, VERIFICATION, NOON))
                .as("another one of the same moment")
                .isFalse();
    }

    /** Keycloak writes sign-outs in whole seconds: of two things in one second the sign-out counts. */
    @Test
    void signedOutEverywhere_doesNotKnowIt() {
        String device = remember(NOON.plusMillis(999));

        userNotBefore = (int) NOON.getEpochSecond() - 1;
        assertThat(known(device, VERIFICATION, NOON)).isTrue();
        userNotBefore = (int) NOON.getEpochSecond();
        assertThat(known(device, VERIFICATION, NOON)).isFalse();

        userNotBefore = 0;
        realm.notBefore(NOON.getEpochSecond() - 1);
        assertThat(known(device, VERIFICATION, NOON)).isTrue();
        realm.notBefore(NOON.getEpochSecond());
        assertThat(known(device, VERIFICATION, NOON)).isFalse();
    }

    @Test
    void idOfSomethingElse_isNoDevice() {
        remember(NOON);

        assertThat(known(user.credentials().get(0).getId(), VERIFICATION, NOON)).isFalse();
        assertThat(known("no such id", VERIFICATION, NOON)).isFalse();
    }

    @Test
    void eleventhDevice_pushesOutTheOldest() {
        String oldest = remember(NOON);
        String second = remember(NOON.plusSeconds(1));
        for (int i = 2; i < 11; i++) {
            remember(NOON.plusSeconds(i));
        }

        assertThat(devices()).isEqualTo(10);
        assertThat(known(oldest, VERIFICATION, NOON)).isFalse();
        assertThat(known(second, VERIFICATION, NOON)).isTrue();
    }

    @Test
    void nextDevice_takesThoseWithItThatAreNoLongerKnown() {
        CredentialModel damaged = new CredentialModel();
        damaged.setType(RememberedDevice.TYPE);
        user.credential(damaged);
        String over = remember(NOON.minus(MONTH));
        String device = remember(NOON);

        assertThat(devices()).isEqualTo(1);
        assertThat(known(over, VERIFICATION, NOON.minus(MONTH))).isFalse();
        assertThat(known(device, VERIFICATION, NOON)).isTrue();
    }

    /** As where an admin imported a person whose devices say nothing of when they came. */
    @Test
    void devicesWithoutADate_areTheOldest() {
        String undated = remember(NOON);
        user.credentials().get(1).setCreatedDate(null);
        for (int i = 1; i < 10; i++) {
            remember(NOON.plusSeconds(i));
        }
        assertThat(known(undated, VERIFICATION, NOON)).isTrue();

        remember(NOON.plusSeconds(10));

        assertThat(known(undated, VERIFICATION, NOON)).isFalse();
        assertThat(devices()).isEqualTo(10);
    }

    /** Keycloak refuses a second label that differs in the case of letters or in blanks around it only. */
    @Test
    void label_isDistinct_alsoFromOnesThatItsOwnerChanged() {
        remember(NOON);
        user.credentials().get(1).setUserLabel(" fireFOX/145, linux ");
        remember(NOON);
        remember(NOON);
        user.credentials().get(3).setUserLabel(null);
        remember(NOON);

        assertThat(user.credentials().stream().skip(2).map(CredentialModel::getUserLabel))
                .containsExactlyInAnyOrder(NAME + " (2)", null, NAME + " (3)");
    }

    @Test
    void storeThatKeepsNoCredentials_remembersNothing() {
        user.keepingNoCredentials();

        assertThat(RememberedDevices.remember(session, realm.model(), user.model(), VERIFICATION, NAME, NOON, MONTH))
                .isEqualTo(Optional.empty());
    }

    @Test
    void forget_endsTheOneAndNothingElse() {
        String device = remember(NOON);
        String other = remember(NOON);

        RememberedDevices.forget(user.model(), device);
        RememberedDevices.forget(user.model(), user.credentials().get(0).getId());

        assertThat(known(device, VERIFICATION, NOON)).isFalse();
        assertThat(known(other, VERIFICATION, NOON)).isTrue();
        assertThat(user.credentials()).as("with the password").hasSize(2);
    }

    @Test
    void forgetAll_endsDevicesOnly() {
        remember(NOON);
        remember(NOON);

        RememberedDevices.forgetAll(user.model());

        assertThat(user.credentials())
                .singleElement()
                .satisfies(left -> assertThat(left.getType()).isEqualTo("password"));
    }

    private String remember(Instant now) {
        return RememberedDevices.remember(session, realm.model(), user.model(), VERIFICATION, NAME, now, MONTH)
                .orElseThrow();
    }

    private boolean known(String device, Verification verification, Instant now) {
        return RememberedDevices.known(session, realm.model(), user.model(), device, verification, now);
    }

    private long devices() {
        return user.credentials().stream()
                .filter(credential -> RememberedDevice.TYPE.equals(credential.getType()))
                .count();
    }

    private static CredentialModel password(long created) {
        CredentialModel password = new CredentialModel();
        password.setType("password");
        password.setCreatedDate(created);
        return password;
    }
}
