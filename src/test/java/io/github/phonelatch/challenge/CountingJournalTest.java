package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.Scene.CODE;
import static io.github.phonelatch.challenge.Scene.MOBILE;
import static io.github.phonelatch.challenge.Scene.WRONG;
import static io.github.phonelatch.challenge.Scene.alice;
import static io.github.phonelatch.challenge.Scene.claim;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.metrics.Meters;
import io.github.phonelatch.support.FakeStore;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What a realm's metrics say after what happened. */
class CountingJournalTest {
    /** As many series as a realm may have, whatever happens. */
    private static final int MOST_SERIES = 200;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = Meters.in(registry);
    private final Scene scene = new Scene(FakeStore.Kind.INFINISPAN);

    CountingJournalTest() {
        scene.listening = next -> CountingJournal.of(meters, "school", next);
    }

    @Test
    void sentAndVerified_countOnceEach() {
        Challenge challenge = scene.issued(alice());
        assertThat(counts()).containsExactlyInAnyOrder("sent verify_phone sms 1", "verified verify_phone 0");

        scene.proves(challenge, alice());
        assertThat(counts()).containsExactlyInAnyOrder("sent verify_phone sms 1", "verified verify_phone 1");
    }

    @Test
    void messageThatIsReused_countsNothing() {
        scene.issued(alice());
        scene.issued(alice());
        scene.issued(claim("alice", MOBILE, "tab-2", Standing.OWNER));

        assertThat(counts()).containsExactlyInAnyOrder("sent verify_phone sms 1", "verified verify_phone 0");
    }

    @Test
    void wrongCodes_countWithTheirReason_untilTheTriesAreUsedUp() {
        Challenge challenge = scene.with("max-tries", 2).issued(alice());
        scene.denied(challenge, alice(), WRONG);
        scene.denied(challenge, alice(), WRONG);
        scene.denied(challenge, alice(), CODE);

        assertThat(counts("failed"))
                .containsExactlyInAnyOrder("failed verify_phone wrong_code 1", "failed verify_phone too_many_tries 2");
    }

    @Test
    void guardThatRefuses_isTheReason() {
        scene.proves(scene.issued(alice()), alice());
        scene.with("sends-per-hour", 1);
        scene.refused(alice());

        assertThat(counts("refused")).containsExactly("refused verify_phone too_many_sends 1");
    }

    @Test
    void lockedAccount_isCountedAtBothDoors() {
        Challenge challenge = scene.issued(alice());
        scene.lock();
        scene.refused(alice());
        scene.denied(challenge, alice(), CODE);

        assertThat(counts("refused")).containsExactly("refused verify_phone account_locked 1");
        assertThat(counts("failed")).containsExactly("failed verify_phone account_locked 1");
    }

    @Test
    void providerThatRefuses_sentNothing() {
        scene.gateway.answerSends(FakeGateway.notSent(Kind.MISCONFIGURED));
        scene.refused(alice());

        assertThat(counts()).containsExactly("refused verify_phone not_configured 1");
    }

    @Test
    void messageOnItsWay_countsWhenItIsThere() {
        CompletableFuture<SendResult> answer = scene.gateway.holdSends();
        scene.issued(alice());
        assertThat(counts()).isEmpty();

        answer.complete(scene.gateway.accepted());
        assertThat(counts())
                .containsExactlyInAnyOrder("late sent 1", "sent verify_phone sms 1", "verified verify_phone 0");
        assertThat(scene.settledLate).hasSize(1);
    }

    @Test
    void messageOnItsWay_thatIsRefused_isNotSent() {
        CompletableFuture<SendResult> answer = scene.gateway.holdSends();
        scene.issued(alice());

        answer.complete(FakeGateway.notSent(Kind.NUMBER_UNREACHABLE));
        assertThat(counts()).containsExactlyInAnyOrder("late refused 1", "refused verify_phone number_unreachable 1");
    }

    @Test
    void whatAStrangerSees_countsAsCode_andNotAsMessage() {
        scene.gateway.answerSends(new SendResult.Sent("default/1", ""));
        Claim seen = claim("typed", MOBILE, "tab-1", Standing.CLAIMED);
        Challenge challenge = scene.issued(seen);
        scene.denied(challenge, seen, WRONG);
        scene.proves(challenge, seen);

        assertThat(counts()).containsExactlyInAnyOrder("failed verify_phone wrong_code 1", "verified verify_phone 1");
    }

