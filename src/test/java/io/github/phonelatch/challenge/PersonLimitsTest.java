package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How many messages a user and a number get, and how long the next one has to wait. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class PersonLimitsTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private final ChallengeFixture scene;

    PersonLimitsTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind);
    }

    /** Of another user for the same number, or of the same user for another number. */
    private static CodeRequest sharing(String what, Requester requester) {
        return what.equals("user")
                ? request("alice", OTHER_MOBILE, "tab-1", requester)
                : request("bob", MOBILE, "tab-1", requester);
    }

    private void sendsAfter(Duration wait, int times) {
        for (int i = 0; i < times; i++) {
            scene.pass(wait);
            assertThat(scene.issued(alice()).fresh()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"user", "number"})
    void cooldown_isPerUserAndPerNumber_andTheWaitIsWhatIsLeft(String what) {
        scene.issued(alice());
        scene.pass(Duration.ofSeconds(12));

        Refusal refusal = scene.refused(sharing(what, Requester.OWNER));
        assertThat(refusal.problem()).isEqualTo(Problem.COOLDOWN);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(18));

        scene.pass(refusal.retryAfter());
        assertThat(scene.issued(sharing(what, Requester.OWNER)).fresh()).isTrue();
    }

    /** A number that stands in for an unknown one is nobody's, and several of those who are claimed may have it. */
    @Test
    void ofAnonymousInput_onlyWhatWasTypedIsCounted() {
        assertThat(scene.issued(request("/nobody@school.example", MOBILE, "tab-1", Requester.ANONYMOUS_INPUT))
                        .fresh())
                .isTrue();

        assertThat(scene.issued(request("/noone@school.example", MOBILE, "tab-1", Requester.ANONYMOUS_INPUT))
                        .fresh())
                .isTrue();
        assertThat(scene.refused(request("/nobody@school.example", OTHER_MOBILE, "tab-2", Requester.ANONYMOUS_INPUT))
                        .problem())
                .isEqualTo(Problem.COOLDOWN);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "5, 0", "0, 10"})
    void cooldown_knowsItsWait_whicheverOtherLimitIsOff(int perHour, int perDay) {
        scene.with("sends-per-hour", perHour).with("sends-per-day", perDay);
        scene.issued(alice());
        scene.pass(Duration.ofSeconds(12));

        assertThat(scene.refused(sharing("user", Requester.OWNER)).retryAfter()).isEqualTo(Duration.ofSeconds(18));
    }

    @ParameterizedTest
    @CsvSource({"user, 10", "number, 10", "user, 0", "number, 0"})
    void hour_isPerUserAndPerNumber_andTheWaitEndsWithTheOldest(String what, int perDay) {
        scene.with("cooldown", 0).with("sends-per-hour", 3).with("sends-per-day", perDay);
        sendsAfter(WINDOW, 3);
        scene.pass(Duration.ofSeconds(60));

        Refusal refusal = scene.refused(sharing(what, Requester.OWNER));
        assertThat(refusal.problem()).isEqualTo(Problem.TOO_MANY_SENDS);
        assertThat(refusal.retryAfter())
                .isEqualTo(HOUR.minus(WINDOW.multipliedBy(2)).minusSeconds(60));

        scene.pass(refusal.retryAfter().minusSeconds(1));
        assertThat(scene.refused(sharing(what, Requester.OWNER)).retryAfter()).isEqualTo(Duration.ofSeconds(1));
        scene.pass(Duration.ofSeconds(1));
        assertThat(scene.issued(sharing(what, Requester.OWNER)).fresh()).isTrue();
        // One place was free, not three.
        scene.pass(WINDOW.minusSeconds(10));
        assertThat(scene.refused(
                                sharing(what, Requester.OWNER).number().equals(MOBILE)
                                        ? request("carol", MOBILE, "t", Requester.OWNER)
                                        : request("alice", number(58), "t", Requester.OWNER))
                        .problem())
                .isEqualTo(Problem.TOO_MANY_SENDS);
    }

    @ParameterizedTest
    @CsvSource({"user", "number"})
    void day_isPerUserAndPerNumber_andTheWaitEndsWithTheOldest(String what) {
        scene.with("cooldown", 0).with("sends-per-hour", 0).with("sends-per-day", 3);
        sendsAfter(Duration.ofHours(2), 3);
        scene.pass(Duration.ofHours(1));

        Refusal refusal = scene.refused(sharing(what, Requester.OWNER));
        assertThat(refusal.problem()).isEqualTo(Problem.TOO_MANY_SENDS);
        assertThat(refusal.retryAfter()).isEqualTo(Duration.ofHours(19));

        scene.pass(refusal.retryAfter());
        assertThat(scene.issued(sharing(what, Requester.OWNER)).fresh()).isTrue();
    }

    @Test
    void hourAndDay_bothCount_byDefault() {
        sendsAfter(WINDOW, 5);
        scene.pass(WINDOW);
        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.TOO_MANY_SENDS);

        scene.pass(HOUR);
        sendsAfter(WINDOW, 5);
        scene.pass(HOUR);
        Refusal day = scene.refused(alice());
        assertThat(day.problem()).isEqualTo(Problem.TOO_MANY_SENDS);
        assertThat(day.retryAfter()).isGreaterThan(Duration.ofHours(20));
    }

    @Test
    void limitsThatAreOff_letEverythingPass() {
        scene.withoutSendLimits();
        for (int i = 0; i < 30; i++) {
            assertThat(scene.issued(alice()).fresh()).isTrue();
            scene.pass(WINDOW);
        }

        assertThat(scene.store.keys()).noneMatch(key -> key.contains("sends-"));
    }

    @Test
    void limitThatIsAsGoodAsOff_costsNoMillionCalls() {
        scene.with("sends-per-day", 1_000_000)
                .with("failures-per-hour", 1_000_000)
                .with("failures-in-a-row", 1_000_000);
        Challenge challenge = scene.issued(alice());
        scene.store.countFromHere();

        assertThat(scene.refused(sharing("user", Requester.OWNER)).problem()).isEqualTo(Problem.COOLDOWN);
        scene.denied(challenge, alice(), ChallengeFixture.WRONG);
        scene.verifies(challenge, alice());

        assertThat(scene.store.calls()).isLessThan(200);
    }

    @ParameterizedTest
    @CsvSource({"user", "number"})
    void requesters_doNotShareACount(String what) {
        scene.with("sends-per-hour", 1).with("sends-per-day", 1);
        scene.issued(request("alice", MOBILE, "tab-1", Requester.ENROLLEE));

        assertThat(scene.issued(sharing(what, Requester.OWNER)).fresh()).isTrue();
        scene.pass(WINDOW);
        assertThat(scene.refused(sharing(what, Requester.ENROLLEE)).problem()).isEqualTo(Problem.TOO_MANY_SENDS);
    }

    @Test
    void fiftyOthers_whoEnrolWithATeachersNumber_takeNoneOfTheTeachersSends() {
        for (int i = 0; i < 50; i++) {
            scene.request(request("stranger-" + i, MOBILE, "tab-" + i, Requester.ENROLLEE));
            scene.pass(Duration.ofSeconds(31));
        }
        int anonymous = scene.gateway.sends.size();
        assertThat(anonymous).isEqualTo(5);

        sendsAfter(WINDOW, 5);
    }

    // --- given back and kept ---

    @ParameterizedTest
    @EnumSource(value = GatewayFailure.Kind.class, names = "ALREADY_SENT", mode = EnumSource.Mode.EXCLUDE)
    void messageThatWasCertainlyNotSent_countsNowhere(GatewayFailure.Kind kind) {
        scene.with("sends-per-hour", 1).with("sends-per-day", 1);
        scene.gateway.answerSends(FakeGateway.notSent(kind));
        for (int i = 0; i < 3; i++) {
            scene.refused(alice());
        }
        assertThat(scene.gateway.sends).hasSize(3);

        scene.gateway.acceptSends();
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void messageOfUnknownOutcome_countsEverywhere() {
        scene.with("sends-per-hour", 1);
        scene.gateway.answerSends(FakeGateway.unknownOutcome());
        scene.refused(alice());
        scene.gateway.acceptSends();

        assertThat(scene.refused(sharing("user", Requester.OWNER)).problem()).isEqualTo(Problem.COOLDOWN);
        scene.pass(WINDOW);
        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.TOO_MANY_SENDS);
    }

    @Test
    void refusedByTheSecondLimit_givesBackWhatTheFirstTook() {
        // Bob used up the number; what alice took as a user before that was noticed must not count against her.
        scene.with("cooldown", 0).with("sends-per-hour", 1);
        scene.issued(request("bob", MOBILE, "tab", Requester.OWNER));

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.TOO_MANY_SENDS);
        assertThat(scene.issued(request("alice", OTHER_MOBILE, "tab-1", Requester.OWNER))
                        .fresh())
                .isTrue();
    }

    @Test
    void refusedByALimit_leavesNoReservationBehind() {
        scene.issued(request("bob", MOBILE, "tab", Requester.OWNER));
        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.COOLDOWN);

        scene.pass(Duration.ofSeconds(30));
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void rightCode_liftsTheCooldown_butStillCountsInTheHour() {
        scene.with("sends-per-hour", 2);
        Challenge first = scene.issued(alice());
        scene.verifies(first, alice());

        Challenge second = scene.issued(alice());
        assertThat(second.fresh()).isTrue();
        scene.verifies(second, alice());

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.TOO_MANY_SENDS);
    }

    @Test
    void rightCode_stillCountsInTheDay() {
        scene.with("sends-per-hour", 0).with("sends-per-day", 2);
        for (int i = 0; i < 2; i++) {
            scene.verifies(scene.issued(alice()), alice());
            scene.pass(Duration.ofHours(2));
        }

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.TOO_MANY_SENDS);
    }

    @Test
    void wrongCode_liftsNothing() {
        scene.denied(scene.issued(alice()), alice(), ChallengeFixture.WRONG);

        assertThat(scene.refused(sharing("user", Requester.OWNER)).problem()).isEqualTo(Problem.COOLDOWN);
    }

    private static PhoneNumber number(int lastTwo) {
        return PhoneNumber.parse("+4474001234" + lastTwo, null).orElseThrow();
    }
}
