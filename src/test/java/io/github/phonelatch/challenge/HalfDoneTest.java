package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.FakeStore.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What somebody else may see and do between two steps of one change. Only where steps act one by one: the database shows a
 * change whole or not at all.
 */
class HalfDoneTest {
    private final ChallengeFixture scene = new ChallengeFixture(FakeStore.Kind.INFINISPAN);

    private static boolean isMessage(String key) {
        return key.startsWith("phonelatch:message:") && key.indexOf(':', "phonelatch:message:".length()) < 0;
    }

    @Test
    void codeThatEndedForTwoAtOnce_isClearedAwayOnce_andTheNextMessageStays() {
        scene.with("cooldown", 0);
        CodeRequest otherTab = request("alice", MOBILE, "tab-2", Requester.OWNER);
        CodeRequest nextTab = request("alice", MOBILE, "tab-3", Requester.OWNER);
        Challenge slow = scene.issued(alice());
        Challenge quick = scene.issued(otherTab);
        scene.gateway.answerVerifications(new VerifyResult.Expired());
        scene.store.beforeFirst(Call.REMOVE, HalfDoneTest::isMessage, () -> {
            scene.denied(quick, otherTab, CODE);
            scene.issued(nextTab);
        });

        scene.denied(slow, alice(), CODE);

        scene.gateway.checkCodes();
        CodeRequest lastTab = request("alice", MOBILE, "tab-4", Requester.OWNER);
        Challenge last = scene.issued(lastTab);
        assertThat(scene.gateway.sends).hasSize(2);
        scene.verifies(last, lastTab);
    }

    @Test
    void block_letsNoAttemptThrough_whileItIsBeingStored() {
        scene.withoutSendLimits().with("failures-per-hour", 0).with("failures-in-a-row", 3);
        Challenge challenge = scene.issued(alice());
        scene.denied(challenge, alice(), WRONG);
        scene.denied(challenge, alice(), WRONG);
        List<Problem> meanwhile = new ArrayList<>();
        scene.gateway.answerVerifications((id, code) -> {
            scene.store.beforeFirst(
                    Call.COMMIT,
                    key -> true,
                    () -> meanwhile.add(scene.denied(challenge, alice(), WRONG).problem()));
            return new VerifyResult.WrongCode();
        });

        assertThat(scene.denied(challenge, alice(), WRONG).problem()).isEqualTo(Problem.BLOCKED);

        assertThat(meanwhile).containsExactly(Problem.BLOCKED);
        assertThat(scene.gateway.verifications).hasSize(3);
        assertThat(scene.denied(challenge, alice(), WRONG).problem()).isEqualTo(Problem.BLOCKED);
    }

    @Test
    void failedSend_isClearedAway_andAClickInBetweenSendsNothing() {
        scene.gateway.answerSends(FakeGateway.notSent(GatewayFailure.Kind.UNAVAILABLE));
        CodeRequest otherTab = request("alice", MOBILE, "tab-2", Requester.OWNER);
        List<RequestResult> meanwhile = new ArrayList<>();
        // The first removal gives the reservation back; what became of the message is not stored yet.
        scene.store.beforeFirst(
                Call.REMOVE, key -> key.contains("sends-"), () -> meanwhile.add(scene.request(otherTab)));

        scene.refused(alice());

        assertThat(scene.gateway.sends).hasSize(1);
        assertThat(ChallengeFixture.issued(meanwhile.get(0)).state()).isEqualTo(Challenge.State.SENDING);
    }

    @Test
    void refusedByALimit_whoAsksTheSameMeanwhileWaits_andThenFindsTheirOwnAnswer() {
        scene.issued(request("bob", MOBILE, "tab", Requester.OWNER));
        scene.handshake = Duration.ofMillis(25);
        List<RequestResult> meanwhile = new ArrayList<>();
        scene.store.beforeFirst(
                Call.CONTAINS,
                key -> key.contains("sends-"),
                () -> meanwhile.add(scene.request(request("alice", MOBILE, "tab-2", Requester.OWNER))));

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.COOLDOWN);

        assertThat(ChallengeFixture.refused(meanwhile.get(0)).problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(scene.gateway.sends).hasSize(1);
        assertThat(scene.refused(request("alice", MOBILE, "tab-2", Requester.OWNER))
                        .problem())
                .isEqualTo(Problem.COOLDOWN);
    }

    @Test
    void refusedByANarrowerLimit_whoFoundTheWiderOneFullMeanwhile_isNotRefusedAfterwards() {
        scene.with("sends-per-prefix-per-hour", 1).with("sends-per-address-per-hour", 1);
        scene.onAnotherNode();
        PhoneNumber elsewhere = PhoneNumber.parse("+447400990001", null).orElseThrow();
        scene.issued(request("carol", elsewhere, "tab", Requester.OWNER));
        scene.onAnotherNode();
        List<RequestResult> meanwhile = new ArrayList<>();
        scene.store.beforeFirst(Call.PUT_IF_ABSENT, key -> key.contains("sends-address"), () -> {
            scene.from("198.51.100.1");
            meanwhile.add(scene.request(request("bob", OTHER_MOBILE, "tab", Requester.OWNER)));
        });

        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.ADDRESS_LIMIT);

        assertThat(ChallengeFixture.refused(meanwhile.get(0)).problem()).isEqualTo(Problem.PREFIX_LIMIT);
        assertThat(scene.issued(request("bob", OTHER_MOBILE, "tab", Requester.OWNER))
                        .fresh())
                .isTrue();
    }
}