    @Test
    void whatAStrangerDoesNotSee_countsAsMessage_andNotAsCode() {
        Claim hidden = claim("alice", MOBILE, "tab-1", Standing.UNPROVEN);
        Challenge challenge = scene.issued(hidden);
        scene.denied(challenge, hidden, WRONG);
        scene.proves(challenge, hidden);

        assertThat(counts()).containsExactlyInAnyOrder("sent verify_phone sms 1", "verified verify_phone 0");
    }

    @Test
    void channelNobodyHasHeardOf_isAnotherOne() {
        scene.gateway.answerSends(new SendResult.Sent("message-1", "carrier-pigeon"));
        scene.issued(alice());

        assertThat(counts("sent")).containsExactly("sent verify_phone other 1");
    }

    @Test
    void everythingThatCanHappen_isFewSeries_ofKnownWords() {
        Journal journal = CountingJournal.of(meters, "school", (claim, result) -> {});
        for (Purpose purpose : Purpose.values()) {
            for (Standing standing : Standing.values()) {
                Claim claim = new Claim("alice", "student-portal", MOBILE, purpose, "tab-1", standing, "en");
                for (int i = 0; i < 500; i++) {
                    RequestResult sent = sent("channel-" + i);
                    journal.requested(claim, sent);
                    journal.settledLate(claim, sent);
                }
                List.of("sms", "whatsapp", "voice", "email", "unknown")
                        .forEach(channel -> journal.requested(claim, sent(channel)));
                for (Problem problem : Problem.values()) {
                    Refusal refusal = Refusal.of(problem);
                    journal.requested(claim, new RequestResult.Refused(refusal));
                    journal.settledLate(claim, new RequestResult.Refused(refusal));
                    journal.checked(claim, new VerifyOutcome.Wrong(refusal));
                    journal.checked(claim, new VerifyOutcome.Refused(refusal));
                }
                journal.checked(claim, new VerifyOutcome.Proven(Instant.EPOCH, "sms"));
            }
        }
        for (int i = 0; i < 500; i++) {
            meters.budget("school", "C" + i, () -> 1);
        }

        assertThat(registry.getMeters()).hasSizeBetween(100, MOST_SERIES);
        assertThat(registry.getMeters().stream().flatMap(meter -> meter.getId().getTags().stream()))
                .extracting(Tag::getValue)
                .allMatch(value -> value.matches("[a-z_]{2,30}|C[0-9]{1,2}"), "a known word");
    }

    @Test
    void withoutMetrics_nobodyListensInBetween() {
        Journal next = (claim, result) -> {};

        assertThat(CountingJournal.of(Meters.OFF, "school", next)).isSameAs(next);
    }

    @Test
    void whoeverListensBehind_hearsEverything() {
        List<String> heard = new ArrayList<>();
        Journal journal = CountingJournal.of(meters, "school", new Journal() {
            @Override
            public void settledLate(Claim claim, RequestResult result) {
                heard.add("late");
            }

            @Override
            public void requested(Claim claim, RequestResult result) {
                heard.add("requested");
            }

            @Override
            public void checked(Claim claim, VerifyOutcome outcome) {
                heard.add("checked");
            }
        });

        journal.requested(alice(), sent("sms"));
        journal.settledLate(alice(), sent("sms"));
        journal.checked(alice(), new VerifyOutcome.Proven(Instant.EPOCH, "sms"));

        assertThat(heard).containsExactly("requested", "late", "checked");
    }

    private static RequestResult sent(String channel) {
        return new RequestResult.Issued(new Challenge(
                "id",
                Challenge.State.SENT,
                Way.DEFAULT,
                channel,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ZERO,
                6,
                true,
                true));
    }

    /** Each as its name, its labels but the realm's, and its count. */
    private List<String> counts() {
        assertThat(registry.getMeters())
                .allSatisfy(meter -> assertThat(meter.getId().getTag("realm")).isEqualTo("school"));
        return registry.getMeters().stream()
                .map(meter -> meter.getId().getName().replace("phonelatch.", "") + " "
                        + meter.getId().getTags().stream()
                                .filter(tag -> !tag.getKey().equals("realm"))
                                // The purpose first.
                                .sorted(Comparator.comparing(
                                        tag -> !tag.getKey().equals("purpose")))
                                .map(Tag::getValue)
                                .collect(Collectors.joining(" "))
                        + " "
                        + Math.round(registry.get(meter.getId().getName())
                                .tags(meter.getId().getTags())
                                .counter()
                                .count()))
                .toList();
    }

    private List<String> counts(String name) {
        return counts().stream().filter(count -> count.startsWith(name + " ")).toList();
    }
}
