package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.Scene.CODE;
import static io.github.phonelatch.challenge.Scene.MOBILE;
import static io.github.phonelatch.challenge.Scene.OTHER_MOBILE;
import static io.github.phonelatch.challenge.Scene.WINDOW;
import static io.github.phonelatch.challenge.Scene.WRONG;
import static io.github.phonelatch.challenge.Scene.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A challenge whose id is no secret: the asking party has nowhere to keep one. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class ChosenIdTest {
    private static final String ID = "grant/alice/app";

    private final Scene scene;

    ChosenIdTest(FakeStore.Kind kind) {
        scene = new Scene(kind).withoutSendLimits();
    }

    private static Claim claim(String user, String client, PhoneNumber number, Purpose purpose) {
        return new Claim(user, client, number, purpose, "grant", Standing.OWNER, "en");
    }

    private static Claim alice() {
        return claim("alice", "app", MOBILE, Purpose.SIGN_IN);
    }

    private Challenge asks(Claim claim) {
        return Scene.issued(scene.heart().request(claim, Way.DEFAULT, ID));
    }

    private VerifyOutcome types(Claim claim, String code) {
        return scene.heart().verify(ID, claim, code);
    }

    @Test
    void nextRequest_findsIt_andItsCodeProvesOnce() {
        assertThat(asks(alice()).id()).isEqualTo(ID);

        assertThat(types(alice(), CODE)).isInstanceOf(VerifyOutcome.Proven.class);

        assertThat(Scene.denied(types(alice(), CODE)).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
        assertThat(scene.verifications()).isEqualTo(1);
    }

    @Test
    void askedForAgain_isTheSameOne_onTheSameMessage() {
        asks(alice());
        assertThat(Scene.denied(types(alice(), WRONG)).triesLeft()).isEqualTo(4);

        assertThat(asks(alice()).fresh()).isFalse();
        assertThat(scene.heart().join(alice(), ID)).isPresent();

        assertThat(Scene.denied(types(alice(), WRONG)).triesLeft()).isEqualTo(3);
        assertThat(scene.sends()).isEqualTo(1);
    }

    @Test
    void whoKnowsTheId_butIsSomebodyOrWantsSomethingElse_isRefusedAndTakesNoTry() {
        asks(alice());

        for (Claim other : List.of(
                claim("bob", "app", MOBILE, Purpose.SIGN_IN),
                claim("alice", "other-app", MOBILE, Purpose.SIGN_IN),
                claim("alice", "app", OTHER_MOBILE, Purpose.SIGN_IN),
                claim("alice", "app", MOBILE, Purpose.VERIFY_PHONE),
                new Claim("alice", "app", MOBILE, Purpose.SIGN_IN, "tab", Standing.OWNER, "en"))) {
            assertThat(Scene.denied(types(other, CODE)).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
        }

        assertThat(scene.verifications()).isZero();
        assertThat(types(alice(), CODE)).isInstanceOf(VerifyOutcome.Proven.class);
    }

    @Test
    void expired_isSaid_untilTheNextOneTakesItsPlace() {
        asks(alice());
        scene.pass(WINDOW);

        assertThat(Scene.denied(types(alice(), CODE)).problem()).isEqualTo(Problem.CODE_EXPIRED);

        asks(alice());
        assertThat(types(alice(), CODE)).isInstanceOf(VerifyOutcome.Proven.class);
        assertThat(scene.sends()).isEqualTo(2);
    }

    @Test
    void guesses_64AtOnce_askingInBetween_fiveAreEvaluated() throws Exception {
        asks(alice());

        together(64, i -> i % 4 == 0 ? scene.heart().join(alice(), ID) : types(alice(), WRONG));

        assertThat(scene.verifications()).isEqualTo(5);
        assertThat(Scene.denied(types(alice(), CODE)).problem()).isEqualTo(Problem.TOO_MANY_TRIES);
    }
}
