package io.github.phonelatch.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.github.phonelatch.challenge.Requester;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Verification;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallerTest {
    private static final PhoneNumber OWN =
            PhoneNumber.parse("+447400100001", null).orElseThrow();
    private static final PhoneNumber OTHER =
            PhoneNumber.parse("+447400100002", null).orElseThrow();

    /** A code request is made without store and provider. */
    static Caller caller(Optional<PhoneNumber> held, String session) {
        return new Caller(
                "user",
                "app",
                new SignIn(session, false, false, false, Optional.empty()),
                held.map(number -> verification(number, "verification")),
                Optional.empty(),
                held,
                "en",
                Settings.of(Map.of()),
                null);
    }

    /** Applications read it in a token, and send it back. */
    @ParameterizedTest
    @CsvSource({
        "+22997123456, +22997123456, true",
        "+22997123456, +229 97 12 34 56, true",
        "+22997123456, +2290197123456, false",
        "+2290197123456, +22997123456, false",
        "+22997123456, +22997123457, false",
        "+447400100001, +447400100001, true",
        "+447400100001, +447400100002, false"
    })
    void numberThatIsHeld_isKnownAlsoWhereItsPlanChanged(String held, String sent, boolean known) {
        Optional<PhoneNumber> number = PhoneNumber.ofE164(held);

        assertThat(RequestOtp.held(caller(number, "session"), sent)).isEqualTo(known ? number : Optional.empty());
        assertThat(RequestOtp.held(caller(Optional.empty(), "session"), sent)).isEmpty();
    }

    @Test
    void sessionThatIsOlderThanTheVerification_changesNothing() {
        Caller old = new Caller(
                "user",
                "app",
                new SignIn("s", true, false, false, Optional.empty()),
                Optional.of(verification(OWN, "verification")),
                Optional.empty(),
                Optional.of(OWN),
                "en",
                Settings.of(Map.of()),
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
        assertThat(caller(Optional.of(OWN), "s").replaced(OTHER))
                .map(Verification::number)
                .hasValue(OWN);
        assertThat(caller(Optional.of(OWN), "s").replaced(OWN)).isEmpty();
        assertThat(caller(Optional.empty(), "s").replaced(OTHER)).isEmpty();
    }

    /** Asked for in place of a verification, a number takes the place of no other. */
    @Test
    void codeRequestOfAnotherNumber_isOfTheVerificationThatItReplaces() {
        Caller caller = caller(Optional.of(OWN), "s");
        String binding = caller.request(OTHER).binding();

        assertThat(binding)
                .isNotEqualTo(holding(caller, Optional.of(verification(OWN, "another")))
                        .request(OTHER)
                        .binding())
                .isNotEqualTo(holding(caller, Optional.empty()).request(OTHER).binding());
        assertThat(caller.request(OWN).binding())
                .as("verified again, it stays")
                .isEqualTo(holding(caller, Optional.of(verification(OWN, "another")))
                        .request(OWN)
                        .binding());
    }

    private static Caller holding(Caller caller, Optional<Verification> held) {
        return new Caller(
                caller.userId(),
                caller.clientId(),
                caller.signIn(),
                held,
                caller.verified(),
                caller.known(),
                caller.locale(),
                caller.settings(),
                caller.challenges());
    }

    private static Verification verification(PhoneNumber number, String id) {
        return new Verification(number, Instant.EPOCH, "sms", Verification.BY_CODE, Instant.EPOCH, id);
    }

    @Test
    void codeRequest_isOfThisSessionAlone_andOfTheOwnerOnlyForTheirOwnNumber() {
        Caller caller = caller(Optional.of(OWN), "s");

        assertThat(caller.request(OWN).requester()).isEqualTo(Requester.OWNER);
        assertThat(caller.request(OTHER).requester()).isEqualTo(Requester.ENROLLEE);
        assertThat(caller.request(OWN).binding())
                .isNotEqualTo(caller(Optional.of(OWN), "t").request(OWN).binding());
    }
}
