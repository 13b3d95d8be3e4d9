package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.NOON;
import static io.github.phonelatch.fakes.Verifications.credential;
import static io.github.phonelatch.fakes.Verifications.number;
import static io.github.phonelatch.fakes.Verifications.verification;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.phonelatch.fakes.FakeUser;
import io.github.phonelatch.fakes.Rules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

class VerifiedPhoneTest {
    private static final String NUMBER = "+447400123456";
    private static final String OTHER = "+447400123457";

    private static final Duration DAY = Duration.ofDays(1);
    private static final Rules HUNDRED_DAYS = Rules.STRICT.reverifyAfter(Duration.ofDays(100));

    private final FakeUser user = new FakeUser("student");

    @ParameterizedTest
    @ValueSource(
            strings = {
                NUMBER,
                "07400 123456",
                "0044 7400 123456",
                "+44 (0)7400-123456",
                "+4407400123456",
                "tel:+44-7400-123456",
                "(07400) 123.456",
                " +44 7400 123456 ",
                "٠٧٤٠٠ ١٢٣٤٥٦"
            })
    void credentialAndTheSameNumberInAnyNotation_isVerified(String attribute) {
        user.credential(credential(NUMBER)).attribute("phoneNumber", attribute);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).contains(verification(NUMBER));
    }

    /** Benin's eight digits became ten. Whoever verified a number before, and a directory that still has it, lose nothing by that. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    +22997123456   | +22997123456
                    +22997123456   | +229 97 12 34 56
                    +22997123456   | 00229 97123456
                    +22997123456   | +2290197123456
                    +2290197123456 | +22997123456
                    """)
    void numberOfAnOlderPlan_isVerified(String verified, String attribute) {
        Verification verification =
                new Verification(PhoneNumber.ofE164(verified).orElseThrow(), NOON, "sms", "code");
        user.credential(credential(verification)).attribute("phoneNumber", attribute);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).contains(verification);
        assertThat(VerifiedPhone.known(user.model(), Rules.STRICT)).contains(verification.number());
    }

    /** A registration kept it before the plan changed, or a directory has it. */
    @Test
    void unverifiedNumberOfAnOlderPlan_isOfferedAsTodays() {
        user.attribute("phoneNumber", "+22997123456");

        assertThat(VerifiedPhone.known(user.model(), Rules.STRICT))
                .map(PhoneNumber::e164)
                .contains("+2290197123456");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                OTHER,
                "07400 123457",
                "0044 7400 123457",
                "+44 (0)7400 123457",
                "07400 123457 (mobile)",
                "+49 1512 3456789",
                "+33 6 12 34 56 78",
                "020 7946 0018",
                "+22997123456"
            })
    void anotherNumber_disverifies(String attribute) {
        user.credential(credential(NUMBER)).attribute("phoneNumber", attribute);

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "none", "+44", "0800 ask the desk", "see secretary", "07400 123457 ext 4", "00"})
    void textThatIsNoNumber_saysNothing(String attribute) {
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

    static Stream<Arguments> severalValues() {
        return Stream.of(
                arguments(List.of(NUMBER, OTHER), true),
                arguments(List.of(OTHER, NUMBER), true),
                arguments(List.of("020 7946 0018", "07400 123456"), true),
                arguments(List.of("see secretary", "+44 7400 123456"), true),
                arguments(List.of(OTHER, "020 7946 0018", "0044 7400 123456"), true),
                arguments(List.of("see secretary", "ext 4"), true),
                arguments(List.of(OTHER, "020 7946 0018"), false),
                arguments(List.of("see secretary", OTHER), false),
                arguments(List.of("", OTHER), false));
    }

    @ParameterizedTest
    @MethodSource("severalValues")
    void severalValues_disverifyOnlyWhereNoneIsTheNumberAndOneIsAnother(List<String> values, boolean counts) {
        user.credential(credential(NUMBER)).attribute("phoneNumber", values.toArray(String[]::new));

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON).isPresent())
                .isEqualTo(counts);
    }

    @Test
    void absentAttribute_saysNothing() {
        user.credential(credential(NUMBER));

        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).contains(verification(NUMBER));
    }

    /** Benin gave everybody a longer number. What was stored before is no valid number any more, and goes on being one. */
    @Test
    void numberOfAnOldNumberingPlan_isComparedAsItWasStored() {
        CredentialModel imported = credential(NUMBER);
        imported.setCredentialData("{\"number\":\"+22997123456\",\"verifiedAt\":\"2026-11-20T12:00:00Z\"}");
        user.credential(imported).attribute("phoneNumber", "+22997123456");
        assertThat(VerifiedPhone.find(user.model(), Rules.STRICT, NOON)).isPresent();

        user.attribute("phoneNumber", "+22997123457");
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
        user.credential(credential(NUMBER)).credential(credential(later)).attribute("phoneNumber", NUMBER);

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

    static Stream<Arguments> offered() {
        return Stream.of(
                arguments(List.of("n/a", "07400 123456"), NUMBER),
                arguments(List.of("see secretary", "07400 123457 ext 4", "+44 7400 123456"), NUMBER),
                arguments(List.of("020 7946 0018", "07400 123456"), NUMBER),
                arguments(List.of("+33 6 12 34 56 78", "07400 123456", OTHER), NUMBER),
                arguments(List.of("07400 123456", OTHER), NUMBER),
                arguments(List.of("", NUMBER), NUMBER),
                arguments(List.of("020 7946 0018"), ""),
                arguments(List.of("n/a", "+33 6 12 34 56 78"), ""));
    }

    @ParameterizedTest
    @MethodSource("offered")
    void offered_isTheFirstValueThatIsANumberAndAccepted(List<String> values, String offered) {
        user.attribute("phoneNumber", values.toArray(String[]::new));

        assertThat(VerifiedPhone.known(
                                user.model(),
                                Rules.STRICT,
                                number -> number.type() == NumberType.MOBILE
                                        && number.country().equals("GB"))
                        .map(PhoneNumber::e164)
                        .orElse(""))
                .isEqualTo(offered);
    }

    @Test
    void knownNumber_comesFromTheCredentialWhereThereIsNoAttribute() {
        user.credential(credential(verification(NUMBER)));

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
