package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.LIFETIME;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.TestKeys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a code proves, to whom, and how often it may be tried. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class VerifyTest {
    private final ChallengeFixture scene;

    VerifyTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind);
    }

    // --- right ---

    @Test
    void rightCode_isVerification_onceAndNowAndOverThisChannel() {
        Challenge challenge = scene.issued(alice());
        scene.pass(Duration.ofSeconds(20));

        assertThat(scene.verify(challenge, alice(), CODE))
                .isEqualTo(new VerifyOutcome.Verified(new VerifiedCode("alice", scene.clock.instant(), "sms")));
    }

    @Test
    void rightCode_typedAgain_isNoVerification() {
        Challenge challenge = scene.issued(alice());
        scene.verifies(challenge, alice());

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
    }

    @Test
    void rightCode_endsEveryOtherChallengeOnTheMessage() {
        Challenge first = scene.issued(alice());
        CodeRequest secondTab = request("alice", MOBILE, "tab-2", Requester.OWNER);
        Challenge second = scene.issued(secondTab);
        // Even of a provider that would take the code twice.
        scene.gateway.answerVerifications(new VerifyResult.Verified());

        scene.verifies(first, alice());

        assertThat(scene.denied(second, secondTab, CODE).problem()).isEqualTo(Problem.CODE_EXPIRED);
        assertThat(scene.current(second, secondTab).state()).isEqualTo(Challenge.State.EXPIRED);
        assertThat(scene.gateway.verifications).hasSize(1);
    }

    @Test
    void rightCode_makesRoomForTheNextMessage() {
        scene.verifies(scene.issued(alice()), alice());

        Challenge next = scene.issued(alice());

        assertThat(next.fresh()).isTrue();
        scene.verifies(next, alice());
    }

    @Test
    void rightCode_aSecondBeforeItsEnd_isVerification() {
        Challenge challenge = scene.issued(alice());
        scene.pass(LIFETIME.minusSeconds(1));

        scene.verifies(challenge, alice());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 500})
    void rightCode_atOrAfterItsEnd_isNoVerification_andNobodyIsAsked(int secondsAfter) {
        Challenge challenge = scene.issued(alice());
        scene.pass(LIFETIME.plusSeconds(secondsAfter));

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.CODE_EXPIRED);
        assertThat(scene.gateway.verifications).isEmpty();
    }

    // --- whose ---

    static List<CodeRequest> otherRequests() {
        return List.of(
                request("bob", MOBILE, "tab-1", Requester.OWNER),
                request("alice", OTHER_MOBILE, "tab-1", Requester.OWNER),
                request("alice", MOBILE, "tab-2", Requester.OWNER),
                new CodeRequest(
                        "alice", "teacher-portal", MOBILE, Purpose.VERIFY_PHONE, "tab-1", Requester.OWNER, "en"));
    }

    @Test
    void challenge_usedByAnyOtherRequest_isUnknown_andCostsNoAttempt() {
        Challenge challenge = scene.issued(alice());

        for (CodeRequest other : otherRequests()) {
            assertThat(scene.denied(challenge, other, CODE).problem())
                    .as(other.toString())
                    .isEqualTo(Problem.UNKNOWN_CHALLENGE);
        }

        assertThat(scene.gateway.verifications).isEmpty();
        scene.verifies(challenge, alice());
    }

    @Test
    void challenge_ofAnotherPurpose_isUnknown() {
        // There is one purpose yet. What keeps the next ones apart is that the stored name of a claim has it.
        Challenge challenge = scene.issued(alice());
        scene.store.rewrite(key -> key.startsWith("phonelatch:challenge:"), notes -> {
            Map<String, String> changed = new HashMap<>(notes);
            changed.put(
                    "request",
                    scene.keys.key("request", "alice", "student-portal", MOBILE.e164(), "ANOTHER_PURPOSE", "tab-1"));
            return changed;
        });

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
    }

    @Test
    void challenge_ofAnotherRealm_isUnknown() {
        Challenge challenge = scene.issued(alice());
        scene.keys = TestKeys.of("another-school", "first");

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "made-up", "../../message", "AAAAAAAAAAAAAAAAAAAAAA"})
    void challenge_nobodyMade_isUnknown(String id) {
        scene.issued(alice());

        assertThat(ChallengeFixture.denied(scene.core().verify(id, alice(), CODE))
                        .problem())
                .isEqualTo(Problem.UNKNOWN_CHALLENGE);
    }

    @Test
    void challenge_worksForWhoAskedIt_whateverLanguageAndRequesterTheyHaveByNow() {
        Challenge challenge = scene.issued(alice());

        assertThat(scene.verify(
                        challenge,
                        new CodeRequest(
                                "alice",
                                "student-portal",
                                MOBILE,
                                Purpose.VERIFY_PHONE,
                                "tab-1",
                                Requester.ENROLLEE,
                                ""),
                        CODE))
                .isInstanceOf(VerifyOutcome.Verified.class);
    }

    // --- tries ---

    @Test
    void wrongCode_fifthTime_endsTheMessage() {
        Challenge challenge = scene.issued(alice());
        scene.pass(Duration.ofSeconds(10));

        List<Integer> left = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Refusal refusal = scene.denied(challenge, alice(), WRONG);
            assertThat(refusal.problem()).isEqualTo(Problem.WRONG_CODE);
            left.add(refusal.attemptsLeft());
        }
        assertThat(left).containsExactly(4, 3, 2, 1);

        Refusal last = scene.denied(challenge, alice(), WRONG);
        assertThat(last.problem()).isEqualTo(Problem.TOO_MANY_ATTEMPTS);
        assertThat(last.retryAfter()).isEqualTo(WINDOW.minusSeconds(10));

        Refusal right = scene.denied(challenge, alice(), CODE);
        assertThat(right.problem()).isEqualTo(Problem.TOO_MANY_ATTEMPTS);
        assertThat(right.retryAfter()).isEqualTo(WINDOW.minusSeconds(10));
        assertThat(scene.gateway.verifications).hasSize(5);
        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.EXHAUSTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void attempts_areAsManyAsTheRealmSays(int attempts) {
        scene.with("max-attempts", attempts).withoutFailureLimits();
        Challenge challenge = scene.issued(alice());

        for (int i = 0; i < attempts + 3; i++) {
            scene.denied(challenge, alice(), WRONG);
        }

        assertThat(scene.gateway.verifications).hasSize(attempts);
    }

    @Test
    void attempts_areCountedOnTheCode_whoeverJoinsIt() {
        scene.withoutFailureLimits();
        for (int i = 0; i < 8; i++) {
            CodeRequest tab = request("alice", MOBILE, "tab-" + i, Requester.OWNER);
            scene.denied(scene.issued(tab), tab, WRONG);
        }

        assertThat(scene.gateway.verifications).hasSize(5);
        CodeRequest late = request("alice", MOBILE, "late", Requester.OWNER);
        assertThat(scene.issued(late).state()).isEqualTo(Challenge.State.EXHAUSTED);
    }

    @Test
    void newCode_startsItsAttemptsAtZero() {
        Challenge old = scene.issued(alice());
        for (int i = 0; i < 3; i++) {
            scene.denied(old, alice(), WRONG);
        }
        scene.pass(WINDOW);

        assertThat(scene.denied(scene.issued(alice()), alice(), WRONG).attemptsLeft())
                .isEqualTo(4);
    }

    @Test
    void attemptOfUnknownOutcome_isKept() {
        scene.withoutFailureLimits();
        scene.gateway.answerVerifications(FakeGateway.unanswered(true));
        Challenge challenge = scene.issued(alice());

        for (int i = 0; i < 5; i++) {
            assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNAVAILABLE);
        }

        scene.gateway.checkCodes();
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.TOO_MANY_ATTEMPTS);
        assertThat(scene.gateway.verifications).hasSize(5);
    }

    @Test
    void attemptThatNobodyWasAskedAbout_isGivenBack() {
        scene.with("failures-per-hour", 5).with("failures-in-a-row", 5);
        scene.gateway.answerVerifications(FakeGateway.unanswered(false));
        Challenge challenge = scene.issued(alice());

        for (int i = 0; i < 30; i++) {
            assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNAVAILABLE);
        }

        scene.gateway.checkCodes();
        scene.verifies(challenge, alice());
    }

    @Test
    void codeThatEndedAtTheProvider_makesRoomAtOnce_andCountsAsNoFailure() {
        scene.with("failures-per-hour", 1).with("cooldown", 0);
        scene.gateway.answerVerifications(new VerifyResult.Expired());
        Challenge challenge = scene.issued(alice());
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.CODE_EXPIRED);
        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.EXPIRED);
        assertThat(scene.current(challenge, alice()).resendIn()).isZero();

        scene.gateway.checkCodes();
        Challenge next = scene.issued(alice());

        assertThat(next.fresh()).isTrue();
        scene.verifies(next, alice());
    }
}
