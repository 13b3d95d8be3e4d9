package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.LIFETIME;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WINDOW;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.TestKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is stored outlives releases and keys. */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class RecordsTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.123Z");
    private static final MessageRecord SENDING = new MessageRecord(
            "generation",
            MessageRecord.State.SENDING,
            NOON,
            NOON.plus(LIFETIME),
            NOON.plus(WINDOW),
            "",
            Channel.VOICE,
            "",
            6,
            true,
            null);

    private final ChallengeFixture scene;

    RecordsTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind);
    }

    // --- keys ---

    @Test
    void liveMessage_isFoundAndVerified_afterTheRealmsKeyWasRotated() {
        Challenge before = scene.issued(alice());
        scene.denied(before, alice(), WRONG);
        scene.keys = TestKeys.of("school", "second", "first");

        CodeRequest secondTab = request("alice", MOBILE, "tab-2", Requester.OWNER);
        Challenge after = scene.issued(secondTab);

        assertThat(after.fresh()).isFalse();
        assertThat(scene.gateway.sends).hasSize(1);
        assertThat(scene.denied(after, secondTab, WRONG).attemptsLeft()).isEqualTo(3);
        assertThat(scene.current(before, alice()).state()).isEqualTo(Challenge.State.SENT);
        scene.verifies(before, alice());
        assertThat(scene.denied(after, secondTab, CODE).problem()).isEqualTo(Problem.CODE_EXPIRED);
        assertThat(scene.issued(alice()).fresh()).isTrue();
    }

    @Test
    void message_onItsWayWhileTheKeyIsRotated_isUsable() {
        var answer = scene.gateway.holdSends();
        Challenge challenge = scene.issued(alice());
        scene.keys = TestKeys.of("school", "second", "first");
        answer.complete(scene.gateway.accepted());

        scene.verifies(challenge, alice());
    }

    @Test
    void keyThatAnAdminDisabled_endsWhatWasNamedWithIt() {
        Challenge challenge = scene.issued(alice());
        scene.keys = TestKeys.of("school", "second");

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
    }

    // --- versions ---

    private static Map<String, String> ofTheNextRelease(Map<String, String> notes) {
        Map<String, String> next = new HashMap<>(notes);
        next.computeIfPresent("v", (field, version) -> "2");
        return next;
    }

    @Test
    void messageOfAnUnknownVersion_isTreatedAsAbsent_butItsReservationHolds() {
        Challenge challenge = scene.issued(alice());
        scene.handshake = Duration.ofMillis(25);
        scene.store.rewrite(key -> key.startsWith("phonelatch:message:"), RecordsTest::ofTheNextRelease);

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.CODE_EXPIRED);
        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(scene.gateway.sends).hasSize(1);

        scene.pass(WINDOW);
        scene.verifies(scene.issued(alice()), alice());
    }

    @Test
    void challengeOfAnUnknownVersion_isTreatedAsAbsent() {
        Challenge challenge = scene.issued(alice());
        scene.store.rewrite(key -> key.startsWith("phonelatch:challenge:"), RecordsTest::ofTheNextRelease);

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
    }

    /** Nobody knows what it means; so nothing is sent, no code is checked, and it ends with the code. */
    @Test
    void stateThatALaterReleaseAdds_standsInTheWay() {
        Challenge challenge = scene.issued(alice());
        scene.store.rewrite(key -> key.startsWith("phonelatch:message:"), with("state", "DELIVERED"));
        scene.store.run(
                entries -> entries.remove(MessageStore.name(scene.keys.active(), alice(), "sms") + ":reserved"));

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(scene.issued(alice()).state()).isEqualTo(Challenge.State.UNKNOWN);
        assertThat(scene.gateway.sends).hasSize(1);
        assertThat(scene.gateway.verifications).isEmpty();
        scene.pass(WINDOW);
        scene.verifies(scene.issued(alice()), alice());
    }

    @Test
    void failureThatALaterReleaseAdds_isAnUnavailableProvider() {
        Map<String, String> notes =
                new HashMap<>(SENDING.failed(Kind.NUMBER_BLOCKED).toNotes());
        notes.put("failure", "NUMBER_PORTED");

        assertThat(MessageRecord.read(notes)).contains(SENDING.failed(Kind.UNAVAILABLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"channel", "requester"})
    void challengeWithAWordOfALaterRelease_isTreatedAsAbsent_andTheNextClickJoinsTheMessage(String field) {
        Challenge challenge = scene.issued(alice());
        scene.store.rewrite(key -> key.startsWith("phonelatch:challenge:"), with(field, "LATER"));

        assertThat(scene.core().current(challenge.id(), alice())).isEmpty();
        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNKNOWN_CHALLENGE);
        Challenge joined = scene.issued(alice());
        assertThat(joined.fresh()).isFalse();
        scene.verifies(joined, alice());
    }

    private static UnaryOperator<Map<String, String>> with(String field, String word) {
        return notes -> {
            Map<String, String> changed = new HashMap<>(notes);
            changed.computeIfPresent(field, (name, value) -> word);
            return changed;
        };
    }

    @Test
    void recordThatIsBroken_isARefusal() {
        Challenge challenge = scene.issued(alice());
        scene.store.rewrite(key -> key.startsWith("phonelatch:message:"), notes -> Map.of("v", "1"));

        assertThat(scene.denied(challenge, alice(), CODE).problem()).isEqualTo(Problem.UNAVAILABLE);
        assertThat(scene.refused(alice()).problem()).isEqualTo(Problem.UNAVAILABLE);
    }

    @Test
    void fieldsThatALaterReleaseAdds_doNotMatter() {
        Challenge challenge = scene.issued(alice());
        scene.store.rewrite(key -> true, notes -> {
            Map<String, String> more = new HashMap<>(notes);
            more.put("added-later", "1");
            return more;
        });

        scene.verifies(challenge, alice());
    }

    @Test
    void records_readWhatTheyWrote() {
        for (MessageRecord message : List.of(
                SENDING,
                SENDING.sent("message-1", "whatsapp"),
                SENDING.unknown(),
                SENDING.failed(Kind.NUMBER_BLOCKED),
                SENDING.alreadyOut(NOON.plusSeconds(5)))) {
            assertThat(MessageRecord.read(message.toNotes())).contains(message);
        }
        ChallengeRecord challenge =
                new ChallengeRecord("request", "message", "generation", "login", Channel.VOICE, Requester.ENROLLEE);
        assertThat(ChallengeRecord.read(challenge.toNotes())).contains(challenge);
    }

    /** A field once stored is never renamed: two releases run side by side. */
    @Test
    void records_areWrittenAsEveryReleaseReadsThem() {
        assertThat(SENDING.failed(Kind.UNAVAILABLE).toNotes())
                .isEqualTo(Map.ofEntries(
                        Map.entry("v", "1"),
                        Map.entry("generation", "generation"),
                        Map.entry("state", "FAILED"),
                        Map.entry("requestedAt", "1772366400123"),
                        Map.entry("expiresAt", "1772366700123"),
                        Map.entry("resendAt", "1772366702123"),
                        Map.entry("messageId", ""),
                        Map.entry("channel", "voice"),
                        Map.entry("deliveredBy", ""),
                        Map.entry("codeLength", "6"),
                        Map.entry("digitsOnly", "true"),
                        Map.entry("failure", "UNAVAILABLE")));
        assertThat(new ChallengeRecord("c", "m", "g", "t", Channel.SMS, Requester.OWNER).toNotes())
                .isEqualTo(Map.of(
                        "v",
                        "1",
                        "request",
                        "c",
                        "message",
                        "m",
                        "generation",
                        "g",
                        "template",
                        "t",
                        "channel",
                        "sms",
                        "requester",
                        "OWNER"));
    }

    @Test
    void nothingThatMayBePrinted_tellsANumberOrTheProvidersId() {
        Challenge challenge = scene.issued(alice());

        assertThat(SENDING.sent("message-77", "sms").toString()).doesNotContain("message-77");
        assertThat(alice().toString()).doesNotContain("7400123456");
        assertThat(scene.verify(challenge, alice(), CODE).toString()).doesNotContain("message-", CODE);
        assertThat(Duration.between(NOON, SENDING.expiresAt())).isEqualTo(LIFETIME);
    }
}
