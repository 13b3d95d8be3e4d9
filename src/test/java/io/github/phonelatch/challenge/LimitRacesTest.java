package io.github.phonelatch.challenge;

import static io.github.phonelatch.challenge.ChallengeFixture.MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.OTHER_MOBILE;
import static io.github.phonelatch.challenge.ChallengeFixture.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.FakeStore;
import io.github.phonelatch.support.FakeStore.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A request that ends on a live message, or is told why there is none, costs nobody a refusal: not its own person, and nobody
 * else at the edge of a limit. With real threads, each held where the others would miss what it has.
 */
@ParameterizedClass
@EnumSource(FakeStore.Kind.class)
class LimitRacesTest {
    private static final int SIGN_INS = 12;
    private static final CodeRequest NEIGHBOUR = request("bob", OTHER_MOBILE, "tab", Requester.OWNER);

    private final ChallengeFixture scene;
    private final NodePermits here;
    private final NodePermits there = new NodePermits();

    LimitRacesTest(FakeStore.Kind kind) {
        scene = new ChallengeFixture(kind);
        here = scene.permits;
    }

    @AfterEach
    void nothingIsLeft() {
        assertThat(scene.store.deadlocks()).isZero();
        assertThat(scene.store.keys()).noneMatch(key -> key.endsWith(":intent"));
    }

    private static CodeRequest tab(int i) {
        return request("alice", MOBILE, "tab-" + i, Requester.OWNER);
    }

    private NodePermits node(int i, int nodes) {
        return i % nodes == 0 ? here : there;
    }

    private RequestResult ask(NodePermits node, CodeRequest request) {
        return scene.core(node).request(request, Optional.empty());
    }

    private String message() {
        return MessageStore.name(scene.keys.active(), tab(0), "sms");
    }

    /** A request of its own thread. */
    private final class Asked {
        private final CompletableFuture<RequestResult> result = new CompletableFuture<>();
        private final Thread thread;

        Asked(NodePermits node, CodeRequest request) {
            thread = new Thread(() -> {
                try {
                    result.complete(ask(node, request));
                } catch (RuntimeException | Error e) {
                    result.completeExceptionally(e);
                }
            });
            thread.start();
        }

        /** Until it has its answer or waits for somebody. */
        Asked isAnsweredOrWaits() {
            awaitRest(thread);
            return this;
        }

        RequestResult answer() {
            return result.orTimeout(60, TimeUnit.SECONDS).join();
        }
    }

    private static void awaitRest(Thread thread) {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Set<Thread.State> rest = Set.of(Thread.State.WAITING, Thread.State.TIMED_WAITING, Thread.State.TERMINATED);
        while (!rest.contains(thread.getState())) {
            assertThat(System.nanoTime()).as("a thread that goes on and on").isLessThan(end);
            Thread.onSpinWait();
        }
    }

    // --- one message ------------------------------------------------------------------------------------------------

    /** One place is the message's, the other one the neighbour's: twelve requests for that message need no third. */
    @ParameterizedTest
    @CsvSource({
        "sends-per-address-per-hour, 2, 1",
        "sends-per-address-per-hour, 2, 2",
        "sends-per-prefix-per-hour, 2, 1",
        "sends-per-prefix-per-hour, 2, 2",
        "country-budgets, GB=2, 1",
        "country-budgets, GB=2, 2",
        "realm-budget-per-day, 2, 1",
        "realm-budget-per-day, 2, 2"
    })
    void signInsOfOnePersonAtOnce_takeOnePlace_andTheOtherIsTheNeighbours(String limit, String value, int nodes)
            throws Exception {
        scene.with(limit, value);
        CountDownLatch looked = new CountDownLatch(SIGN_INS);
        List<Thread> threads = new CopyOnWriteArrayList<>();
        AtomicReference<RequestResult> neighbour = new AtomicReference<>();
        scene.store.before(Call.GET, message()::equals, () -> {
            looked.countDown();
            ChallengeFixture.await(looked);
        });
        scene.store.beforeFirst(Call.PUT_IF_ABSENT, (message() + ":reserved")::equals, () -> {
            threads.stream().filter(thread -> thread != Thread.currentThread()).forEach(LimitRacesTest::awaitRest);
            neighbour.set(new Asked(node(1, nodes), NEIGHBOUR).answer());
        });

        List<RequestResult> answers = ChallengeFixture.together(SIGN_INS, i -> {
            threads.add(Thread.currentThread());
            return ask(node(i, nodes), tab(i));
        });

        assertThat(answers).allMatch(RequestResult.Issued.class::isInstance);
        assertThat(neighbour.get()).isInstanceOf(RequestResult.Issued.class);
        assertThat(scene.gateway.sends)
                .extracting(message -> message.e164())
                .containsExactlyInAnyOrder(MOBILE.e164(), OTHER_MOBILE.e164());
    }

