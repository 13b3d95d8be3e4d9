package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.CODE;
import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.WRONG;
import static io.github.phonelatch.challenge.ChallengeFixture.alice;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.Channel;
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
class ChallengeMetricsTest {
    /** As many series as a realm may have, whatever happens. */
    private static final int MOST_SERIES = 200;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = Meters.in(registry);
    private final ChallengeFixture scene = new ChallengeFixture(FakeStore.Kind.INFINISPAN);

    ChallengeMetricsTest() {
        scene.listening = next -> ChallengeMetrics.of(meters, "school", next);
    }

    @Test
    void sentAndVerified_countOnceEach() {
        Challenge challenge = scene.issued(alice());
        assertThat(counts()).containsExactlyInAnyOrder("sent verify_phone sms 1", "verified verify_phone 0");

        scene.verifies(challenge, alice());
        assertThat(counts()).containsExactlyInAnyOrder("sent verify_phone sms 1", "verified verify_phone 1");
    }

    @Test
    void messageThatIsReused_countsNothing() {
        scene.issued(alice());
        scene.issued(alice());
        scene.issued(request("alice", MOBILE, "tab-2", Requester.OWNER));

        assertThat(counts()).containsExactlyInAnyOrder("sent verify_phone sms 1", "verified verify_phone 0");
    }

    @Test
    void wrongCodes_countWithTheirReason_untilTheAttemptsAreUsedUp() {
        Challenge challenge = scene.with("max-attempts", 2).issued(alice());
        scene.denied(challenge, alice(), WRONG);
        scene.denied(challenge, alice(), WRONG);
        scene.denied(challenge, alice(), CODE);

        assertThat(counts("failed"))
                .containsExactlyInAnyOrder(
                        "failed verify_phone wrong_code 1", "failed verify_phone too_many_attempts 2");
    }

    @Test
    void limitThatRefuses_isTheReason() {
        scene.verifies(scene.issued(alice()), alice());
        scene.with("sends-per-hour", 1);
        scene.refused(alice());

        assertThat(counts("refused")).containsExactly("refused verify_phone too_many_sends 1");
    }

    @Test
    void lockedAccount_isCountedAtBothEntryPoints() {
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
    void whatAnAnonymousRequesterSees_countsAsCode_andNotAsMessage() {
        scene.gateway.answerSends(new SendResult.Sent("default/1", ""));
        CodeRequest seen = request("typed", MOBILE, "tab-1", Requester.ANONYMOUS_INPUT);
        Challenge challenge = scene.issued(seen);
        scene.denied(challenge, seen, WRONG);
        scene.verifies(challenge, seen);

        assertThat(counts()).containsExactlyInAnyOrder("failed verify_phone wrong_code 1", "verified verify_phone 1");
    }

    @Test
    void whatAnAnonymousRequesterDoesNotSee_countsAsMessage_andNotAsCode() {
        CodeRequest hidden = request("alice", MOBILE, "tab-1", Requester.ANONYMOUS_ACCOUNT);
        Challenge challenge = scene.issued(hidden);
        scene.denied(challenge, hidden, WRONG);
        scene.verifies(challenge, hidden);

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
        ChallengeListener listener = ChallengeMetrics.of(meters, "school", (request, result) -> {});
        for (Purpose purpose : Purpose.values()) {
            for (Requester requester : Requester.values()) {
                CodeRequest request =
                        new CodeRequest("alice", "student-portal", MOBILE, purpose, "tab-1", requester, "en");
                for (int i = 0; i < 500; i++) {
                    RequestResult sent = sent("channel-" + i);
                    listener.requested(request, sent);
                    listener.settledLate(request, sent);
                }
                List.of("sms", "whatsapp", "voice", "email", "unknown")
                        .forEach(channel -> listener.requested(request, sent(channel)));
                for (Problem problem : Problem.values()) {
                    Refusal refusal = Refusal.of(problem);
                    listener.requested(request, new RequestResult.Refused(refusal));
                    listener.settledLate(request, new RequestResult.Refused(refusal));
                    listener.checked(request, new VerifyOutcome.Wrong(refusal));
                    listener.checked(request, new VerifyOutcome.Refused(refusal));
                }
                listener.checked(request, new VerifyOutcome.Verified(new VerifiedCode("alice", Instant.EPOCH, "sms")));
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
        ChallengeListener next = (request, result) -> {};

        assertThat(ChallengeMetrics.of(Meters.OFF, "school", next)).isSameAs(next);
    }

    @Test
    void whoeverListensBehind_hearsEverything() {
        List<String> heard = new ArrayList<>();
        ChallengeListener listener = ChallengeMetrics.of(meters, "school", new ChallengeListener() {
            @Override
            public void settledLate(CodeRequest request, RequestResult result) {
                heard.add("late");
            }

            @Override
            public void requested(CodeRequest request, RequestResult result) {
                heard.add("requested");
            }

            @Override
            public void checked(CodeRequest request, VerifyOutcome outcome) {
                heard.add("checked");
            }
        });

        listener.requested(alice(), sent("sms"));
        listener.settledLate(alice(), sent("sms"));
        listener.checked(alice(), new VerifyOutcome.Verified(new VerifiedCode("alice", Instant.EPOCH, "sms")));

        assertThat(heard).containsExactly("requested", "late", "checked");
    }

    private static RequestResult sent(String channel) {
        return new RequestResult.Issued(new Challenge(
                "id",
                Challenge.State.SENT,
                Channel.SMS,
                channel,
                Duration.ofMinutes(5),
                Duration.ofMinutes(5),
                Duration.ZERO,
                List.of(),
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
