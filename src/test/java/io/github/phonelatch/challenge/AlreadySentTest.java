package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.LANDLINE;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.FakeStore;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The provider holds a code for this number that is not ours to use: it answers 3004. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class AlreadySentTest {
    private final ChallengeFixture scene;

    AlreadySentTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind);
    }

    private void providerHoldsACodeFor(String... templates) {
        Set<String> held = Set.of(templates);
        scene.gateway.answerSends(message -> held.contains(message.templateId())
                ? FakeGateway.notSent(Kind.ALREADY_SENT)
                : scene.gateway.accepted());
    }

    @Test
    void sameClick_goesOnWithTheAlternative() {
        scene.withAlternative();
        providerHoldsACodeFor("sms");

        Challenge challenge = scene.issued(alice());

        assertThat(scene.gateway.sends).extracting(OtpMessage::templateId).containsExactly("sms", "voice");
        assertThat(challenge.channel()).isEqualTo(Channel.VOICE);
        assertThat(challenge.state()).isEqualTo(Challenge.State.SENT);
        assertThat(challenge.fresh()).isTrue();
        scene.verifies(challenge, alice());
    }

    @Test
    void sameClick_countsAsOneMessage() {
        scene.withAlternative().with("cooldown", 0).with("sends-per-hour", 2);
        providerHoldsACodeFor("sms");

        scene.issued(alice());
        scene.pass(WINDOW);
        scene.issued(alice());
        scene.pass(WINDOW);

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.TOO_MANY_SENDS);
    }

    @Test
    void reload_afterTheAlternativeWasSent_showsItsMessage_andSendsNothing() {
        scene.withAlternative();
        providerHoldsACodeFor("sms");
        scene.issued(alice());
        CodeRequest secondTab = request("alice", MOBILE, "tab-2", Requester.OWNER);

        Challenge joined = scene.issued(secondTab);

        assertThat(scene.gateway.sends).hasSize(2);
        assertThat(joined.channel()).isEqualTo(Channel.VOICE);
        assertThat(joined.fresh()).isFalse();
        scene.verifies(joined, secondTab);
    }

    @Test
    void withoutAnAlternative_itIsNoMessage_andTheWaitIsTheWindow() {
        providerHoldsACodeFor("sms");

        Refusal refusal = scene.refused(alice());

        assertThat(refusal.problem()).isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(refusal.retryAfter()).isEqualTo(WINDOW);
        assertThat(ChallengeFixture.cause(refusal)).isEqualTo(Kind.ALREADY_SENT);
    }

    @Test
    void providerIsNotAskedAgain_whileItsWindowLasts() {
        providerHoldsACodeFor("sms");
        scene.refused(alice());
        scene.pass(Duration.ofSeconds(100));

        Refusal again = scene.refused(request("alice", MOBILE, "tab-2", Requester.OWNER));

        assertThat(again.problem()).isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(again.retryAfter()).isEqualTo(WINDOW.minusSeconds(100));
        assertThat(scene.gateway.sends).hasSize(1);

        scene.gateway.acceptSends();
        scene.pass(again.retryAfter());
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void itCountsAsNoSend() {
        scene.with("sends-per-hour", 1).with("sends-per-day", 1);
        providerHoldsACodeFor("sms");
        scene.refused(alice());
        scene.pass(WINDOW);
        scene.gateway.acceptSends();

        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void bothTemplatesHeld_isARefusal_afterOneCallEach() {
        scene.withAlternative();
        providerHoldsACodeFor("sms", "voice");

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(scene.gateway.sends).hasSize(2);

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(ChallengeFixture.refused(scene.request(alice(), Optional.of(Channel.VOICE)))
                        .problem())
                .isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(scene.gateway.sends).hasSize(2);
    }

    @Test
    void alternativeIsAlive_isJoined_insteadOfSentAgain() {
        scene.withAlternative().with("cooldown", 0);
        Challenge call = scene.issued(alice(), Optional.of(Channel.VOICE));
        providerHoldsACodeFor("sms");

        Challenge challenge = scene.issued(alice());

        assertThat(scene.gateway.sends).extracting(OtpMessage::templateId).containsExactly("voice", "sms");
        assertThat(challenge.channel()).isEqualTo(Channel.VOICE);
        assertThat(challenge.id()).isNotEqualTo(call.id());
        scene.verifies(challenge, alice());
    }

    @Test
    void alternativeIsAlive_isWhatThePageShows_alsoWhereItStoppedWaiting() {
        scene.withAlternative().with("cooldown", 0);
        scene.issued(alice(), Optional.of(Channel.VOICE));
        var answer = scene.gateway.holdSends();
        Challenge page = scene.issued(alice());
        assertThat(page.state()).isEqualTo(Challenge.State.SENDING);

        answer.complete(FakeGateway.notSent(Kind.ALREADY_SENT));

        Challenge shown = scene.current(page, alice());
        assertThat(shown.channel()).isEqualTo(Channel.VOICE);
        assertThat(shown.state()).isEqualTo(Challenge.State.SENT);
        scene.verifies(shown, alice());
    }

    @Test
    void askingForTheAlternative_neverFallsBackToTheDefault() {
        scene.withAlternative();
        providerHoldsACodeFor("voice");

        assertThat(ChallengeFixture.refused(scene.request(alice(), Optional.of(Channel.VOICE)))
                        .problem())
                .isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void landline_hasNoOtherWay() {
        scene.withAlternative();
        providerHoldsACodeFor("voice");

        assertThat(scene.refused(request("alice", LANDLINE, "tab-1", Requester.ENROLLEE))
                        .problem())
                .isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void sameTemplateTwice_asAnImportMayLeaveIt_isNoOtherWay() {
        scene.with("alternative-templates", "sms");
        providerHoldsACodeFor("sms");

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void alternativeThatFailsToo_givesTheSendBack_andSaysWhy() {
        scene.withAlternative().with("sends-per-hour", 1);
        scene.gateway.answerSends(message ->
                FakeGateway.notSent(message.templateId().equals("sms") ? Kind.ALREADY_SENT : Kind.NUMBER_UNREACHABLE));

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.NUMBER_UNREACHABLE);

        scene.pass(WINDOW);
        scene.gateway.acceptSends();
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void alternativeOfUnknownOutcome_keepsTheSend() {
        scene.withAlternative().with("sends-per-hour", 1);
        scene.gateway.answerSends(message -> message.templateId().equals("sms")
                ? FakeGateway.notSent(Kind.ALREADY_SENT)
                : FakeGateway.unknownOutcome());

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);

        scene.pass(WINDOW);
        scene.gateway.acceptSends();
        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.TOO_MANY_SENDS);
    }

    @Test
    void afterARightCode_theProviderIsAsked_andItsWindowIsTheWait() {
        Challenge challenge = scene.issued(alice());
        scene.pass(Duration.ofSeconds(50));
        scene.verifies(challenge, alice());
        providerHoldsACodeFor("sms");

        Refusal refusal = scene.refused(alice());

        assertThat(scene.gateway.sends).hasSize(2);
        assertThat(refusal.problem()).isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(refusal.retryAfter()).isEqualTo(WINDOW.minusSeconds(50));
    }

    @Test
    void afterAMessageTheProviderForgot_itsWindowIsTheWait() {
        Challenge challenge = scene.issued(alice());
        scene.pass(Duration.ofSeconds(50));
        scene.gateway.answerVerifications(new VerifyResult.Expired());
        scene.denied(challenge, alice(), ChallengeFixture.CODE);
        providerHoldsACodeFor("sms");

        assertThat(scene.refused(alice()).retryAfter()).isEqualTo(WINDOW.minusSeconds(50));
    }

    @Test
    void windowThatEndedMeanwhile_isNotTheWait() {
        Challenge challenge = scene.issued(alice());
        scene.verifies(challenge, alice());
        scene.pass(WINDOW);
        providerHoldsACodeFor("sms");

        assertThat(scene.refused(alice()).retryAfter()).isEqualTo(WINDOW);
    }

    @Test
    void sends_thatTheProviderTook_areUsable_whoeverElseHoldsTheNumber() {
        // The provider's window is per number and template: a sister on the same phone runs into it.
        scene.withAlternative();
        scene.issued(alice());
        providerHoldsACodeFor("sms");
        CodeRequest sister = request("sister", MOBILE, "tab-9", Requester.ENROLLEE);

        Challenge challenge = scene.issued(sister);

        assertThat(challenge.channel()).isEqualTo(Channel.VOICE);
        scene.verifies(challenge, sister);
        assertThat(scene.gateway.sends).extracting(OtpMessage::templateId).containsExactly("sms", "sms", "voice");
    }

    @Test
    void resultOfTheSend_isNeverInventedFromTheProvidersCode() {
        scene.gateway.answerSends(new SendResult.Failed(new GatewayFailure(Kind.ALREADY_SENT, 3004, "scripted"), true));

        Refusal refusal = scene.refused(alice());

        assertThat(refusal.cause()).isNotNull();
        assertThat(refusal.cause().providerCode()).isEqualTo(3004);
    }
}
