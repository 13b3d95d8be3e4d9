package io.github.phonelatch.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.challenge.Standing;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.PhoneNumber;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final Instant SIGNED_IN = Instant.parse("2026-01-01T08:00:00Z");
    private static final PhoneNumber OWN =
            PhoneNumber.parse("+447400100001", null).orElseThrow();
    private static final PhoneNumber OTHER =
            PhoneNumber.parse("+447400100002", null).orElseThrow();

    /** What a claim is made of needs neither store nor provider. */
    static Caller caller(Optional<PhoneNumber> held, String session) {
        return new Caller(
                "user",
                "app",
                new SignIn(session, SIGNED_IN, Optional.empty()),
                held,
                Optional.empty(),
                held,
                "en",
                RealmSettings.of(Map.of()),
                null,
                null);
    }

    @Test
    void numberMayBeReplaced_forFiveMinutesAfterTheSignIn() {
        SignIn signIn = new SignIn("s", SIGNED_IN, Optional.empty());

        assertThat(signIn.mayReplace(SIGNED_IN)).isTrue();
        assertThat(signIn.mayReplace(SIGNED_IN.plusSeconds(300))).isTrue();
        assertThat(signIn.mayReplace(SIGNED_IN.plusSeconds(301))).isFalse();
    }

    @Test
    void signInThatHasNotBeenYet_isNone() {
        SignIn signIn = new SignIn("s", SIGNED_IN, Optional.empty());

        assertThat(signIn.mayReplace(SIGNED_IN.minusSeconds(60))).isTrue();
        assertThat(signIn.mayReplace(SIGNED_IN.minusSeconds(61))).isFalse();
    }

    @Test
    void lowerLevelThanThePhones_replacesNothing() {
        assertThat(new SignIn("s", SIGNED_IN, Optional.of("2")).mayReplace(SIGNED_IN))
                .isFalse();
    }

    @Test
    void anotherNumber_replacesOnlyOneThatIsHeld() {
        assertThat(caller(Optional.of(OWN), "s").replaces(OTHER)).isTrue();
        assertThat(caller(Optional.of(OWN), "s").replaces(OWN)).isFalse();
        assertThat(caller(Optional.empty(), "s").replaces(OTHER)).isFalse();
    }

    @Test
    void claim_isOfThisSessionAlone_andOfTheOwnerOnlyForTheirOwnNumber() {
        Caller caller = caller(Optional.of(OWN), "s");

        assertThat(caller.claim(OWN).standing()).isEqualTo(Standing.OWNER);
        assertThat(caller.claim(OTHER).standing()).isEqualTo(Standing.ENROLLING);
        assertThat(caller.claim(OWN).binding())
                .isNotEqualTo(caller(Optional.of(OWN), "t").claim(OWN).binding());
    }
}
