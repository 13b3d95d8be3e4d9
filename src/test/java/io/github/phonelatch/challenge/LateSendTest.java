package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.support.FakeStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A send that comes back after its page stopped waiting, or never. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class LateSendTest {
    private final ChallengeFixture scene;
    private final CompletableFuture<SendResult> answer;

    LateSendTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind);
        answer = scene.gateway.holdSends();
    }

    @Test
    void page_saysThatTheMessageIsOnItsWay() {
        Challenge challenge = scene.issued(alice());

        assertThat(challenge.state()).isEqualTo(Challenge.State.SENDING);
        assertThat(challenge.fresh()).isTrue();
        assertThat(challenge.deliveredBy()).isEmpty();
        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.SENDING);
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.ON_ITS_WAY);
        assertThat(scene.gateway.verifications).isEmpty();
        assertThat(scene.settledLate).isEmpty();
    }

    /** Else a provider that does not answer would be waited for twice. */
    @Test
    void timeThatReadingTheTemplateTook_isNotWaitedAgain() {
        scene.gateway.pageWait = Duration.ofMinutes(5);
        scene.gateway.whileReading = () -> scene.pass(Duration.ofMinutes(5));

        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(30), () -> scene.issued(alice()))
                        .state())
                .isEqualTo(Challenge.State.SENDING);
    }

    @Test
    void secondClick_joinsTheMessageOnItsWay() {
        scene.issued(alice());
        CodeRequest secondTab = request("alice", MOBILE, "tab-2", Requester.OWNER);
        Challenge second = scene.issued(secondTab);
        assertThat(second.state()).isEqualTo(Challenge.State.SENDING);
        assertThat(second.fresh()).isFalse();
        assertThat(scene.gateway.sends).hasSize(1);

        answer.complete(scene.gateway.accepted());
        scene.verifies(second, secondTab);
    }

    @Test
    void lateMessage_isStoredAndUsable_andTheListenerIsTold() {
        Challenge challenge = scene.issued(alice());
        scene.pass(Duration.ofSeconds(14));

        answer.complete(scene.gateway.accepted());

        Challenge shown = scene.current(challenge, alice());
        assertThat(shown.state()).isEqualTo(Challenge.State.SENT);
        assertThat(shown.deliveredBy()).isEqualTo("sms");
        assertThat(scene.settledLate).hasSize(1);
        assertThat(ChallengeFixture.issued(scene.settledLate.get(0)).id()).isEqualTo(challenge.id());
        scene.verifies(challenge, alice());
    }

    @Test
    void lateFailure_isShown_andMakesRoomAtOnce() {
        Challenge challenge = scene.issued(alice());

        answer.complete(FakeGateway.notSent(Kind.NUMBER_UNREACHABLE));

        assertThat(scene.currentRefusal(challenge, alice()).problem()).isEqualTo(Problem.NUMBER_UNREACHABLE);
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.NUMBER_UNREACHABLE);
        assertThat(ChallengeFixture.refused(scene.settledLate.get(0)).problem()).isEqualTo(Problem.NUMBER_UNREACHABLE);
        scene.gateway.acceptSends();
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void lateUnknownOutcome_isShown_andStandsInTheWay() {
        Challenge challenge = scene.issued(alice());

        answer.complete(FakeGateway.unknownOutcome());

        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.UNKNOWN);
        assertThat(ChallengeFixture.refused(scene.settledLate.get(0)).problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);
        scene.gateway.acceptSends();
        assertThat(scene.issued(alice()).fresh()).isFalse();
    }

    @Test
    void lateAnswerThatACodeIsAlreadyOut_isShown() {
        Challenge challenge = scene.issued(alice());

        answer.complete(FakeGateway.notSent(Kind.ALREADY_SENT));

        Refusal shown = scene.currentRefusal(challenge, alice());
        assertThat(shown.problem()).isEqualTo(Problem.CODE_ALREADY_OUT);
        assertThat(shown.retryAfter()).isEqualTo(WINDOW);
    }

    @Test
    void lateAnswerThatACodeIsAlreadyOut_goesOnWithTheAlternative_underTheSameChallenge() {
        scene.withAlternative();
        Challenge challenge = scene.issued(alice());
        CompletableFuture<SendResult> second = scene.gateway.holdSends();

        answer.complete(FakeGateway.notSent(Kind.ALREADY_SENT));
        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.SENDING);
        assertThat(scene.current(challenge, alice()).channel()).isEqualTo(Channel.VOICE);

        second.complete(scene.gateway.accepted());
        assertThat(scene.settledLate).hasSize(1);
        scene.verifies(challenge, alice());
        assertThat(scene.gateway.sends).hasSize(2);
    }

    @Test
    void sendOfANodeThatDied_isUnknownOnceItsTimeIsUp() {
        Challenge challenge = scene.issued(alice());

        scene.pass(Duration.ofSeconds(20));
        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.SENDING);
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.UNKNOWN);
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);

        scene.gateway.acceptSends();
        scene.pass(WINDOW.minusSeconds(22));
        assertThat(scene.issued(alice()).fresh()).isFalse();
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void answerLaterThanTheMessagesOwnLife_leavesTheNextMessageAlone() {
        Challenge first = scene.issued(alice());
        scene.pass(WINDOW);
        scene.gateway.acceptSends();
        scene.gateway.pageWait = Duration.ofSeconds(30);
        Challenge second = scene.issued(alice());

        answer.complete(scene.gateway.accepted());

        assertThat(scene.current(first, alice()).state()).isEqualTo(Challenge.State.EXPIRED);
        scene.verifies(second, alice());
    }

    @Test
    void storeThatFailsWhenTheSendComesBack_isARefusalInTheListener_andNoSecondMessage() {
        Challenge challenge = scene.issued(alice());
        scene.store.down();

        answer.complete(scene.gateway.accepted());

        assertThat(ChallengeFixture.refused(scene.settledLate.get(0)).problem()).isEqualTo(Problem.UNAVAILABLE);
        scene.store.healthy();
        scene.gateway.acceptSends();
        scene.pass(Duration.ofSeconds(21));
        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.UNKNOWN);
        assertThat(scene.issued(alice()).fresh()).isFalse();
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void storeThatFailsWhileThePageWaits_isARefusalOnThePage() {
        scene.gateway.answerSends(message -> {
            scene.store.down();
            return scene.gateway.accepted();
        });
        scene.gateway.pageWait = Duration.ofSeconds(30);

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(scene.settledLate).isEmpty();
    }

    @Test
    void answerWhileThePageWaits_isThePagesAndNotTheListeners() {
        scene.gateway.pageWait = Duration.ofSeconds(30);
        answer.complete(scene.gateway.accepted());

        assertThat(scene.issued(alice()).state()).isEqualTo(Challenge.State.SENT);
        assertThat(scene.settledLate).isEmpty();
    }

    @Test
    void interruptedPage_saysThatTheMessageIsOnItsWay_andStaysInterrupted() {
        scene.gateway.pageWait = Duration.ofSeconds(30);
        Thread.currentThread().interrupt();

        Challenge challenge = scene.issued(alice());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(challenge.state()).isEqualTo(Challenge.State.SENDING);
        answer.complete(scene.gateway.accepted());
        scene.verifies(challenge, alice());
    }

    @Test
    void everyAnswer_reachesExactlyOneOfPageAndListener() throws Exception {
        for (int i = 0; i < 200; i++) {
            ChallengeFixture one = new ChallengeFixture(FakeStore.Kind.INFINISPAN);
            CompletableFuture<SendResult> held = one.gateway.holdSends();
            SendResult.Sent sent = one.gateway.accepted();
            List<Object> both = ChallengeFixture.together(
                    2, j -> j == 0 ? one.issued(alice()).state() : held.complete(sent));

            boolean told = both.get(0) == Challenge.State.SENT;
            assertThat(one.settledLate).hasSize(told ? 0 : 1);
        }
    }
}
