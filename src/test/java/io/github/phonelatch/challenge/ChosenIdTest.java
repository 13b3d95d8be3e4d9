package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A challenge whose id is no secret: the asking party has nowhere to keep one. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class ChosenIdTest {
    private static final String ID = "grant/alice/app";

    private final ChallengeFixture scene;

    ChosenIdTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind).withoutSendLimits();
    }

    private static CodeRequest request(String user, String client, PhoneNumber number, Purpose purpose) {
        return new CodeRequest(user, client, number, purpose, "grant", Requester.OWNER, "en");
    }

    private static CodeRequest alice() {
        return request("alice", "app", MOBILE, Purpose.SIGN_IN);
    }

    private Challenge asks(CodeRequest request) {
        return ChallengeFixture.issued(scene.core().withId(ID).request(request, Optional.empty()));
    }

    private VerifyOutcome types(CodeRequest request, String code) {
        return scene.core().verify(ID, request, code);
    }

    @Test
    void nextRequest_findsIt_andItsCodeVerifiesOnce() {
        assertThat(asks(alice()).id()).isEqualTo(ID);

        assertThat(types(alice(), CODE)).isInstanceOf(VerifyOutcome.Verified.class);

        assertThat(ChallengeFixture.denied(types(alice(), CODE)).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
        assertThat(scene.verifications()).isEqualTo(1);
    }

    @Test
    void askedForAgain_isTheSameOne_onTheSameMessage() {
        asks(alice());
        assertThat(ChallengeFixture.denied(types(alice(), WRONG)).attemptsLeft())
                .isEqualTo(4);

        assertThat(asks(alice()).fresh()).isFalse();
        assertThat(scene.core().withId(ID).join(alice())).isPresent();

        assertThat(ChallengeFixture.denied(types(alice(), WRONG)).attemptsLeft())
                .isEqualTo(3);
        assertThat(scene.sends()).isEqualTo(1);
    }

    @Test
    void whoKnowsTheId_butIsSomebodyOrWantsSomethingElse_isRefusedAndTakesNoAttempt() {
        asks(alice());

        for (CodeRequest other : List.of(
                request("bob", "app", MOBILE, Purpose.SIGN_IN),
                request("alice", "other-app", MOBILE, Purpose.SIGN_IN),
                request("alice", "app", OTHER_MOBILE, Purpose.SIGN_IN),
                request("alice", "app", MOBILE, Purpose.VERIFY_PHONE),
                new CodeRequest("alice", "app", MOBILE, Purpose.SIGN_IN, "tab", Requester.OWNER, "en"))) {
            assertThat(ChallengeFixture.denied(types(other, CODE)).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
        }

        assertThat(scene.verifications()).isZero();
        assertThat(types(alice(), CODE)).isInstanceOf(VerifyOutcome.Verified.class);
    }

    @Test
    void expired_isSaid_untilTheNextOneTakesItsPlace() {
        asks(alice());
        scene.pass(WINDOW);

        assertThat(ChallengeFixture.denied(types(alice(), CODE)).problem()).isEqualTo(Problem.CODE_EXPIRED);

        asks(alice());
        assertThat(types(alice(), CODE)).isInstanceOf(VerifyOutcome.Verified.class);
        assertThat(scene.sends()).isEqualTo(2);
    }

    @Test
    void attempts_64AtOnce_askingInBetween_fiveAreEvaluated() throws Exception {
        asks(alice());

        together(64, i -> i % 4 == 0 ? scene.core().withId(ID).join(alice()) : types(alice(), WRONG));

        assertThat(scene.verifications()).isEqualTo(5);
        assertThat(ChallengeFixture.denied(types(alice(), CODE)).problem()).isEqualTo(Problem.TOO_MANY_ATTEMPTS);
    }
}
