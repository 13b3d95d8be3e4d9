package io.github.phonelatch.signin;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** What a tab and a session have passed, and which verification they know of. */
class PassedFactorsTest {
    private static final Instant NOW = Verifications.NOON.plus(Duration.ofDays(2));
    private static final String BROWSER = "browser";

    private static final Verification HELD = Verifications.verification("+447400123456");
    /** The same number for the same person, verified anew after it was removed. */
    private static final Verification ANOTHER =
            new Verification(HELD.number(), NOW.minusSeconds(30), "sms", Verification.BY_CODE);

    private final FakeRealm realm = new FakeRealm("school");
    private final UserModel user = new FakeUser("somebody").model();

    // --- the phone --------------------------------------------------------------------------------------------------

    @ParameterizedTest
    @CsvSource({"0, true", "299, true", "300, true", "301, false", "86400, false"})
    void codeThatWasRight_countsForFiveMinutes(long seconds, boolean recent) {
        FakeTab tab = tab();
        FactorNotes.passPhone(tab.model(), HELD, NOW.minusSeconds(seconds));

        assertThat(of(tab).phoneRecently(HELD, NOW)).isEqualTo(recent);
        assertThat(of(tab).everPassed(HELD)).isTrue();
        PassedFactors ofSession = PassedFactors.of(became(tab).model());
        assertThat(ofSession.phoneRecently(HELD, NOW)).isEqualTo(recent);
        assertThat(ofSession.everPassed(HELD)).isTrue();
    }

    /** The clocks of two nodes differ a little; a time far ahead would count for ever. */
    @ParameterizedTest
    @CsvSource({"1, true", "60, true", "61, false", "600, false"})
    void codeThatWillBeRight_countsOnlyAsFarAsClocksDiffer(long secondsAhead, boolean recent) {
        FakeTab tab = tab();
        FactorNotes.passPhone(tab.model(), HELD, NOW.plusSeconds(secondsAhead));

        assertThat(of(tab).phoneRecently(HELD, NOW)).isEqualTo(recent);
    }

    @Test
    void codeToANumber_saysNothingOfAnotherVerification() {
        FakeTab tab = tab();
        FactorNotes.passPhone(tab.model(), HELD, NOW);

        assertThat(of(tab).phoneRecently(ANOTHER, NOW)).isFalse();
        assertThat(of(tab).everPassed(ANOTHER)).isFalse();
        assertThat(of(tab).knows(Optional.of(ANOTHER))).isFalse();
        assertThat(of(tab).outdated(Optional.of(ANOTHER))).isTrue();
    }

    @Test
    void sameNumberVerifiedAgain_isTheSameVerification() {
        FakeTab tab = tab();
        FactorNotes.passPhone(tab.model(), HELD, NOW);

        assertThat(of(tab).phoneRecently(HELD.again(NOW, "voice"), NOW)).isTrue();
    }

    // --- another factor ---------------------------------------------------------------------------------------------

