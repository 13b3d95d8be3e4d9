package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.FakeStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Something goes wrong with each single call of the store, commits included: it fails, its answer is lost, it takes too long.
 * Whatever it was, it must not let anybody in, send twice, or keep anybody out for longer than a code lives.
 */
@ParameterizedClass
@MethodSource("kindsAndFaults")
class StoreFailureTest {
    private static final int MORE_CALLS_THAN_THERE_ARE = 200;
    private static final Duration LONGER_THAN_ANY_SEND = Duration.ofSeconds(30);

    private final FakeStore.Kind kind;
    private final FakeStore.Fault fault;

    StoreFailureTest(FakeStore.Kind kind, FakeStore.Fault fault) {
        this.kind = kind;
        this.fault = fault;
    }

    static Stream<Arguments> kindsAndFaults() {
        return Arrays.stream(FakeStore.Kind.values())
                .flatMap(kind -> Arrays.stream(FakeStore.Fault.values()).map(fault -> Arguments.of(kind, fault)));
    }

    /** What is done while the store fails at one call, and what it ended in. */
    private interface Act {
        Problem endsIn();
    }

    /** Acts once per call that may fail, until there is none left to fail. */
    private int atEachCall(Function<ChallengeFixture, Act> prepared, Consumer<ChallengeFixture> afterwards) {
        for (int call = 0; call < MORE_CALLS_THAN_THERE_ARE; call++) {
            ChallengeFixture scene = new ChallengeFixture(kind);
            scene.withImpatience();
            Act act = prepared.apply(scene);
            scene.store.faultAt(call, fault, () -> scene.pass(LONGER_THAN_ANY_SEND));
            Problem problem = act.endsIn();
            boolean failed = scene.store.failed();
            scene.store.healthy();
            if (!failed) {
                return call;
            }
            if (fault != FakeStore.Fault.SLOW) {
                assertThat(problem).as("failure of call " + call).isEqualTo(Problem.UNAVAILABLE);
            }
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
        return outcome instanceof VerifyOutcome.Verified
                ? null
                : ChallengeFixture.denied(outcome).problem();
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
    void rightCode_isNoVerification() {
        int calls = atEachCall(
                scene -> {
                    Challenge challenge = scene.issued(alice());
                    return () -> problem(scene.verify(challenge, alice(), CODE));
                },
                scene -> {
                    scene.pass(WINDOW);
                    scene.verifies(scene.issued(alice()), alice());
                });

        assertThat(calls).isGreaterThan(8);
    }

    // --- the whole way ----------------------------------------------------------------------------------------------

    /** Two tabs, a wrong code and the right one; whoever meets a failure clicks again. */
    @Test
    void wholeSignIn_endsInOneVerificationAtMost_ofTheRightCode_andTheNextOneSucceeds() {
        int calls = 0;
        for (boolean failed = true; failed; calls++) {
            ChallengeFixture scene = new ChallengeFixture(kind);
            scene.withImpatience();
            scene.store.faultAt(calls, fault, () -> scene.pass(LONGER_THAN_ANY_SEND));

            int verifications = signIn(scene);

            failed = scene.store.failed();
            scene.store.healthy();
            assertThat(verifications).as("call " + calls).isLessThanOrEqualTo(1);
            assertThat(scene.gateway.sends).as("call " + calls).hasSizeLessThanOrEqualTo(1);
            scene.pass(WINDOW);
            scene.verifies(scene.issued(alice()), alice());
        }
        assertThat(calls).isGreaterThan(50);
    }

    private static int signIn(ChallengeFixture scene) {
        CodeRequest otherTab = request("alice", MOBILE, "tab-2", Requester.OWNER);
        List<RequestResult> asked = new ArrayList<>();
        asked.add(scene.request(alice()));
        asked.add(scene.request(alice()));
        List<RequestResult> joined = new ArrayList<>();
        scene.core().join(otherTab).ifPresent(joined::add);
        int verifications = 0;
        for (String code : List.of(WRONG, CODE, CODE)) {
            for (RequestResult result : asked) {
                verifications += attempts(scene, result, alice(), code);
            }
            for (RequestResult result : joined) {
                verifications += attempts(scene, result, otherTab, code);
            }
        }
        return verifications;
    }

    private static int attempts(ChallengeFixture scene, RequestResult result, CodeRequest request, String code) {
        if (!(result instanceof RequestResult.Issued issued)) {
            return 0;
        }
        scene.core().current(issued.challenge().id(), request);
        boolean verified = scene.verify(issued.challenge(), request, code) instanceof VerifyOutcome.Verified;
        if (verified) {
            assertThat(code).isEqualTo(CODE);
        }
        return verified ? 1 : 0;
    }

    /** Somebody who clicks and clicks, in one hour of messages that the provider takes and does not take. */
    @Test
    void messages_areNoMoreThanTheLimit_whicheverCallFails() {
        int calls = 0;
        for (boolean failed = true; failed; calls++) {
            ChallengeFixture scene =
                    new ChallengeFixture(kind).with("sends-per-hour", 2).with("cooldown", 0);
            scene.withImpatience();
            scene.gateway.answerSends(message -> scene.gateway.sends.size() % 2 == 1
                    ? FakeGateway.notSent(Kind.NUMBER_UNREACHABLE)
                    : scene.gateway.accepted());
            scene.store.faultAt(calls, fault, () -> scene.pass(LONGER_THAN_ANY_SEND));

            for (int click = 0; click < 6; click++) {
                scene.request(alice());
                scene.request(alice());
                scene.pass(WINDOW);
            }

            failed = scene.store.failed();
            // Every second call is a message; those between were certainly none.
            assertThat(scene.gateway.sends.size() / 2).as("call " + calls).isLessThanOrEqualTo(2);
        }
        assertThat(calls).isGreaterThan(50);
    }

    @Test
    void sendThatComesBackLate_isOneMessage_andIsToldOnce() {
        List<CompletableFuture<SendResult>> answers = new ArrayList<>();
        int calls = atEachCall(
                scene -> {
                    answers.add(0, scene.gateway.holdSends());
                    scene.issued(alice());
                    return () -> {
                        answers.get(0).complete(scene.gateway.accepted());
                        assertThat(scene.settledLate).hasSize(1);
                        return problem(scene.settledLate.get(0));
                    };
                },
                scene -> {
                    scene.request(alice());
                    assertThat(scene.gateway.sends).hasSize(1);
                    scene.gateway.acceptSends();
                    scene.pass(WINDOW);
                    scene.verifies(scene.issued(alice()), alice());
                });

        assertThat(calls).isGreaterThan(1);
    }

    @Test
    void joiningFromAnotherTab_endsInARefusal_andTheNextClickJoins() {
        CodeRequest otherTab = request("alice", MOBILE, "tab-2", Requester.OWNER);
        atEachCall(
                scene -> {
                    scene.issued(alice());
                    return () -> problem(scene.core().join(otherTab).orElseThrow());
                },
                scene -> {
                    scene.verifies(
                            ChallengeFixture.issued(scene.core().join(otherTab).orElseThrow()), otherTab);
                    assertThat(scene.gateway.sends).hasSize(1);
                });
    }

    // --- what else --------------------------------------------------------------------------------------------------

    @Test
    void rightCode_ofAProviderThatTakesItTwice_isOneVerificationAtMost_whenTypedAgain() {
        List<Challenge> challenges = new ArrayList<>();
        atEachCall(
                scene -> {
                    challenges.add(0, scene.issued(alice()));
                    scene.gateway.answerVerifications(new VerifyResult.Verified());
                    return () -> problem(scene.verify(challenges.get(0), alice(), CODE));
                },
                scene -> {
                    int verifications = 0;
                    for (int i = 0; i < 3; i++) {
                        verifications +=
                                scene.verify(challenges.get(0), alice(), CODE) instanceof VerifyOutcome.Verified
                                        ? 1
                                        : 0;
                    }
                    assertThat(verifications).isLessThanOrEqualTo(1);
                });
    }

    static List<VerifyResult> answersToAnAttempt() {
        return List.of(new VerifyResult.WrongCode(), new VerifyResult.Expired(), FakeGateway.unanswered(true));
    }

    @ParameterizedTest
    @MethodSource("answersToAnAttempt")
    void everyOtherAnswer_isARefusal_andAnAttemptThatWasAskedIsNeverRefunded(VerifyResult answer) {
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
                            scene.core().current(challenge.id(), alice()).orElseThrow());
                },
                scene -> assertThat(scene.gateway.sends).hasSize(1));
    }

    @Test
    void storeThatStaysDown_refusesEverything() {
        ChallengeFixture scene = new ChallengeFixture(kind);
        Challenge challenge = scene.issued(alice());
        scene.store.down();

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(scene.gateway.verifications).isEmpty();
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void reservationWithoutARecord_isAnUnknownOutcome_forAsLongAsACodeLives() {
        ChallengeFixture scene = new ChallengeFixture(kind);
        scene.withImpatience();
        scene.store.run(entries -> {
            entries.putIfAbsent(
                    MessageStore.name(scene.keys.active(), alice(), "sms") + ":reserved", Duration.ofSeconds(302));
            return true;
        });

        Refusal refusal = scene.refused(alice());

        assertThat(refusal.problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(scene.gateway.sends).isEmpty();
        scene.pass(WINDOW);
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }
}
