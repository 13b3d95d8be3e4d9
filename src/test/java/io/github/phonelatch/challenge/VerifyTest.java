package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.Scene.CODE;
import static io.github.phonelatch.challenge.Scene.LIFETIME;
import static io.github.phonelatch.challenge.Scene.MOBILE;
import static io.github.phonelatch.challenge.Scene.OTHER_MOBILE;
import static io.github.phonelatch.challenge.Scene.WINDOW;
import static io.github.phonelatch.challenge.Scene.WRONG;
import static io.github.phonelatch.challenge.Scene.alice;
import static io.github.phonelatch.challenge.Scene.claim;
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
    private final Scene scene;

    VerifyTest(FakeStore.Kind kind) {
        scene = new Scene(kind);
    }

    // --- right ---

    @Test
    void rightCode_isProof_onceAndNowAndOverThisChannel() {
        Challenge challenge = scene.issued(alice());
        scene.pass(Duration.ofSeconds(20));

        assertThat(scene.verify(challenge, alice(), CODE))
                .isEqualTo(new VerifyOutcome.Proven(scene.clock.instant(), "sms"));
    }

    @Test
    void rightCode_typedAgain_isNoProof() {
        Challenge challenge = scene.issued(alice());
        scene.proves(challenge, alice());

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
    }

    @Test
    void rightCode_endsEveryOtherChallengeOnTheMessage() {
        Challenge first = scene.issued(alice());
        Claim secondTab = claim("alice", MOBILE, "tab-2", Standing.OWNER);
        Challenge second = scene.issued(secondTab);
        // Even of a provider that would take the code twice.
        scene.gateway.answerVerifications(new VerifyResult.Verified());

        scene.proves(first, alice());

        assertThat(scene.denied(second, secondTab, CODE).problem()).isEqualTo(Problem.CODE_EXPIRED);
        assertThat(scene.current(second, secondTab).state()).isEqualTo(Challenge.State.EXPIRED);
        assertThat(scene.gateway.verifications).hasSize(1);
    }

    @Test
    void rightCode_makesRoomForTheNextMessage() {
        scene.proves(scene.issued(alice()), alice());

        Challenge next = scene.issued(alice());

        assertThat(next.fresh()).isTrue();
        scene.proves(next, alice());
    }

    @Test
    void rightCode_aSecondBeforeItsEnd_isProof() {
        Challenge challenge = scene.issued(alice());
        scene.pass(LIFETIME.minusSeconds(1));

        scene.proves(challenge, alice());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 500})
    void rightCode_atOrAfterItsEnd_isNoProof_andNobodyIsAsked(int secondsAfter) {
        Challenge challenge = scene.issued(alice());
        scene.pass(LIFETIME.plusSeconds(secondsAfter));

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.CODE_EXPIRED);
        assertThat(scene.gateway.verifications).isEmpty();
    }

    // --- whose ---

    static List<Claim> otherClaims() {
        return List.of(
                claim("bob", MOBILE, "tab-1", Standing.OWNER),
                claim("alice", OTHER_MOBILE, "tab-1", Standing.OWNER),
                claim("alice", MOBILE, "tab-2", Standing.OWNER),
                new Claim("alice", "teacher-portal", MOBILE, Purpose.VERIFY_PHONE, "tab-1", Standing.OWNER, "en"));
    }

    @Test
    void challenge_usedByAnyOtherClaim_isUnknown_andCostsNoTry() {
        Challenge challenge = scene.issued(alice());

        for (Claim other : otherClaims()) {
            assertThat(scene.denied(challenge, other, CODE).problem())
                    .as(other.toString())
                    .isEqualTo(Problem.UNKNOWN_CHALLENGE);
        }

        assertThat(scene.gateway.verifications).isEmpty();
        scene.proves(challenge, alice());
    }

    @Test
    void challenge_ofAnotherPurpose_isUnknown() {
        // There is one purpose yet. What keeps the next ones apart is that the stored name of a claim has it.
        Challenge challenge = scene.issued(alice());
        scene.store.rewrite(key -> key.startsWith("phonelatch:challenge:"), notes -> {
            Map<String, String> changed = new HashMap<>(notes);
            changed.put(
                    "claim",
                    scene.keys.key("claim", "alice", "student-portal", MOBILE.e164(), "ANOTHER_PURPOSE", "tab-1"));
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

        assertThat(Scene.denied(scene.heart().verify(id, alice(), CODE)).problem())
                .isEqualTo(Problem.UNKNOWN_CHALLENGE);
    }

    @Test
    void challenge_worksForWhoAskedIt_whateverLanguageAndStandingTheyHaveByNow() {
        Challenge challenge = scene.issued(alice());

        assertThat(scene.verify(
                        challenge,
                        new Claim(
                                "alice",
                                "student-portal",
                                MOBILE,
                                Purpose.VERIFY_PHONE,
                                "tab-1",
                                Standing.ENROLLING,
                                ""),
                        CODE))
                .isInstanceOf(VerifyOutcome.Proven.class);
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
            left.add(refusal.triesLeft());
        }
        assertThat(left).containsExactly(4, 3, 2, 1);

        Refusal last = scene.denied(challenge, alice(), WRONG);
        assertThat(last.problem()).isEqualTo(Problem.TOO_MANY_TRIES);
        assertThat(last.retryAfter()).isEqualTo(WINDOW.minusSeconds(10));

        Refusal right = scene.denied(challenge, alice(), CODE);
        assertThat(right.problem()).isEqualTo(Problem.TOO_MANY_TRIES);
        assertThat(right.retryAfter()).isEqualTo(WINDOW.minusSeconds(10));
        assertThat(scene.gateway.verifications).hasSize(5);
        assertThat(scene.current(challenge, alice()).state()).isEqualTo(Challenge.State.EXHAUSTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10})
    void tries_areAsManyAsTheRealmSays(int tries) {
        scene.with("max-tries", tries).withoutFailureLimits();
        Challenge challenge = scene.issued(alice());

        for (int i = 0; i < tries + 3; i++) {
            scene.denied(challenge, alice(), WRONG);
        }

        assertThat(scene.gateway.verifications).hasSize(tries);
    }

    @Test
    void tries_areCountedOnTheCode_whoeverJoinsIt() {
        scene.withoutFailureLimits();
        for (int i = 0; i < 8; i++) {
            Claim tab = claim("alice", MOBILE, "tab-" + i, Standing.OWNER);
            scene.denied(scene.issued(tab), tab, WRONG);
        }

        assertThat(scene.gateway.verifications).hasSize(5);
        Claim late = claim("alice", MOBILE, "late", Standing.OWNER);
        assertThat(scene.issued(late).state()).isEqualTo(Challenge.State.EXHAUSTED);
    }

    @Test
    void newCode_startsItsTriesAtZero() {
        Challenge old = scene.issued(alice());
        for (int i = 0; i < 3; i++) {
            scene.denied(old, alice(), WRONG);
        }
        scene.pass(WINDOW);

        assertThat(scene.denied(scene.issued(alice()), alice(), WRONG).triesLeft())
                .isEqualTo(4);
    }

    @Test
    void tryOfUnknownOutcome_isKept() {
        scene.withoutFailureLimits();
        scene.gateway.answerVerifications(FakeGateway.unanswered(true));
        Challenge challenge = scene.issued(alice());

        for (int i = 0; i < 5; i++) {
            assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNAVAILABLE);
        }

        scene.gateway.checkCodes();
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.TOO_MANY_TRIES);
        assertThat(scene.gateway.verifications).hasSize(5);
    }

    @Test
    void tryThatNobodyWasAskedAbout_isGivenBack() {
        scene.with("failures-per-hour", 5).with("failures-in-a-row", 5);
        scene.gateway.answerVerifications(FakeGateway.unanswered(false));
        Challenge challenge = scene.issued(alice());

        for (int i = 0; i < 30; i++) {
            assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNAVAILABLE);
        }

        scene.gateway.checkCodes();
        scene.proves(challenge, alice());
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
        scene.proves(next, alice());
    }
}
