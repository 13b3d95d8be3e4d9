package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.FakeStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What bounds a series of codes: failures per hour and in a row, which no new code resets. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class CodeEntryLimitsTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final CodeRequest ENROLLEE = request("alice", MOBILE, "tab-1", Requester.ENROLLEE);
    private final ChallengeFixture scene;

    CodeEntryLimitsTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind).withoutSendLimits();
    }

    private void failures(int times, CodeRequest request) {
        for (int i = 0; i < times; i++) {
            assertThat(scene.failOnNewCode(request).problem()).isEqualTo(Problem.WRONG_CODE);
        }
    }

    // --- per hour ---

    @Test
    void hour_countsOverAnyNumberOfCodes_andTheWaitEndsWithTheOldest() {
        scene.with("failures-per-hour", 3).with("failures-in-a-row", 0);
        failures(3, alice());
        Challenge challenge = scene.issued(alice());
        scene.pass(Duration.ofSeconds(20));

        Refusal refusal = scene.denied(challenge, alice(), CODE);

        assertThat(refusal.problem()).isEqualTo(Problem.TOO_MANY_FAILURES);
        assertThat(refusal.retryAfter())
                .isEqualTo(Duration.ofHours(1).minus(WINDOW.multipliedBy(2)).minusSeconds(20));
        assertThat(scene.gateway.verifications).hasSize(3);
    }

    @Test
    void hour_thatIsFull_sendsNoCodeThatNobodyCouldUse() {
        scene.with("failures-per-hour", 3);
        failures(3, alice());
        int sent = scene.gateway.sends.size();
        scene.pass(WINDOW);

        Refusal refusal = scene.refused(alice());

        assertThat(refusal.problem()).isEqualTo(Problem.TOO_MANY_FAILURES);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofHours(1).minus(WINDOW.multipliedBy(3)));
        assertThat(scene.gateway.sends).hasSize(sent);

        scene.pass(refusal.retryAfter());
        scene.verifies(scene.issued(alice()), alice());
    }

    @Test
    void hour_givesNoAttemptBack_norTakesOne_whileItIsFull() {
        scene.with("failures-per-hour", 2).with("failures-in-a-row", 0).with("max-attempts", 3);
        Challenge challenge = scene.issued(alice());
        scene.denied(challenge, alice(), WRONG);
        scene.denied(challenge, alice(), WRONG);

        for (int i = 0; i < 10; i++) {
            assertThat(scene.denied(challenge, alice(), WRONG).problem()).isEqualTo(Problem.TOO_MANY_FAILURES);
        }

        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.SENT);
    }

    @Test
    void hour_isRolling() {
        scene.with("failures-per-hour", 2).with("failures-in-a-row", 0);
        failures(1, alice());
        scene.pass(Duration.ofMinutes(40));
        failures(1, alice());
        scene.pass(Duration.ofMinutes(15));

        failures(1, alice());
        assertThat(scene.denied(scene.issued(alice()), alice(), WRONG).problem())
                .isEqualTo(Problem.TOO_MANY_FAILURES);
    }

    @Test
    void hour_isOfTheUser_whateverTheNumber() {
        scene.with("failures-per-hour", 2).with("failures-in-a-row", 0);
        CodeRequest other = request("alice", OTHER_MOBILE, "tab-1", Requester.OWNER);
        CodeRequest bob = request("bob", MOBILE, "tab-1", Requester.OWNER);
        Challenge onOther = scene.issued(other);
        Challenge ofBob = scene.issued(bob);
        Challenge mine = scene.issued(alice());
        scene.denied(mine, alice(), WRONG);
        scene.denied(onOther, other, WRONG);

        assertThat(scene.denied(mine, alice(), CODE).problem()).isEqualTo(Problem.TOO_MANY_FAILURES);
        scene.verifies(ofBob, bob);
    }

    @Test
    void hour_knowsItsWait_alsoWhereTheProviderNeverAnswered() {
        scene.with("failures-per-hour", 1).with("failures-in-a-row", 0);
        scene.gateway.answerVerifications(FakeGateway.unanswered(true));
        Challenge challenge = scene.issued(alice());
        scene.denied(challenge, alice(), CODE);
        scene.pass(Duration.ofSeconds(100));

        assertThat(scene.denied(challenge, alice(), CODE).retryAfter())
                .isEqualTo(Duration.ofHours(1).minusSeconds(100));
    }

    @Test
    void rightCode_takesNoFailureOfTheHourAway() {
        scene.with("failures-per-hour", 2);
        failures(1, alice());
        scene.verifies(scene.issued(alice()), alice());

        failures(1, alice());
        scene.pass(WINDOW);
        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.TOO_MANY_FAILURES);
    }

    @Test
    void limitsThatAreOff_blockNobody() {
        scene.withoutFailureLimits();
        failures(60, alice());

        assertThat(scene.store.keys()).noneMatch(key -> key.contains("failures"));
        scene.verifies(scene.issued(alice()), alice());
    }

    // --- in a row ---

    @Test
    void row_ofTwenty_blocksTheOwnersPhoneForADay() {
        scene.with("failures-per-hour", 0);
        failures(19, alice());

        Refusal last = scene.failOnNewCode(alice());

        assertThat(last.problem()).isEqualTo(Problem.BLOCKED);
        assertThat(last.retryAfter()).isEqualTo(DAY);
        assertThat(scene.gateway.verifications).hasSize(20);
    }

    @Test
    void block_refusesSendsAndCodes_untilItEnds_andThenTheRowStartsAnew() {
        scene.with("failures-per-hour", 0).with("failures-in-a-row", 3);
        failures(2, alice());
        scene.pass(WINDOW);
        Challenge challenge = scene.issued(alice());
        scene.denied(challenge, alice(), WRONG);
        int asked = scene.gateway.verifications.size();
        scene.pass(Duration.ofMinutes(1));

        Refusal denied = scene.denied(challenge, alice(), CODE);
        assertThat(denied.problem()).isEqualTo(Problem.BLOCKED);
        assertThat(denied.retryAfter()).isEqualTo(DAY.minusMinutes(1));
        scene.pass(Duration.ofHours(23));
        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.BLOCKED);
        assertThat(scene.gateway.verifications).hasSize(asked);

        scene.pass(Duration.ofHours(1));
        failures(2, alice());
        scene.verifies(scene.issued(alice()), alice());
    }

    @Test
    void block_holdsForEveryNumberOfTheUser_andForNobodyElse() {
        scene.with("failures-per-hour", 0).with("failures-in-a-row", 1);
        assertThat(scene.failOnNewCode(alice()).problem()).isEqualTo(Problem.BLOCKED);

        assertThat(scene.refused(request("alice", OTHER_MOBILE, "t", Requester.OWNER))
                        .problem())
                .isEqualTo(Problem.BLOCKED);
        assertThat(scene.issued(request("bob", MOBILE, "t", Requester.OWNER)).fresh())
                .isTrue();
    }

    @Test
    void row_isNoMatterOfWhoHasVerifiedNothing() {
        scene.with("failures-per-hour", 0);
        failures(60, ENROLLEE);

        scene.verifies(scene.issued(ENROLLEE), ENROLLEE);
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void requesters_shareNoFailures() {
        scene.with("failures-per-hour", 2).with("failures-in-a-row", 3);
        failures(2, ENROLLEE);
        scene.pass(WINDOW);
        assertThat(scene.refused(ENROLLEE).problem()).isEqualTo(Problem.TOO_MANY_FAILURES);

        failures(2, alice());
    }

    @Test
    void rightCode_endsTheRow() {
        scene.with("failures-per-hour", 0).with("failures-in-a-row", 3);
        failures(2, alice());
        scene.verifies(scene.issued(alice()), alice());

        failures(2, alice());
        assertThat(scene.failOnNewCode(alice()).problem()).isEqualTo(Problem.BLOCKED);
    }

    @Test
    void rightCode_endsTheRow_alsoAfterItsOldestFailureWasForgotten() {
        scene.with("failures-per-hour", 0).with("failures-in-a-row", 4);
        failures(1, alice());
        scene.pass(Duration.ofDays(15));
        failures(2, alice());
        scene.pass(Duration.ofDays(15));
        // The first of the three is over thirty days old, the others are not.
        scene.verifies(scene.issued(alice()), alice());

        failures(3, alice());
    }

    @Test
    void codesNobodyWasAskedAbout_areNoRow_howeverManyAtOnce() throws Exception {
        // Three guesses give their places back before the fourth, which has the last place of the row, turns out wrong.
        scene.with("failures-per-hour", 0).with("failures-in-a-row", 4).with("max-attempts", 10);
        Challenge challenge = scene.issued(alice());
        CountDownLatch threeAsked = new CountDownLatch(3);
        CountDownLatch fourthAsked = new CountDownLatch(1);
        CountDownLatch threeDone = new CountDownLatch(3);
        AtomicInteger order = new AtomicInteger();
        scene.gateway.answerVerifications((id, code) -> {
            if (order.getAndIncrement() < 3) {
                threeAsked.countDown();
                ChallengeFixture.await(fourthAsked);
                return FakeGateway.unanswered(false);
            }
            fourthAsked.countDown();
            ChallengeFixture.await(threeDone);
            return new VerifyResult.WrongCode();
        });

        List<Problem> outcomes = ChallengeFixture.together(4, i -> {
            if (i == 3) {
                ChallengeFixture.await(threeAsked);
            }
            Problem outcome = scene.denied(challenge, alice(), WRONG).problem();
            threeDone.countDown();
            return outcome;
        });

        assertThat(outcomes)
                .containsExactly(Problem.UNAVAILABLE, Problem.UNAVAILABLE, Problem.UNAVAILABLE, Problem.WRONG_CODE);
    }
}