    /** Where whoever uses up a limit is held. */
    enum Held {
        BEFORE_IT_RESERVES,
        BEFORE_OTHERS_SEE_THE_MESSAGE
    }

    private void hold(Held where, Runnable action) {
        if (where == Held.BEFORE_IT_RESERVES) {
            scene.store.beforeFirst(Call.PUT_IF_ABSENT, (message() + ":reserved")::equals, action);
            return;
        }
        AtomicReference<Thread> sender = new AtomicReference<>();
        scene.store.beforeFirst(
                Call.PUT_IF_ABSENT, (message() + ":reserved")::equals, () -> sender.set(Thread.currentThread()));
        scene.store.before(Call.COMMIT, key -> true, () -> {
            if (sender.compareAndSet(Thread.currentThread(), null)) {
                action.run();
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "BEFORE_IT_RESERVES, 1, true",
        "BEFORE_IT_RESERVES, 1, false",
        "BEFORE_IT_RESERVES, 2, true",
        "BEFORE_IT_RESERVES, 2, false",
        "BEFORE_OTHERS_SEE_THE_MESSAGE, 1, true",
        "BEFORE_OTHERS_SEE_THE_MESSAGE, 1, false",
        "BEFORE_OTHERS_SEE_THE_MESSAGE, 2, true",
        "BEFORE_OTHERS_SEE_THE_MESSAGE, 2, false"
    })
    void whoComesWhileTheLastPlaceIsBeingUsed_joins_alsoWhereTheNodeKnowsThatNoneIsLeft(
            Held held, int nodes, boolean known) {
        scene.with("sends-per-prefix-per-hour", 1);
        AtomicReference<RequestResult> neighbour = new AtomicReference<>();
        AtomicReference<Asked> late = new AtomicReference<>();
        hold(held, () -> {
            if (known) {
                neighbour.set(new Asked(node(1, nodes), NEIGHBOUR).answer());
            }
            late.set(new Asked(node(1, nodes), tab(1)).isAnsweredOrWaits());
        });

        Challenge first = ChallengeFixture.issued(ask(here, tab(0)));

        assertThat(first.fresh()).isTrue();
        assertThat(ChallengeFixture.issued(late.get().answer()).fresh()).isFalse();
        if (known) {
            assertThat(ChallengeFixture.refused(neighbour.get()).problem()).isEqualTo(Problem.PREFIX_LIMIT);
        }
        assertThat(scene.gateway.sends).hasSize(1);
    }

    @Test
    void whoWaitsForSomebodyWhoIsRefused_asksTheLimitsThemselves() {
        scene.with("sends-per-prefix-per-hour", 1);
        ChallengeFixture.issued(ask(there, NEIGHBOUR));
        AtomicReference<Asked> late = new AtomicReference<>();
        scene.store.beforeFirst(
                Call.PUT_IF_ABSENT,
                key -> key.contains("sends-prefix"),
                () -> late.set(new Asked(here, tab(1)).isAnsweredOrWaits()));

        assertThat(ChallengeFixture.refused(ask(here, tab(0))).problem()).isEqualTo(Problem.PREFIX_LIMIT);

        assertThat(ChallengeFixture.refused(late.get().answer()).problem()).isEqualTo(Problem.PREFIX_LIMIT);
    }

    /** A node that died while it asked the limits. */
    @Test
    void intentThatNobodyEnds_endsByItself_andWhoWaitsForItGoesOn() {
        scene.store.run(entries -> new MessageStore().intend(entries, message()));
        Asked waiting = new Asked(here, tab(0)).isAnsweredOrWaits();
        assertThat(waiting.result).isNotDone();

        scene.pass(MessageStore.INTENT);

        assertThat(ChallengeFixture.issued(waiting.answer()).fresh()).isTrue();
    }

    @Test
    void whoWaitsInVain_isToldToComeBackInAMoment() {
        scene.withImpatience();
        scene.store.run(entries -> new MessageStore().intend(entries, message()));

        Refusal refusal = ChallengeFixture.refused(ask(here, tab(0)));

        assertThat(refusal.problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);
        assertThat(refusal.retryAfter()).isEqualTo(MessageStore.INTENT);
        assertThat(scene.gateway.sends).isEmpty();
        scene.pass(MessageStore.INTENT);
        assertThat(ChallengeFixture.issued(ask(here, tab(0))).fresh()).isTrue();
    }

    // --- no message -------------------------------------------------------------------------------------------------

    private AtomicInteger timesAsked(String limit) {
        AtomicInteger asked = new AtomicInteger();
        scene.store.before(Call.PUT_IF_ABSENT, key -> key.contains(limit), asked::incrementAndGet);
        return asked;
    }

    @ParameterizedTest
    @CsvSource({"cooldown, 30, COOLDOWN", "sends-per-hour, 1, TOO_MANY_SENDS", "sends-per-day, 1, TOO_MANY_SENDS"})
    void whoMayHaveNoMessage_takesNothingOfAWiderLimit(String limit, int value, Problem told) {
        scene.withoutSendLimits()
                .with(limit, value)
                .with("sends-per-prefix-per-hour", 9)
                .with("sends-per-address-per-hour", 9)
                .with("realm-budget-per-day", 9);
        ChallengeFixture.issued(ask(here, tab(0)));
        AtomicInteger asked = timesAsked("sends-");

        CodeRequest sameNumber = request("carol", MOBILE, "tab", Requester.OWNER);
        CodeRequest samePerson = request("alice", OTHER_MOBILE, "tab", Requester.OWNER);
        for (CodeRequest request : List.of(sameNumber, samePerson)) {
            assertThat(ChallengeFixture.refused(ask(there, request)).problem()).isEqualTo(told);
        }

        assertThat(asked).hasValue(0);
    }

    @Test
    void whoWaitsForASendOfUnknownOutcome_takesNothingOfAWiderLimit() {
        scene.withImpatience().with("sends-per-prefix-per-hour", 9);
        scene.store.run(entries -> new MessageStore().reserve(entries, message(), ChallengeFixture.LIFETIME));
        AtomicInteger asked = timesAsked("sends-");

        assertThat(ChallengeFixture.refused(ask(here, tab(0))).problem()).isEqualTo(Problem.OUTCOME_UNKNOWN);

        assertThat(asked).hasValue(0);
    }

    /** Whatever they type, of those who have shown nothing. */
    @ParameterizedTest
    @EnumSource(
            value = Requester.class,
            names = {"ANONYMOUS_INPUT", "ANONYMOUS_ACCOUNT"})
    void anonymousWhoAreRefused_leaveNothingInTheStore(Requester requester) {
        scene.with("sends-per-prefix-per-hour", 1);
        ChallengeFixture.issued(ask(here, anonymous(0, requester)));
        Set<String> before = scene.store.keys();

        for (int i = 1; i < 40; i++) {
            // Each on a node that does not know yet that the limit is used up.
            assertThat(ChallengeFixture.refused(ask(new NodePermits(), anonymous(i, requester)))
                            .problem())
                    .isEqualTo(Problem.PREFIX_LIMIT);
        }

        assertThat(scene.store.keys()).isEqualTo(before);
    }

    private static CodeRequest anonymous(int i, Requester requester) {
        PhoneNumber number =
                PhoneNumber.parse("+4474001299%02d".formatted(i), null).orElseThrow();
        return request("typed-" + i, number, "tab", requester);
    }

    // --- blocks -----------------------------------------------------------------------------------------------------

    @Test
    void blockThatAnotherRequestIsOpening_isWaitedFor() {
        scene.with("realm-budget-per-day", 1000).withoutSendLimits();
        List<RequestResult> elsewhere = new ArrayList<>();
        for (int i = 0; i < 99; i++) {
            elsewhere.add(ask(new NodePermits(), anonymous(i, Requester.OWNER)));
        }
        assertThat(elsewhere).allMatch(RequestResult.Issued.class::isInstance);
        AtomicReference<Thread> opener = new AtomicReference<>();
        AtomicReference<Asked> second = new AtomicReference<>();
        scene.store.beforeFirst(
                Call.PUT_IF_ABSENT, key -> key.contains("sends-realm"), () -> opener.set(Thread.currentThread()));
        scene.store.before(Call.COMMIT, key -> true, () -> {
            boolean leased = scene.store.keys().stream()
                            .filter(key -> key.contains("sends-realm"))
                            .count()
                    == 100;
            if (leased && opener.compareAndSet(Thread.currentThread(), null)) {
                second.set(new Asked(here, NEIGHBOUR).isAnsweredOrWaits());
            }
        });

        ChallengeFixture.issued(ask(here, tab(0)));

        Asked neighbour = second.get() == null ? new Asked(here, NEIGHBOUR) : second.get();
        ChallengeFixture.issued(neighbour.answer());
    }
}
