package io.github.phonelatch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.phonelatch.challenge.Standing;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.PhoneNumber;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallerTest {
    private static final PhoneNumber OWN =
            PhoneNumber.parse("+447400100001", null).orElseThrow();
    private static final PhoneNumber OTHER =
            PhoneNumber.parse("+447400100002", null).orElseThrow();

    /** What a claim is made of needs neither store nor provider. */
    static Caller caller(Optional<PhoneNumber> held, String session) {
        return new Caller(
                "user",
                "app",
                new SignIn(session, false, false, false, Optional.empty()),
                held,
                Optional.empty(),
                held,
                "en",
                RealmSettings.of(Map.of()),
                null,
                null);
    }

    @Test
    void sessionThatIsOlderThanTheVerification_changesNothing() {
        Caller old = new Caller(
                "user",
                "app",
                new SignIn("s", true, false, false, Optional.empty()),
                Optional.of(OWN),
                Optional.empty(),
                Optional.of(OWN),
                "en",
                RealmSettings.of(Map.of()),
                null,
                null);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> old.requireCurrent("Bearer"))
                .satisfies(refused -> {
                    assertThat(refused.answer().status()).isEqualTo(401);
                    assertThat(refused.answer().body().get("max_age").asInt()).isEqualTo(300);
                });
        assertThatNoException().isThrownBy(() -> caller(Optional.of(OWN), "s").requireCurrent("Bearer"));
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
