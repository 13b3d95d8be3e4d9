package io.github.phonelatch.signin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.fakes.Fake;
import io.github.phonelatch.fakes.FakeRealm;
import io.github.phonelatch.fakes.FakeSignIn;
import io.github.phonelatch.fakes.FakeTab;
import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Verifications;
import io.github.phonelatch.phone.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.KeycloakSession;

/** What may be changed by what was passed. */
class ChangesTest {
    private static final Instant NOW = Verifications.NOON.plus(Duration.ofDays(2));
    private static final Verification HELD = Verifications.verification("+447400123456");
    /** An admin says so. */
    private static final Verification BY_HAND = new Verification(HELD.number(), HELD.verifiedAt(), "unknown", "hand");

    private final FakeRealm realm = new FakeRealm("school");
    private final FakeUser user = new FakeUser("somebody");
    private final FakeTab tab = new FakeTab(realm, "browser", user.model());

    @Test
    void phoneShown_letsEverythingBeChanged_whateverTheLevel() {
        FactorNotes.passPhone(tab.model(), HELD, NOW);

        assertThat(mayAdd(HELD, false)).isTrue();
        assertThat(mayReplace(HELD, false, true)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false"})
    void otherFactor_letsEverythingBeChanged_atThePhonesLevel(boolean levelReached, boolean may) {
        observe("password", "webauthn");

        assertThat(mayAdd(HELD, levelReached)).isEqualTo(may);
        assertThat(mayReplace(HELD, levelReached, true)).isEqualTo(may);
    }

    @Test
    void passwordAlone_changesNothing() {
        observe("password");
        user.credential(password(NOW.minus(Duration.ofDays(9))));

        assertThat(mayAdd(HELD, true)).isFalse();
        assertThat(mayReplace(HELD, true, false)).isFalse();
    }

    @Test
    void numberMarkedByHand_givesWayToACodeToIt_asAnyOther() {
        FactorNotes.observe(none(), tab.model(), Optional.of(BY_HAND), false, NOW);
        assertThat(mayReplace(BY_HAND, true, true)).isFalse();

        FactorNotes.passPhone(tab.model(), BY_HAND, NOW);
        assertThat(mayReplace(BY_HAND, true, true)).isTrue();
    }

    // --- a phone that is lost, where the realm lets people replace it
    // -------------------------------------------------

    @Test
    void lostNumber_isReplacedRightAfterThePassword() {
        lostNumber("fresh-sign-in");
        observe("password");
        user.credential(password(NOW.minus(Duration.ofDays(1)).minusSeconds(1)));

        assertThat(mayReplace(HELD, true, false)).isTrue();
        assertThat(mayAdd(HELD, true)).as("that adds no factor").isFalse();
    }

    @Test
    void lostNumber_thatIsASecondFactor_isNot() {
        lostNumber("fresh-sign-in");
        observe("password");
        user.credential(password(NOW.minus(Duration.ofDays(9))));

        assertThat(mayReplace(HELD, true, true)).isFalse();
    }

    @Test
    void lostNumber_belowThePhonesLevel_isNot() {
        lostNumber("fresh-sign-in");
        observe("password");
        user.credential(password(NOW.minus(Duration.ofDays(9))));

        assertThat(mayReplace(HELD, false, false)).isFalse();
    }

    @Test
    void lostNumber_fiveMinutesAfterThePassword_isNot() {
        lostNumber("fresh-sign-in");
        FactorNotes.observe(none(), tab.used("password").model(), Optional.of(HELD), false, NOW.minusSeconds(301));
        user.credential(password(NOW.minus(Duration.ofDays(9))));

        assertThat(mayReplace(HELD, true, false)).isFalse();
    }

    @Test
    void lostNumber_withoutAPassword_isNot() {
        lostNumber("fresh-sign-in");
        observe("identity-provider");
        user.credential(password(NOW.minus(Duration.ofDays(9))));

        assertThat(mayReplace(HELD, true, false)).isFalse();
    }

    /** Whoever got at the mailbox may have chosen it. */
    @Test
    void lostNumber_withAPasswordOfLessThanADay_isNot() {
        lostNumber("fresh-sign-in");
        observe("password");
        user.credential(password(NOW.minus(Duration.ofDays(9)))).credential(password(NOW.minus(Duration.ofDays(1))));

        assertThat(mayReplace(HELD, true, false)).isFalse();
    }

    /** Nobody knows how old it is. */
    @Test
    void lostNumber_withAPasswordOfADirectory_isNot() {
        lostNumber("fresh-sign-in");
        observe("password");
        assertThat(mayReplace(HELD, true, false))
                .as("no password that is stored here")
                .isFalse();

        user.ofDirectory("ldap").credential(password(NOW.minus(Duration.ofDays(9))));
        assertThat(mayReplace(HELD, true, false)).isFalse();
    }

    // ----------------------------------------------------------------------------------------------------------------

    private void lostNumber(String value) {
        realm.setting("lost-number", value);
    }

    private void observe(String... used) {
        FactorNotes.observe(none(), tab.used(used).model(), Optional.of(HELD), false, NOW);
    }

    private boolean mayAdd(Verification held, boolean levelReached) {
        return Changes.mayAddFactor(PassedFactors.of(none(), tab.model()), held, () -> levelReached, NOW);
    }

    private boolean mayReplace(Verification held, boolean levelReached, boolean secondFactor) {
        // What SecondFactor found is kept there for the request.
        KeycloakSession session =
                Fake.session().returning("getAttribute", secondFactor).make();
        return Changes.mayReplaceNumber(
                session,
                realm.model(),
                user.model(),
                PassedFactors.of(none(), tab.model()),
                held,
                Settings.of(realm.model()),
                () -> levelReached,
                NOW);
    }

    private static KeycloakSession none() {
        return FakeSignIn.found(null, null);
    }

    private static CredentialModel password(Instant created) {
        CredentialModel password = new CredentialModel();
        password.setType("password");
        password.setCreatedDate(created.toEpochMilli());
        return password;
    }
}
