package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.Scene.CODE;
import static io.github.phonelatch.challenge.Scene.WINDOW;
import static io.github.phonelatch.challenge.Scene.WRONG;
import static io.github.phonelatch.challenge.Scene.alice;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.FakeStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The store fails at each single call, commits included. Whatever it was, it must not let anybody in or send twice. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class StoreFailureTest {
    private static final int MORE_CALLS_THAN_THERE_ARE = 200;
    private final FakeStore.Kind kind;

    StoreFailureTest(FakeStore.Kind kind) {
        this.kind = kind;
    }

    /** What is done while the store fails at one call, and what it ended in. */
    private interface Act {
        Problem endsIn();
    }

    /** Acts once per call that may fail, until there is none left to fail. */
    private int atEachCall(Function<Scene, Act> prepared, Consumer<Scene> afterwards) {
        for (int call = 0; call < MORE_CALLS_THAN_THERE_ARE; call++) {
            Scene scene = new Scene(kind);
            scene.handshake = Duration.ofMillis(25);
            Act act = prepared.apply(scene);
            scene.store.failAt(call);
            Problem problem = act.endsIn();
            boolean failed = scene.store.failed();
            scene.store.healthy();
            if (!failed) {
                return call;
            }
            assertThat(problem).as("failure of call " + call).isEqualTo(Problem.UNAVAILABLE);
            afterwards.accept(scene);
        }
        throw new AssertionError("endless");
    }

    private static Problem problem(RequestResult result) {
        return result instanceof RequestResult.Refused refused
                ? refused.refusal().problem()
                : null;
    }

    private static Problem problem(VerifyOutcome outcome) {
        return outcome instanceof VerifyOutcome.Proven
                ? null
                : Scene.denied(outcome).problem();
    }

    @Test
    void request_endsInARefusal_andTheClicksAfterItSendOneMessageAtMost() {
        int calls = atEachCall(scene -> () -> problem(scene.request(alice())), scene -> {
            scene.request(alice());
            scene.request(alice());
            assertThat(scene.gateway.sends).hasSizeLessThanOrEqualTo(1);
            // Nobody is shut out for longer than a code lives.
            scene.pass(WINDOW);
            assertThat(scene.issued(alice()).fresh()).isTrue();
        });

        assertThat(calls).isGreaterThan(10);
    }

    @Test
    void requestWhoseSendFails_endsInARefusal_andNobodyIsShutOutForLong() {
        atEachCall(
                scene -> {
                    scene.gateway.answerSends(FakeGateway.notSent(Kind.NUMBER_UNREACHABLE));
                    return () -> problem(scene.request(alice()));
                },
                scene -> {
                    assertThat(scene.gateway.sends).hasSizeLessThanOrEqualTo(1);
                    scene.gateway.acceptSends();
                    scene.pass(WINDOW);
                    assertThat(scene.issued(alice()).fresh()).isTrue();
                });
    }

    @Test
    void requestThatGoesOnWithTheAlternative_sendsOneMessageAtMost() {
        atEachCall(
                scene -> {
                    scene.withAlternative();
                    scene.gateway.answerSends(message -> message.templateId().equals("sms")
                            ? FakeGateway.notSent(Kind.ALREADY_SENT)
                            : scene.gateway.accepted());
                    return () -> problem(scene.request(alice()));
                },
                scene -> {
                    scene.request(alice());
                    assertThat(scene.gateway.sends)
                            .filteredOn(message -> message.templateId().equals("voice"))
                            .hasSizeLessThanOrEqualTo(1);
                });
    }

    @Test
    void joining_endsInARefusal_andSendsNothing() {
        atEachCall(
                scene -> {
                    scene.issued(alice());
                    return () -> problem(scene.request(alice()));
                },
                scene -> assertThat(scene.gateway.sends).hasSize(1));
    }

    @Test
    void rightCode_isNoProof() {
        int calls = atEachCall(
                scene -> {
                    Challenge challenge = scene.issued(alice());
                    return () -> problem(scene.verify(challenge, alice(), CODE));
                },
                scene -> {});

        assertThat(calls).isGreaterThan(8);
    }

    @Test
    void rightCode_ofAProviderThatTakesItTwice_isOneProofAtMost_whenTypedAgain() {
        List<Challenge> challenges = new ArrayList<>();
        atEachCall(
                scene -> {
                    challenges.add(0, scene.issued(alice()));
                    scene.gateway.answerVerifications(new VerifyResult.Verified());
                    return () -> problem(scene.verify(challenges.get(0), alice(), CODE));
                },
                scene -> {
                    int proofs = 0;
                    for (int i = 0; i < 3; i++) {
                        proofs +=
                                scene.verify(challenges.get(0), alice(), CODE) instanceof VerifyOutcome.Proven ? 1 : 0;
                    }
                    assertThat(proofs).isLessThanOrEqualTo(1);
                });
    }

    static List<VerifyResult> answersToATry() {
        return List.of(new VerifyResult.WrongCode(), new VerifyResult.Expired(), FakeGateway.unanswered(true));
    }

    @ParameterizedTest
    @MethodSource("answersToATry")
    void everyOtherAnswer_isARefusal_andATryThatWasAskedIsNeverRefunded(VerifyResult answer) {
        List<Challenge> challenges = new ArrayList<>();
        atEachCall(
                scene -> {
                    scene.withoutFailureLimits();
                    challenges.add(0, scene.issued(alice()));
                    scene.gateway.answerVerifications(answer);
                    return () -> problem(scene.verify(challenges.get(0), alice(), WRONG));
                },
                scene -> {
                    scene.gateway.checkCodes();
                    for (int i = 0; i < 10; i++) {
                        scene.denied(challenges.get(0), alice(), WRONG);
                    }
                    assertThat(scene.gateway.verifications).hasSizeLessThanOrEqualTo(5);
                });
    }

    @Test
    void page_saysUnavailable() {
        atEachCall(
                scene -> {
                    Challenge challenge = scene.issued(alice());
                    return () -> problem(
                            scene.heart().current(challenge.id(), alice()).orElseThrow());
                },
                scene -> assertThat(scene.gateway.sends).hasSize(1));
    }

    @Test
    void storeThatStaysDown_refusesEverything() {
        Scene scene = new Scene(kind);
        Challenge challenge = scene.issued(alice());
        scene.store.down();

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(scene.gateway.verifications).isEmpty();
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void reservationWithoutARecord_isAnUnknownOutcome_forAsLongAsACodeLives() {
        Scene scene = new Scene(kind);
        scene.handshake = Duration.ofMillis(25);
        scene.store.run(entries -> {
            entries.putIfAbsent(
                    Messages.name(scene.keys.active(), alice(), "sms") + ":reserved", Duration.ofSeconds(302));
            return true;
        });

        Refusal refusal = scene.refused(alice());

        assertThat(refusal.problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(scene.gateway.sends).isEmpty();
        scene.pass(WINDOW);
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }
}
