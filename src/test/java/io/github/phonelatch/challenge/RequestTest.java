package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.LANDLINE;
import static io.github.phonelatch.challenge.ChallengeFixture.LIFETIME;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.TestKeys;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Which message is sent, which is reused, and what the asking person is told. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class RequestTest {
    private final ChallengeFixture scene;

    RequestTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind);
    }

    // --- one message, reused ---

    @Test
    void firstRequest_sendsOneMessage_andSaysWhatTheProviderTookIt() {
        Challenge challenge = scene.issued(alice());

        assertThat(scene.gateway.sends).containsExactly(new OtpMessage(MOBILE.e164(), "sms", "en"));
        assertThat(challenge.state()).isEqualTo(Challenge.State.SENT);
        assertThat(challenge.channel()).isEqualTo(Channel.SMS);
        assertThat(challenge.deliveredBy()).isEqualTo("sms");
        assertThat(challenge.expiresIn()).isEqualTo(LIFETIME);
        assertThat(challenge.resendIn()).isEqualTo(WINDOW);
        assertThat(challenge.others()).isEmpty();
        assertThat(challenge.codeLength()).isEqualTo(6);
        assertThat(challenge.digitsOnly()).isTrue();
        assertThat(challenge.fresh()).isTrue();
        assertThat(challenge.id()).hasSizeGreaterThanOrEqualTo(22);
    }

    @Test
    void shapeOfTheCode_isTheTemplatesOwn_whereItCanBeRead() {
        scene.gateway.template("sms", Duration.ofSeconds(60), 8, false);

        Challenge challenge = scene.issued(alice());

        assertThat(challenge.expiresIn()).isEqualTo(Duration.ofSeconds(60));
        assertThat(challenge.codeLength()).isEqualTo(8);
        assertThat(challenge.digitsOnly()).isFalse();
    }

    @Test
    void shapeOfTheCode_isTheRealms_whereTheTemplateDoesNotSay() {
        scene.with("code-lifetime", 120).with("code-length", 4);
        scene.gateway.template("sms", Duration.ZERO, 0, true);

        Challenge challenge = scene.issued(alice());

        assertThat(challenge.expiresIn()).isEqualTo(Duration.ofMinutes(2));
        assertThat(challenge.codeLength()).isEqualTo(4);
    }

    @Test
    void language_isThePagesOrTheOneThatTheRealmFixes() {
        scene.issued(alice());
        scene.with("template-language", "ja").issued(request("bob", OTHER_MOBILE, "tab", Requester.OWNER));

        assertThat(scene.gateway.sends).extracting(OtpMessage::language).containsExactly("en", "ja");
    }

    @Test
    void secondTab_reusesTheLiveMessage() {
        Challenge first = scene.issued(alice());
        scene.pass(Duration.ofSeconds(40));
        Challenge second = scene.issued(request("alice", MOBILE, "tab-2", Requester.OWNER));

        assertThat(scene.gateway.sends).hasSize(1);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.state()).isEqualTo(Challenge.State.SENT);
        assertThat(second.deliveredBy()).isEqualTo("sms");
        assertThat(second.expiresIn()).isEqualTo(LIFETIME.minusSeconds(40));
        assertThat(second.resendIn()).isEqualTo(WINDOW.minusSeconds(40));
        assertThat(second.fresh()).isFalse();
    }

    @Test
    void secondSignIn_fromAnotherApplication_reusesTheLiveMessage() {
        scene.issued(alice());
        CodeRequest elsewhere = new CodeRequest(
                "alice", "teacher-portal", MOBILE, Purpose.VERIFY_PHONE, "another-sign-in", Requester.OWNER, "ar");

        Challenge challenge = scene.issued(elsewhere);

        assertThat(scene.gateway.sends).hasSize(1);
        scene.verifies(challenge, elsewhere);
    }

    @Test
    void twentyReloads_sendOneMessage() {
        for (int i = 0; i < 20; i++) {
            scene.issued(request("alice", MOBILE, "tab-" + i, Requester.OWNER));
        }

        assertThat(scene.gateway.sends).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "another user,          bob,   +447400123456, OWNER,     ''",
        "another number,        alice, +447400123457, OWNER,     ''",
        "another requester,     alice, +447400123456, ENROLLEE, ''",
        "another template,      alice, +447400123456, OWNER,     voice",
    })
    void liveMessage_isNotShared(String with, String user, String number, Requester requester, String channel) {
        scene.withAlternative().withoutSendLimits();
        scene.issued(alice());

        Challenge other = scene.issued(
                request(user, PhoneNumber.parse(number, null).orElseThrow(), "tab-1", requester), Channel.of(channel));

        assertThat(scene.gateway.sends).as(with).hasSize(2);
        assertThat(other.fresh()).isTrue();
    }

    @Test
    void anotherRealm_sharesNothing() {
        scene.issued(alice());
        scene.keys = TestKeys.of("another-school", "first");

        assertThat(scene.issued(alice()).fresh()).isTrue();
        assertThat(scene.gateway.sends).hasSize(2);
    }

    @Test
    void codeThatEnded_isFollowedByANewMessage_notAMomentBeforeTheProviderTakesOne() {
        scene.issued(alice());

        scene.pass(LIFETIME);
        assertThat(scene.issued(alice()).state()).isEqualTo(Challenge.State.EXPIRED);
        scene.pass(Duration.ofMillis(1_999));
        assertThat(scene.issued(alice()).state()).isEqualTo(Challenge.State.EXPIRED);
        assertThat(scene.gateway.sends).hasSize(1);

        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.issued(alice()).fresh()).isTrue();
        assertThat(scene.gateway.sends).hasSize(2);
    }

    @Test
    void pageShownAgain_sendsNothing_andCountsDown() {
        Challenge challenge = scene.issued(alice());
        scene.pass(Duration.ofSeconds(100));

        Challenge again = scene.current(challenge, alice());

        assertThat(again.id()).isEqualTo(challenge.id());
        assertThat(again.state()).isEqualTo(Challenge.State.SENT);
        assertThat(again.expiresIn()).isEqualTo(Duration.ofSeconds(200));
        assertThat(again.resendIn()).isEqualTo(Duration.ofSeconds(202));
        assertThat(again.fresh()).isFalse();
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void pageShownAgain_longAfterTheCodeEnded_stillSaysSo() {
        Challenge challenge = scene.issued(alice());
        scene.pass(WINDOW.plusMinutes(9));

        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.EXPIRED);
    }

    @Test
    void pageShownAgain_afterANewerMessage_saysThatItsCodeEnded() {
        Challenge old = scene.issued(alice());
        scene.pass(WINDOW);
        scene.issued(alice());

        assertThat(scene.current(old, alice()).state()).isEqualTo(Challenge.State.EXPIRED);
        assertThat(scene.denied(old, alice(), ChallengeFixture.CODE).problem()).isEqualTo(Problem.CODE_EXPIRED);
        assertThat(scene.gateway.verifications).isEmpty();
    }

    @Test
    void pageOfSomebodyElsesChallenge_isNotShown() {
        Challenge challenge = scene.issued(alice());

        assertThat(scene.core().current(challenge.id(), request("bob", MOBILE, "tab-1", Requester.OWNER)))
                .isEmpty();
        assertThat(scene.core().current("made-up", alice())).isEmpty();
    }

    @Test
    void resend_isOfferedNoSoonerThanTheCooldownAllowsIt() {
        scene.with("cooldown", 900);

        Challenge challenge = scene.issued(alice());

        assertThat(challenge.resendIn()).isEqualTo(Duration.ofMinutes(15));
        scene.pass(challenge.resendIn());
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    // --- channels ---

    @Test
    void otherChannel_isOfferedOnceTheCooldownIsOver() {
        scene.withAlternative();
        assertThat(scene.issued(alice()).others())
                .containsExactly(new Challenge.OtherChannel(Channel.VOICE, Duration.ofSeconds(30)));

        assertThat(ChallengeFixture.refused(scene.request(alice(), Optional.of(Channel.VOICE)))
                        .problem())
                .isEqualTo(Problem.COOLDOWN);
        scene.pass(Duration.ofSeconds(30));
        Challenge call = scene.issued(alice(), Optional.of(Channel.VOICE));

        assertThat(call.channel()).isEqualTo(Channel.VOICE);
        assertThat(scene.gateway.sends).extracting(OtpMessage::templateId).containsExactly("sms", "voice");
    }

    @Test
    void otherChannel_whereThereIsNone_isNotOffered() {
        assertThat(ChallengeFixture.refused(scene.request(alice(), Optional.of(Channel.VOICE)))
                        .problem())
                .isEqualTo(Problem.CHANNEL_NOT_AVAILABLE);
        assertThat(scene.gateway.sends).isEmpty();
    }

    @Test
    void landline_takesTheAlternativeTemplate_whateverWasAskedFor() {
        scene.withAlternative();

        Challenge challenge = scene.issued(request("alice", LANDLINE, "tab-1", Requester.ENROLLEE));

        assertThat(scene.gateway.sends).extracting(OtpMessage::templateId).containsExactly("voice");
        assertThat(challenge.channel()).isEqualTo(Channel.VOICE);
        assertThat(challenge.others()).isEmpty();
    }

    // --- numbers that get nothing ---

    @ParameterizedTest
    @CsvSource({
        "no country is allowed,     ,          +447400123456, COUNTRY_NOT_ALLOWED",
        "another country,           DE##FR,    +447400123456, COUNTRY_NOT_ALLOWED",
        "landline and no such way,  GB,        +442079460018, LANDLINE_NOT_ALLOWED",
        "premium rate,              GB,        +449012345678, NUMBER_TYPE_NOT_ALLOWED",
        "toll free,                 GB,        +448081570192, NUMBER_TYPE_NOT_ALLOWED",
        "pager,                     GB,        +447640123456, NUMBER_TYPE_NOT_ALLOWED",
    })
    void number_thatMayNotGetAMessage_isRefused_andNothingIsStored(
            String why, String countries, String number, Problem problem) {
        scene.with("allowed-countries", countries == null ? "" : countries);

        Refusal refusal = scene.refused(
                request("alice", PhoneNumber.parse(number, null).orElseThrow(), "tab-1", Requester.ENROLLEE));

        assertThat(refusal.problem()).as(why).isEqualTo(problem);
        assertThat(scene.gateway.sends).isEmpty();
        assertThat(scene.store.keys()).isEmpty();
    }

    /** Their plans changed after they were stored. Where several countries share a calling code it is the main one's. */
    @ParameterizedTest
    @CsvSource({
        "BJ, +22997123456",
        "CI, +22507123456",
        "MX, +5215512345678",
        "GB, +449999999999",
        "US, +15552345678",
        "RU, +72222222222",
        "IT, +3999999999999"
    })
    void storedNumberOfAnOlderPlan_getsItsMessage(String country, String number) {
        assertThat(PhoneNumber.parse(number, null)).as("no number of today").isEmpty();
        scene.with("allowed-countries", country);

        scene.issued(request("alice", PhoneNumber.ofE164(number).orElseThrow(), "tab-1", Requester.OWNER));

        assertThat(scene.gateway.sends).extracting(OtpMessage::e164).containsExactly(number);
    }

    @Test
    void storedNumberOfAnOlderPlan_isRefusedWhereItsCountryIs() {
        scene.with("allowed-countries", "DE");

        assertThat(scene.refused(request(
                                "alice", PhoneNumber.ofE164("+449999999999").orElseThrow(), "tab-1", Requester.OWNER))
                        .problem())
                .isEqualTo(Problem.COUNTRY_NOT_ALLOWED);
    }

    @Test
    void noTemplate_isNotConfigured() {
        scene.with("templates", "");

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.NOT_CONFIGURED);
        assertThat(scene.store.keys()).isEmpty();
    }

    @Test
    void lockedAccount_getsNoMessage_andNoVerification() {
        Challenge challenge = scene.issued(alice());
        scene.locked = true;

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.ACCOUNT_LOCKED);
        assertThat(scene.denied(challenge, alice(), ChallengeFixture.CODE).problem())
                .isEqualTo(Problem.ACCOUNT_LOCKED);
        assertThat(scene.gateway.verifications).isEmpty();

        scene.locked = false;
        scene.verifies(challenge, alice());
    }

    // --- what the provider answers ---

    @ParameterizedTest
    @CsvSource({
        "NUMBER_INVALID,     INVALID_NUMBER",
        "NUMBER_UNREACHABLE, NUMBER_UNREACHABLE",
        "NUMBER_BLOCKED,     NUMBER_REFUSED",
        "COUNTRY_NOT_SERVED, COUNTRY_NOT_ALLOWED",
        "RATE_LIMITED,       UNAVAILABLE",
        "UNAVAILABLE,        UNAVAILABLE",
        "MISCONFIGURED,      NOT_CONFIGURED",
        "NOT_CONFIGURED,     NOT_CONFIGURED",
    })
    void messageThatWasCertainlyNotSent_isRefused_andTheNextClickMayTryAtOnce(
            GatewayFailure.Kind kind, Problem problem) {
        scene.gateway.answerSends(FakeGateway.notSent(kind));
        Refusal refusal = scene.refused(alice());

        assertThat(refusal.problem()).isEqualTo(problem);
        assertThat(ChallengeFixture.cause(refusal)).isEqualTo(kind);

        scene.gateway.acceptSends();
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void unknownOutcome_standsInTheWay_untilTheProviderWouldTakeTheNextOne() {
        scene.gateway.answerSends(FakeGateway.unknownOutcome());
        Refusal refusal = scene.refused(alice());
        assertThat(refusal.problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(refusal.retryAfter()).isEqualTo(WINDOW);

        scene.gateway.acceptSends();
        scene.pass(Duration.ofSeconds(60));
        Challenge reload = scene.issued(alice());
        assertThat(reload.state()).isEqualTo(Challenge.State.UNKNOWN);
        assertThat(reload.resendIn()).isEqualTo(WINDOW.minusSeconds(60));
        assertThat(scene.denied(reload, alice(), ChallengeFixture.CODE).problem())
                .isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(scene.gateway.sends).hasSize(1);
        assertThat(scene.gateway.verifications).isEmpty();

        scene.pass(WINDOW.minusSeconds(60));
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void unknownOutcome_leavesTheOtherWayOpen() {
        scene.withAlternative();
        scene.gateway.answerSends(FakeGateway.unknownOutcome());
        scene.refused(alice());
        scene.gateway.acceptSends();
        scene.pass(Duration.ofSeconds(30));

        assertThat(scene.issued(alice(), Optional.of(Channel.VOICE)).fresh()).isTrue();
    }

    // --- what is stored ---

    @Test
    void store_holdsNoNumberNoUserAndNoClient() {
        Challenge challenge = scene.issued(alice());
        scene.denied(challenge, alice(), ChallengeFixture.WRONG);

        assertThat(scene.store.dump())
                .doesNotContain(MOBILE.e164(), MOBILE.e164().substring(1), "alice", "student-portal", "tab-1")
                .doesNotContain(challenge.id(), ChallengeFixture.WRONG);
    }

    @Test
    void everythingStored_endsWithinADayOrTheRowsThirty() {
        Challenge challenge = scene.issued(alice());
        scene.denied(challenge, alice(), ChallengeFixture.WRONG);

        scene.pass(Duration.ofDays(1).plusSeconds(1));
        assertThat(scene.store.keys()).hasSize(1).allMatch(key -> key.startsWith("phonelatch:failures-row:"));
        scene.pass(Duration.ofDays(29));
        assertThat(scene.store.keys()).isEmpty();
    }
}
