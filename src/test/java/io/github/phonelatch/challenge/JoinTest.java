package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.support.FakeStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding the live message without asking for one. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class JoinTest {
    private static final CodeRequest SECOND_TAB = request("alice", MOBILE, "tab-2", Requester.OWNER);
    private final ChallengeFixture scene;

    JoinTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind).withAlternative().with("cooldown", 0);
    }

    private Optional<RequestResult> joined(CodeRequest request) {
        return scene.core().join(request);
    }

    @Test
    void withoutALiveMessage_thereIsNothingToJoin() {
        assertThat(joined(alice())).isEmpty();

        scene.verifies(scene.issued(alice()), alice());
        assertThat(joined(SECOND_TAB)).isEmpty();

        scene.issued(alice());
        scene.pass(WINDOW);
        assertThat(joined(SECOND_TAB)).isEmpty();
        assertThat(scene.gateway.sends).hasSize(2);
    }

    @Test
    void liveMessage_isJoined_andItsCodeServes() {
        scene.issued(alice());

        Challenge challenge = ChallengeFixture.issued(joined(SECOND_TAB).orElseThrow());

        assertThat(challenge.fresh()).isFalse();
        assertThat(scene.gateway.sends).hasSize(1);
        scene.verifies(challenge, SECOND_TAB);
    }

    @Test
    void messagesOfTwoChannelsAlive_theOneThatIsWantedIsJoined() {
        scene.issued(alice(), Optional.empty());
        scene.issued(alice(), Optional.of(Channel.VOICE));

        for (Channel wanted : List.of(Channel.SMS, Channel.VOICE)) {
            assertThat(ChallengeFixture.issued(scene.core()
                                    .joinPreferring(SECOND_TAB, Optional.of(wanted))
                                    .orElseThrow())
                            .channel())
                    .isEqualTo(wanted);
        }
    }

    @Test
    void onlyTheOtherChannelAlive_thatOneIsJoined() {
        scene.issued(alice(), Optional.of(Channel.VOICE));

        assertThat(ChallengeFixture.issued(scene.core()
                                .joinPreferring(SECOND_TAB, Optional.empty())
                                .orElseThrow())
                        .channel())
                .isEqualTo(Channel.VOICE);
    }

    @Test
    void messageOfAnotherUserNumberOrRequester_isNotJoined() {
        scene.issued(alice());

        assertThat(joined(request("bob", MOBILE, "tab", Requester.OWNER))).isEmpty();
        assertThat(joined(request("alice", OTHER_MOBILE, "tab", Requester.OWNER)))
                .isEmpty();
        assertThat(joined(request("alice", MOBILE, "tab", Requester.ENROLLEE))).isEmpty();
    }

    @Test
    void messageOnTheOtherChannel_isJoined_whereTheFirstOfThemIsOfNoUse() {
        scene.gateway.answerSends(FakeGateway.unknownOutcome());
        scene.refused(alice());
        scene.gateway.acceptSends();
        scene.issued(alice(), Optional.of(Channel.VOICE));

        assertThat(ChallengeFixture.issued(joined(SECOND_TAB).orElseThrow()).channel())
                .isEqualTo(Channel.VOICE);
    }

    @Test
    void messageOfUnknownOutcome_isJoined_whereThereIsNoBetter() {
        scene.gateway.answerSends(FakeGateway.unknownOutcome());
        scene.refused(alice());

        assertThat(ChallengeFixture.issued(joined(SECOND_TAB).orElseThrow()).state())
                .isEqualTo(Challenge.State.UNKNOWN);
    }

    @Test
    void codeOfSomebodyElse_isNothingToJoin() {
        scene.gateway.answerSends(FakeGateway.notSent(Kind.ALREADY_SENT));
        scene.refused(alice());

        assertThat(joined(SECOND_TAB)).isEmpty();
    }

    @Test
    void storeThatFails_isARefusal() {
        scene.store.down();

        assertThat(ChallengeFixture.refused(joined(alice()).orElseThrow()).problem())
                .isEqualTo(Problem.UNAVAILABLE);
    }

    @Test
    void sameRequest_getsTheSameChallenge_howeverOftenItAsks() {
        Challenge first = scene.issued(alice());

        assertThat(scene.issued(alice()).id()).isEqualTo(first.id());
        assertThat(scene.current(first, alice()).id()).isEqualTo(first.id());
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void nextMessage_isAnotherChallenge() {
        scene.with("cooldown", 0);
        Challenge first = scene.issued(alice());
        scene.verifies(first, alice());

        assertThat(scene.issued(alice()).id()).isNotEqualTo(first.id());
    }
}
