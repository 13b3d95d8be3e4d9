package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.NOON;
import static io.github.phonelatch.fakes.Verifications.credential;
import static io.github.phonelatch.fakes.Verifications.number;
import static io.github.phonelatch.fakes.Verifications.verification;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Rules;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

class VerifiedPhoneTest {
    private static final String NUMBER = "+447400123456";
    private static final String OTHER = "+447400123457";

    private static final Duration DAY = Duration.ofDays(1);
    private static final Rules HUNDRED_DAYS = Rules.STRICT.reverifyAfter(Duration.ofDays(100));

    private final FakeUser user = new FakeUser("student");

    @ParameterizedTest
    @ValueSource(strings = {NUMBER, "07400 123456", "0044 7400 123456", "+44 (0)7400-123456"})
    void credentialAndTheSameNumberInAnyNotation_isVerified(String attribute) {
        user.credential(credential(NUMBER)).attribute("phoneNumber", attribute);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).contains(verification(NUMBER));
    }

    @ParameterizedTest
    @ValueSource(strings = {OTHER, "07400 123457", "+44 (0)7400 123457", "07400 123457 (mobile)", "+33 6 12 34 56 78"})
    void anotherNumber_disverifies(String attribute) {
        user.credential(credential(NUMBER)).attribute("phoneNumber", attribute);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "+44", "0800 ask the desk", "see secretary", "07400 123457 ext 4"})
    void textThatIsNoNumber_disverifiesNothing(String attribute) {
        user.credential(credential(NUMBER)).attribute("phoneNumber", attribute);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).contains(verification(NUMBER));
    }

    @ParameterizedTest
    @ValueSource(strings = {"07400 123456", "07400 123457"})
    void nationalNotation_withoutADefaultCountry_saysNothing(String attribute) {
        user.credential(credential(NUMBER)).attribute("phoneNumber", attribute);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT.withoutCountry(), NOON))
                .contains(verification(NUMBER));
    }

    @Test
    void ofSeveralValues_oneThatIsTheNumberIsEnough() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", OTHER, "07400 123456");

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).contains(verification(NUMBER));
    }

    @Test
    void severalValuesOfOtherNumbers_disverify() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", OTHER, "see secretary", "+33 6 12 34 56 78");

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void blankAttribute_countsAsAbsent(String attribute) {
        user.credential(credential(NUMBER)).attribute("phoneNumber", attribute);
        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).isEmpty();

        FakeUser ofDirectory = new FakeUser("of directory")
                .credential(credential(verification(NUMBER), false))
                .attribute("phoneNumber", attribute);
        assertThat(VerifiedPhone.find(ofDirectory.model(), Rules.STRICT, NOON)).contains(verification(NUMBER));
    }

    @Test
    void absentAttribute_disverifies() {
        user.credential(credential(NUMBER));

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).isEmpty();
    }

    @Test
    void absentAttribute_verifiesWhereItCouldNotBeWritten() {
        user.credential(credential(verification(NUMBER), false));

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).contains(verification(NUMBER));
    }

    @Test
    void anotherNumber_disverifiesEvenWhereTheAttributeCouldNotBeWritten() {
        user.credential(credential(verification(NUMBER), false)).attribute("phoneNumber", OTHER);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).isEmpty();
    }

    @Test
    void attributesAlone_verifyNothing() {
        user.attribute("phoneNumber", NUMBER)
                .attribute("phoneNumberVerified", "true")
                .attribute("phoneNumberVerifiedAt", "2026-11-20T12:00:00Z");

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).isEmpty();
    }

    @Test
    void damagedCredential_verifiesNothing() {
        CredentialModel damaged = credential(NUMBER);
        damaged.setCredentialData("{");
        user.credential(damaged).attribute("phoneNumber", NUMBER);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).isEmpty();
    }

    @Test
    void ofTwoCredentials_theOneOfTheNumberCounts() {
        user.credential(credential(OTHER)).credential(credential(NUMBER)).attribute("phoneNumber", NUMBER);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).contains(verification(NUMBER));
    }

    @Test
    void ofTwoCredentialsOfTheNumber_theLaterCounts() {
        Verification later = new Verification(number(NUMBER), NOON.plus(DAY), "sms", "code");
        user.credential(credential(NUMBER)).credential(credential(later, true)).attribute("phoneNumber", NUMBER);

        assertThat(VerifiedPhone.find(user.model(), HUNDRED_DAYS, NOON.plus(HUNDRED_DAYS.reverifyAfter())))
                .contains(later);
    }

    @Test
    void verificationAsOldAsItMayBe_counts_andASecondLaterNoLonger() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", NUMBER);
        Instant last = NOON.plus(HUNDRED_DAYS.reverifyAfter());

        assertThat(VerifiedPhone.find(user.model(), HUNDRED_DAYS, last)).contains(verification(NUMBER));
        assertThat(VerifiedPhone.find(user.model(), HUNDRED_DAYS, last.plusSeconds(1)))
                .isEmpty();
    }

    @Test
    void verification_countsForEverWhereNoAgeIsSet() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", NUMBER);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, Instant.MAX)).contains(verification(NUMBER));
    }

    @ParameterizedTest
    @CsvSource({"+1000000000-12-31T23:59:59.999999999Z, true", "-1000000000-01-01T00:00:00Z, false"})
    void verificationOfAnyTimeThatCanBeWritten_canBeCompared(String verifiedAt, boolean counts) {
        CredentialModel imported = credential(NUMBER);
        imported.setCredentialData("{\"number\":\"%s\",\"verifiedAt\":\"%s\"}".formatted(NUMBER, verifiedAt));
        user.credential(imported).attribute("phoneNumber", NUMBER);

        assertThat(VerifiedPhone.find(user.model(), HUNDRED_DAYS, NOON).isPresent())
                .isEqualTo(counts);
    }

    @Test
    void verificationThatIsTooOld_isHeldAndKnown() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", NUMBER);

        assertThat(VerifiedPhone.held(user.model(), HUNDRED_DAYS)).contains(verification(NUMBER));
        assertThat(VerifiedPhone.known(user.model(), HUNDRED_DAYS)).contains(number(NUMBER));
    }

    @Test
    void verificationOfAnotherNumber_isNotHeld() {
        user.credential(credential(NUMBER)).attribute("phoneNumber", OTHER);

        assertThat(VerifiedPhone.held(user.model(), HUNDRED_DAYS)).isEmpty();
    }

    @Test
    void knownNumber_isTheOneOnTheUser_verifiedOrNot() {
        user.attribute("phoneNumber", "07400 123456");
        assertThat(VerifiedPhone.known(user.model(), Rules.STRICT)).contains(number(NUMBER));

        user.credential(credential(OTHER));
        assertThat(VerifiedPhone.known(user.model(), Rules.STRICT)).contains(number(NUMBER));
    }

    @Test
    void knownNumber_comesFromTheCredentialWhereTheAttributeCouldNotBeWritten() {
        user.credential(credential(verification(NUMBER), false));

        assertThat(VerifiedPhone.known(user.model(), Rules.STRICT)).contains(number(NUMBER));
    }

    @Test
    void noNumberThatCanBeRead_isNotKnown() {
        assertThat(VerifiedPhone.known(user.model(), Rules.STRICT)).isEmpty();
        assertThat(VerifiedPhone.known(
                        user.attribute("phoneNumber", "ask at the desk").model(), Rules.STRICT))
                .isEmpty();
    }
}