    @ParameterizedTest
    @ValueSource(strings = {"webauthn", "webauthn-passwordless", "recovery-authn-codes", "otp"})
    void otherFactor_countsForFiveMinutes_inTheTabAndInItsSession(String type) {
        FakeTab tab = tab().used("password", type);
        observe(tab, NOW);

        for (PassedFactors passed :
                new PassedFactors[] {of(tab), PassedFactors.of(became(tab).model())}) {
            assertThat(passed.otherFactorRecently(HELD, NOW.plusSeconds(300))).isTrue();
            assertThat(passed.otherFactorRecently(HELD, NOW.plusSeconds(301))).isFalse();
            assertThat(passed.everPassed(HELD)).isTrue();
            assertThat(passed.phoneRecently(HELD, NOW)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "identity-provider", "phonelatch-device", "kerberos"})
    void otherWaysToSignIn_areNoFactor(String type) {
        FakeTab tab = tab().used(type);
        observe(tab, NOW);

        assertThat(of(tab).otherFactorRecently(HELD, NOW)).isFalse();
        assertThat(of(tab).everPassed(HELD)).isFalse();
    }

    /** A step of ours tells Keycloak that a one-time code was right, as an authenticator app's step does. */
    @Test
    void codeOfAStepOfOurs_isNoAuthenticatorApp() {
        FakeTab tab = tab();
        FactorNotes.ownCode(tab.model());
        tab.used("password", "otp");
        observe(tab, NOW);

        assertThat(of(tab).otherFactorRecently(HELD, NOW)).isFalse();
    }

    @Test
    void appBesideAStepOfOurs_counts() {
        FakeTab tab = tab();
        FactorNotes.ownCode(tab.model());
        tab.used("password", "otp", "otp");
        observe(tab, NOW);

        assertThat(of(tab).otherFactorRecently(HELD, NOW)).isTrue();
    }

    @Test
    void severalStepsOfOurs_areNoApp() {
        FakeTab tab = tab();
        FactorNotes.ownCode(tab.model());
        FactorNotes.ownCode(tab.model());
        tab.used("otp", "otp");
        observe(tab, NOW);

        assertThat(of(tab).otherFactorRecently(HELD, NOW)).isFalse();
    }

    /** It is looked at before each required action: the factor of the sign-in must not become younger by that. */
    @Test
    void lookingAgain_makesNothingYounger() {
        FakeTab tab = tab().used("password", "webauthn");
        observe(tab, NOW);
        observe(tab, NOW.plusSeconds(200));
        observe(tab, NOW.plusSeconds(400));

        assertThat(of(tab).otherFactorRecently(HELD, NOW.plusSeconds(400))).isFalse();
    }

    @Test
    void anotherOneLater_isAsOldAsItIs() {
        FakeTab tab = tab().used("password", "webauthn");
        observe(tab, NOW);
        tab.used("recovery-authn-codes");
        observe(tab, NOW.plusSeconds(400));

        assertThat(of(tab).otherFactorRecently(HELD, NOW.plusSeconds(700))).isTrue();
        assertThat(of(tab).otherFactorRecently(HELD, NOW.plusSeconds(701))).isFalse();
    }

    @Test
    void otherFactor_ofASessionFromBeforeTheVerification_countsForNothing() {
        FakeTab tab = tab().used("password", "webauthn");
        observe(tab, NOW);

        assertThat(of(tab).otherFactorRecently(ANOTHER, NOW)).isFalse();
        assertThat(PassedFactors.of(became(tab).model()).otherFactorRecently(ANOTHER, NOW))
                .isFalse();
    }

    // --- the password -----------------------------------------------------------------------------------------------

    @Test
    void password_countsForFiveMinutes() {
        FakeTab tab = tab().used("password");
        observe(tab, NOW);

        assertThat(of(tab).passwordRecently(NOW.plusSeconds(300))).isTrue();
        assertThat(of(tab).passwordRecently(NOW.plusSeconds(301))).isFalse();
    }

    @Test
    void password_thatAResetChose_countsForNothing() {
        FakeTab tab = tab().used("password");
        FactorNotes.observe(none(), tab.model(), Optional.of(HELD), true, NOW);

        assertThat(of(tab).passwordRecently(NOW)).isFalse();
    }

    // --- a browser that was signed in -------------------------------------------------------------------------------

    @Test
    void tabOfASession_hasPassedWhatTheSessionHas_atTheTimeOfTheSession() {
        FakeTab first = tab().used("password", "otp");
        observe(first, NOW);
        FakeSignIn signIn = became(first);
        FakeTab second = tab().byCookie();
        KeycloakSession session = FakeSignIn.found(signIn, null);
        FactorNotes.observe(session, second.model(), Optional.of(HELD), false, NOW.plusSeconds(200));

        PassedFactors passed = PassedFactors.of(session, second.model());
        assertThat(passed.otherFactorRecently(HELD, NOW.plusSeconds(300))).isTrue();
        assertThat(passed.otherFactorRecently(HELD, NOW.plusSeconds(301))).isFalse();
        assertThat(passed.signedInBefore(HELD)).isFalse();
        assertThat(passed.outdated(Optional.of(HELD))).isFalse();
    }

    /** What is done in a tab is known to the session when the tab ends, and to this tab at once. */
    @Test
    void tabOfASessionFromBefore_isNotBegunAnew_andKnowsOnceACodeWasRight() {
        FakeTab first = tab().used("password");
        observe(first, Optional.empty(), NOW);
        FakeTab second = tab().byCookie();
        KeycloakSession session = FakeSignIn.found(became(first), null);
        FactorNotes.observe(session, second.model(), Optional.of(HELD), false, NOW);

        assertThat(PassedFactors.of(session, second.model()).signedInBefore(HELD))
                .isTrue();
        assertThat(PassedFactors.of(session, second.model()).outdated(Optional.of(HELD)))
                .isFalse();
        assertThat(second.sessionNotes())
                .as("nothing of it is written to the session")
                .isEmpty();

        FactorNotes.passPhone(second.model(), HELD, NOW);
        assertThat(PassedFactors.of(session, second.model()).signedInBefore(HELD))
                .isFalse();
        assertThat(PassedFactors.of(session, second.model()).phoneRecently(HELD, NOW))
                .isTrue();
    }

    @Test
    void sessionOfSomebodyElse_inTheSameBrowser_saysNothing() {
        FakeTab first = tab().used("password", "webauthn");
        observe(first, NOW);
        FakeSignIn others = new FakeSignIn(BROWSER, new FakeUser("somebody else").model(), NOW).from(first);
        FakeTab second = tab().byCookie();
        KeycloakSession session = FakeSignIn.found(others, null);
        FactorNotes.observe(session, second.model(), Optional.of(HELD), false, NOW);

        assertThat(PassedFactors.of(session, second.model()).otherFactorRecently(HELD, NOW))
                .isFalse();
    }

    /** The password was asked for anew: what the browser's session passed is not what this sign-in passed. */
    @Test
    void tabThatSignsInAnew_hasPassedNothingOfTheSession() {
        FakeTab first = tab().used("password", "webauthn");
        observe(first, NOW);
        FakeTab second = tab().used("password");
        KeycloakSession session = FakeSignIn.found(became(first), null);
        FactorNotes.observe(session, second.model(), Optional.of(HELD), false, NOW);

        assertThat(PassedFactors.of(session, second.model()).otherFactorRecently(HELD, NOW))
                .isFalse();
        assertThat(PassedFactors.of(session, second.model()).knows(Optional.of(HELD)))
                .isTrue();
    }

    // --- which verification is known --------------------------------------------------------------------------------

    @Test
    void signInFromBeforeTheVerification_isOutdated_thatMadeItIsNot() {
        FakeTab parked = tab().used("password");
        observe(parked, Optional.empty(), NOW);
        FakeTab own = tab().used("password");
        observe(own, Optional.empty(), NOW);
        FactorNotes.verified(none(), realm.model(), own.model(), user, ANOTHER, NOW);

        assertThat(of(parked).outdated(Optional.of(ANOTHER))).isTrue();
        assertThat(of(parked).outdated(Optional.empty())).isFalse();
        assertThat(of(own).outdated(Optional.of(ANOTHER))).isFalse();
        assertThat(of(own).phoneRecently(ANOTHER, NOW)).isTrue();
        assertThat(PassedFactors.of(became(own).model()).knows(Optional.of(ANOTHER)))
                .isTrue();
        assertThat(PassedFactors.of(became(parked).model()).knows(Optional.of(ANOTHER)))
                .isFalse();
    }

    /** The session ends a moment after the number. */
    @Test
    void tabOfASession_isOutdated_onceTheNumberIsRemoved_butNoTabThatBeganWithoutOne() {
        FakeTab first = tab().used("password");
        observe(first, Optional.of(HELD), NOW);
        FakeTab second = tab().byCookie();
        KeycloakSession session = FakeSignIn.found(became(first), null);
        FactorNotes.observe(session, second.model(), Optional.of(HELD), false, NOW);
        FakeTab third = tab().byCookie();
        FactorNotes.observe(session, third.model(), Optional.empty(), false, NOW);

        assertThat(PassedFactors.of(session, second.model()).outdated(Optional.empty()))
                .isTrue();
        assertThat(PassedFactors.of(session, third.model()).outdated(Optional.empty()))
                .isFalse();
        assertThat(of(first).outdated(Optional.empty()))
                .as("the password was typed in it")
                .isFalse();
    }

    @Test
    void tabNobodyHasLookedAt_isNotOutdated() {
        assertThat(of(tab()).outdated(Optional.of(HELD))).isFalse();
    }

    /** Of an older release, and of the grants that ask for no action. A second is not enough to tell which came first. */
    @ParameterizedTest
    @CsvSource({"-1, false", "0, false", "1, true"})
    void sessionWithoutANote_knowsWhatWasVerifiedBeforeItBegan(long secondsLater, boolean knows) {
        UserSessionModel signIn = new FakeSignIn(BROWSER, user, HELD.since().plusSeconds(secondsLater)).model();

        assertThat(PassedFactors.of(signIn).knows(Optional.of(HELD))).isEqualTo(knows);
    }

    @Test
    void sessionWithoutANote_goesByWhenTheNumberCame_notByWhenItWasLastShown() {
        UserSessionModel signIn = new FakeSignIn(BROWSER, user, HELD.since().plusSeconds(60)).model();

        assertThat(PassedFactors.of(signIn).knows(Optional.of(HELD.again(NOW, "sms"))))
                .isTrue();
    }

    @Test
    void verification_isKnownToTheSessionAndToItsOfflineOne() {
        FakeSignIn online = new FakeSignIn(BROWSER, user, HELD.since());
        FakeSignIn offline = new FakeSignIn(BROWSER, user, HELD.since());
        FactorNotes.verified(FakeSignIn.found(online, offline), realm.model(), BROWSER, user, ANOTHER, NOW);

        for (FakeSignIn signIn : new FakeSignIn[] {online, offline}) {
            assertThat(PassedFactors.of(signIn.model()).knows(Optional.of(ANOTHER)))
                    .isTrue();
            assertThat(PassedFactors.of(signIn.model()).phoneRecently(ANOTHER, NOW))
                    .isTrue();
        }
    }

    @Test
    void verification_isNotWrittenToTheSessionOfSomebodyElse() {
        FakeSignIn others = new FakeSignIn(BROWSER, new FakeUser("somebody else").model(), NOW);
        FactorNotes.verified(FakeSignIn.found(others, null), realm.model(), BROWSER, user, ANOTHER, NOW);

        assertThat(others.notes()).isEmpty();
    }

    // --- a number that was removed ----------------------------------------------------------------------------------

    @Test
    void removedNumber_endsWhoKnewIt_butNotWhoGaveItUp() {
        FakeTab tab = tab().used("password");
        observe(tab, NOW);
        FakeSignIn knew = became(tab);
        FakeSignIn gave = became(tab);
        FactorNotes.gaveUp(FakeSignIn.found(gave, null), realm.model(), BROWSER, user);
        FakeTab later = tab().used("password");
        observe(later, Optional.empty(), NOW);

        assertThat(PassedFactors.of(knew.model()).knowsNow(Optional.empty(), NOW))
                .isFalse();
        assertThat(PassedFactors.of(gave.model()).knowsNow(Optional.empty(), NOW))
                .isTrue();
        assertThat(PassedFactors.of(became(later).model()).knowsNow(Optional.empty(), NOW))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"-1, false", "0, false", "1, true"})
    void removedNumber_sessionWithoutANote_goesByItsStart(long secondsLater, boolean goesOn) {
        UserSessionModel signIn = new FakeSignIn(BROWSER, user, NOW.plusSeconds(secondsLater)).model();

        assertThat(PassedFactors.of(signIn).knowsNow(Optional.empty(), NOW)).isEqualTo(goesOn);
    }

    @Test
    void whatIsNoSignIn_hasPassedNothing() {
        assertThat(PassedFactors.NOTHING.everPassed(HELD)).isFalse();
        assertThat(PassedFactors.NOTHING.phoneRecently(HELD, NOW)).isFalse();
        assertThat(PassedFactors.NOTHING.otherFactorRecently(HELD, NOW)).isFalse();
        assertThat(PassedFactors.NOTHING.passwordRecently(NOW)).isFalse();
    }

    // ----------------------------------------------------------------------------------------------------------------

    private FakeTab tab() {
        return new FakeTab(realm, BROWSER, user);
    }

    private FakeSignIn became(FakeTab tab) {
        return new FakeSignIn(BROWSER, user, NOW).from(tab);
    }

    private static void observe(FakeTab tab, Instant at) {
        observe(tab, Optional.of(HELD), at);
    }

    private static void observe(FakeTab tab, Optional<Verification> held, Instant at) {
        FactorNotes.observe(none(), tab.model(), held, false, at);
    }

    private static PassedFactors of(FakeTab tab) {
        return PassedFactors.of(none(), tab.model());
    }

    private static KeycloakSession none() {
        return FakeSignIn.found(null, null);
    }
}
