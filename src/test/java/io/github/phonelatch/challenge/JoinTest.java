package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.Scene.MOBILE;
import static io.github.phonelatch.challenge.Scene.OTHER_MOBILE;
import static io.github.phonelatch.challenge.Scene.WINDOW;
import static io.github.phonelatch.challenge.Scene.alice;
import static io.github.phonelatch.challenge.Scene.claim;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.support.FakeStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Finding the live message without asking for one. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class JoinTest {
    private static final Claim SECOND_TAB = claim("alice", MOBILE, "tab-2", Standing.OWNER);
    private final Scene scene;

    JoinTest(FakeStore.Kind kind) {
        scene = new Scene(kind).withAlternative().with("cooldown", 0);
    }

    private Optional<RequestResult> joined(Claim claim) {
        return scene.heart().join(claim);
    }

    @Test
    void withoutALiveMessage_thereIsNothingToJoin() {
        assertThat(joined(alice())).isEmpty();

        scene.proves(scene.issued(alice()), alice());
        assertThat(joined(SECOND_TAB)).isEmpty();

        scene.issued(alice());
        scene.pass(WINDOW);
        assertThat(joined(SECOND_TAB)).isEmpty();
        assertThat(scene.gateway.sends).hasSize(2);
    }

    @Test
    void liveMessage_isJoined_andItsCodeServes() {
        scene.issued(alice());

        Challenge challenge = Scene.issued(joined(SECOND_TAB).orElseThrow());

        assertThat(challenge.fresh()).isFalse();
        assertThat(scene.gateway.sends).hasSize(1);
        scene.proves(challenge, SECOND_TAB);
    }

    @Test
    void bothWaysAlive_theOneThatIsWantedIsJoined() {
        scene.issued(alice(), Way.DEFAULT);
        scene.issued(alice(), Way.ALTERNATIVE);

        for (Way wanted : Way.values()) {
            assertThat(Scene.issued(scene.heart().join(SECOND_TAB, wanted).orElseThrow())
                            .way())
                    .isEqualTo(wanted);
        }
    }

    @Test
    void onlyTheOtherWayAlive_thatOneIsJoined() {
        scene.issued(alice(), Way.ALTERNATIVE);

        assertThat(Scene.issued(scene.heart().join(SECOND_TAB, Way.DEFAULT).orElseThrow())
                        .way())
                .isEqualTo(Way.ALTERNATIVE);
    }

    @Test
    void messageOfAnotherUserNumberOrStanding_isNotJoined() {
        scene.issued(alice());

        assertThat(joined(claim("bob", MOBILE, "tab", Standing.OWNER))).isEmpty();
        assertThat(joined(claim("alice", OTHER_MOBILE, "tab", Standing.OWNER))).isEmpty();
        assertThat(joined(claim("alice", MOBILE, "tab", Standing.ENROLLING))).isEmpty();
    }

    @Test
    void messageOnTheOtherWay_isJoined_whereTheFirstOfThemIsOfNoUse() {
        scene.gateway.answerSends(FakeGateway.unknownOutcome());
        scene.refused(alice());
        scene.gateway.acceptSends();
        scene.issued(alice(), Way.ALTERNATIVE);

        assertThat(Scene.issued(joined(SECOND_TAB).orElseThrow()).way()).isEqualTo(Way.ALTERNATIVE);
    }

    @Test
    void messageOfUnknownOutcome_isJoined_whereThereIsNoBetter() {
        scene.gateway.answerSends(FakeGateway.unknownOutcome());
        scene.refused(alice());

        assertThat(Scene.issued(joined(SECOND_TAB).orElseThrow()).state()).isEqualTo(Challenge.State.UNKNOWN);
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

        assertThat(Scene.refused(joined(alice()).orElseThrow()).problem()).isEqualTo(Problem.UNAVAILABLE);
    }

    @Test
    void sameClaim_getsTheSameChallenge_howeverOftenItAsks() {
        Challenge first = scene.issued(alice());

        assertThat(scene.issued(alice()).id()).isEqualTo(first.id());
        assertThat(scene.current(first, alice()).id()).isEqualTo(first.id());
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void nextMessage_isAnotherChallenge() {
        scene.with("cooldown", 0);
        Challenge first = scene.issued(alice());
        scene.proves(first, alice());

        assertThat(scene.issued(alice()).id()).isNotEqualTo(first.id());
    }
}
