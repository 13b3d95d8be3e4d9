package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static io.github.phonelatch.challenge.ChallengeFixture.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Real threads, on both kinds of store. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class RacesTest {
    private final ChallengeFixture scene;

    RacesTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind);
    }

    @AfterEach
    void nobodyWaitedForEachOther() {
        assertThat(scene.store.deadlocks()).isZero();
    }

    private static CodeRequest tab(int i) {
        return request("alice", MOBILE, "tab-" + i, Requester.OWNER);
    }

    private List<Challenge> tabs(int count) {
        List<Challenge> challenges = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            challenges.add(scene.issued(tab(i)));
        }
        return challenges;
    }

    private static long verified(List<VerifyOutcome> outcomes) {
        return outcomes.stream()
                .filter(VerifyOutcome.Verified.class::isInstance)
                .count();
    }

    @RepeatedTest(3)
    void doubleClick_thirtyTwoTimesAtOnce_sendsOneMessage_andAllJoinIt() throws Exception {
        List<Challenge> challenges = together(32, i -> scene.issued(tab(i)));

        assertThat(scene.gateway.sends).hasSize(1);
        assertThat(challenges).filteredOn(Challenge::fresh).hasSize(1);
        assertThat(challenges).extracting(Challenge::id).doesNotHaveDuplicates();
        assertThat(challenges)
                .allMatch(challenge ->
                        challenge.state() == Challenge.State.SENT || challenge.state() == Challenge.State.SENDING);
        for (int i = 0; i < 32; i++) {
            assertThat(scene.current(challenges.get(i), tab(i)).state()).isEqualTo(Challenge.State.SENT);
        }
    }

    @Test
    void sends_ofOneUserToManyNumbersAtOnce_areAsManyAsTheHourAllows() throws Exception {
        scene.with("cooldown", 0);
        together(
                32,
                i -> scene.request(request(
                        "alice",
                        PhoneNumber.parse("+4474001235" + (10 + i), null).orElseThrow(),
                        "tab",
                        Requester.ENROLLEE)));

        assertThat(scene.gateway.sends).hasSize(5);
    }

    @Test
    void sends_ofManyUsersToOneNumberAtOnce_areAsManyAsTheHourAllows() throws Exception {
        scene.with("cooldown", 0);
        together(32, i -> scene.request(request("user-" + i, MOBILE, "tab", Requester.ENROLLEE)));

        assertThat(scene.gateway.sends).hasSize(5);
    }

    @Test
    void cooldown_letsOneOfManyPass() throws Exception {
        together(32, i -> scene.request(request("user-" + i, MOBILE, "tab", Requester.ENROLLEE)));

        assertThat(scene.gateway.sends).hasSize(1);
    }

    @RepeatedTest(3)
    void wrongCodes_sixtyFourAtOnceOverThirtyTwoSignIns_reachTheProviderFiveTimes() throws Exception {
        List<Challenge> challenges = tabs(32);

        List<VerifyOutcome> outcomes = together(64, i -> scene.verify(challenges.get(i % 32), tab(i % 32), WRONG));

        assertThat(scene.gateway.verifications).hasSize(5);
        assertThat(verified(outcomes)).isZero();
        assertThat(scene.denied(challenges.get(0), tab(0), CODE).problem()).isEqualTo(Problem.TOO_MANY_ATTEMPTS);
    }

    @Test
    void wrongCodes_sixtyFourAtOnceOnOneSignIn_reachTheProviderFiveTimes() throws Exception {
        Challenge challenge = scene.issued(alice());

        together(64, i -> scene.verify(challenge, alice(), WRONG));

        assertThat(scene.gateway.verifications).hasSize(5);
    }

    @Test
    void wrongCodes_atOnceOverManyMessages_reachTheProviderAsOftenAsTheHourAllows() throws Exception {
        scene.withoutSendLimits().with("failures-in-a-row", 0);
        List<CodeRequest> claims = new ArrayList<>();
        List<Challenge> challenges = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            claims.add(request(
                    "alice", PhoneNumber.parse("+44740012346" + i, null).orElseThrow(), "tab", Requester.ENROLLEE));
            challenges.add(scene.issued(claims.get(i)));
        }

        together(64, i -> scene.verify(challenges.get(i % 8), claims.get(i % 8), WRONG));

        assertThat(scene.gateway.verifications).hasSize(10);
    }

    @RepeatedTest(3)
    void row_isNeverLongerThanItsLimit_andEndsInABlock() throws Exception {
        scene.withoutSendLimits()
                .with("failures-per-hour", 0)
                .with("failures-in-a-row", 12)
                .with("max-attempts", 10);
        List<CodeRequest> claims = new ArrayList<>();
        List<Challenge> challenges = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            claims.add(request(
                    "alice", PhoneNumber.parse("+44740012346" + i, null).orElseThrow(), "tab", Requester.OWNER));
            challenges.add(scene.issued(claims.get(i)));
        }

        together(64, i -> scene.verify(challenges.get(i % 8), claims.get(i % 8), WRONG));

        assertThat(scene.gateway.verifications).hasSize(12);
        assertThat(scene.denied(challenges.get(0), claims.get(0), CODE).problem())
                .isEqualTo(Problem.BLOCKED);
    }

    @RepeatedTest(3)
    void rightCodes_thirtyTwoAtOnce_areOneVerification() throws Exception {
        scene.with("max-attempts", 10).withoutFailureLimits();
        List<Challenge> challenges = tabs(32);

        List<VerifyOutcome> outcomes = together(32, i -> scene.verify(challenges.get(i), tab(i), CODE));

        assertThat(verified(outcomes)).isEqualTo(1);
    }

    @RepeatedTest(3)
    void rightCodes_atOnce_ofAProviderThatTakesThemAll_areOneVerification() throws Exception {
        scene.with("max-attempts", 10).withoutFailureLimits();
        List<Challenge> challenges = tabs(32);
        scene.gateway.answerVerifications(new VerifyResult.Verified());

        List<VerifyOutcome> outcomes = together(32, i -> scene.verify(challenges.get(i), tab(i), CODE));

        assertThat(verified(outcomes)).isEqualTo(1);
    }

    @Test
    void losers_whoAreToldThatTheCodeIsUsedBeforeTheWinnerIsStored_takeNothingFromTheWinner() throws Exception {
        scene.with("max-attempts", 10);
        List<Challenge> challenges = tabs(9);
        CountDownLatch losersDone = new CountDownLatch(8);
        AtomicBoolean first = new AtomicBoolean(true);
        scene.gateway.answerVerifications((id, code) -> {
            if (!first.getAndSet(false)) {
                return new VerifyResult.Expired();
            }
            ChallengeFixture.await(losersDone);
            return new VerifyResult.Verified();
        });

        List<VerifyOutcome> outcomes = together(9, i -> {
            VerifyOutcome outcome = scene.verify(challenges.get(i), tab(i), CODE);
            losersDone.countDown();
            return outcome;
        });

        assertThat(verified(outcomes)).isEqualTo(1);
    }

    @Test
    void losers_whoAreToldThatTheCodeIsUsedAfterTheWinnerIsStored_takeNothingFromTheNextMessage() throws Exception {
        scene.with("max-attempts", 10);
        List<Challenge> challenges = tabs(9);
        CountDownLatch winnerDone = new CountDownLatch(1);
        CountDownLatch allAsked = new CountDownLatch(9);
        AtomicBoolean first = new AtomicBoolean(true);
        AtomicInteger next = new AtomicInteger();
        scene.gateway.answerVerifications((id, code) -> {
            boolean winner = first.getAndSet(false);
            allAsked.countDown();
            ChallengeFixture.await(allAsked);
            if (winner) {
                return new VerifyResult.Verified();
            }
            ChallengeFixture.await(winnerDone);
            return new VerifyResult.Expired();
        });

        List<VerifyOutcome> outcomes = together(9, i -> {
            VerifyOutcome outcome = scene.verify(challenges.get(i), tab(i), CODE);
            if (outcome instanceof VerifyOutcome.Verified) {
                scene.issued(request("alice", MOBILE, "next", Requester.OWNER));
                next.incrementAndGet();
                winnerDone.countDown();
            }
            return outcome;
        });

        assertThat(verified(outcomes)).isEqualTo(1);
        assertThat(next).hasValue(1);
        scene.gateway.checkCodes();
        CodeRequest again = request("alice", MOBILE, "again", Requester.OWNER);
        Challenge joined = scene.issued(again);
        assertThat(joined.fresh()).isFalse();
        scene.verifies(joined, again);
    }

    @RepeatedTest(3)
    void mixedCrowd_neverVerifiesTwice_andNeverAsksTooOften() throws Exception {
        List<Challenge> challenges = tabs(32);

        List<VerifyOutcome> outcomes =
                together(64, i -> scene.verify(challenges.get(i % 32), tab(i % 32), i % 3 == 0 ? CODE : WRONG));

        assertThat(verified(outcomes)).isLessThanOrEqualTo(1);
        assertThat(scene.gateway.verifications).hasSizeLessThanOrEqualTo(5);
    }
}
