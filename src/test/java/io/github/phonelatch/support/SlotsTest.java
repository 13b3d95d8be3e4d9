package io.github.phonelatch.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.support.FakeStore.Kind;
import io.github.phonelatch.support.Slots.Slot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Counting that parallel requests cannot share. */
@ParameterizedClass
@EnumSource(Kind.class)
class SlotsTest {
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private final MovableClock clock = new MovableClock();
    private final FakeStore store;

    SlotsTest(Kind kind) {
        store = new FakeStore(kind, clock);
    }

    private Optional<Slot> take(int limit) {
        return store.run(entries -> Slots.take(entries, "key", limit, WINDOW));
    }

    @Test
    void slots_areTakenFromTheFirst_untilNoneIsLeft() {
        assertThat(take(2)).map(Slot::index).contains(0);
        assertThat(take(2)).map(Slot::index).contains(1);
        assertThat(take(2)).isEmpty();
    }

    @Test
    void limitOfZero_hasNoSlot() {
        assertThat(take(0)).isEmpty();
    }

    @Test
    void window_isRolling() {
        take(2);
        clock.pass(Duration.ofSeconds(40));
        take(2);
        clock.pass(Duration.ofSeconds(20));

        assertThat(take(2)).map(Slot::index).contains(0);
        assertThat(take(2)).isEmpty();
    }

    @Test
    void slotGivenBack_isFreeForTheNext() {
        Slot slot = take(1).orElseThrow();
        store.run(entries -> {
            slot.release(entries);
            return true;
        });

        assertThat(take(1)).isPresent();
    }

    @Test
    void free_saysWhetherOneIsLeft() {
        take(2);
        assertThat(store.<Boolean>run(entries -> Slots.free(entries, "key", 2))).isTrue();
        take(2);
        assertThat(store.<Boolean>run(entries -> Slots.free(entries, "key", 2))).isFalse();
    }

    @Test
    void notes_areThoseOfTheSlotsThatAreTaken() {
        Slot slot = take(3).orElseThrow();
        take(3);
        store.run(entries -> {
            entries.put(slot.key(), WINDOW, Map.of("at", "1"));
            return true;
        });

        List<Map<String, String>> notes = store.run(entries -> Slots.notes(entries, "key", 3));
        assertThat(notes).containsExactly(Map.of("at", "1"), Map.of());
    }

    @Test
    void parallelTakers_shareNoSlot() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(64);
        try {
            CountDownLatch go = new CountDownLatch(1);
            List<Future<Optional<Slot>>> takers = IntStream.range(0, 64)
                    .mapToObj(i -> threads.submit((Callable<Optional<Slot>>) () -> {
                        go.await();
                        return take(5);
                    }))
                    .toList();
            go.countDown();
            int taken = 0;
            for (Future<Optional<Slot>> taker : takers) {
                taken += taker.get(30, TimeUnit.SECONDS).isPresent() ? 1 : 0;
            }

            assertThat(taken).isEqualTo(5);
            assertThat(store.deadlocks()).isZero();
        } finally {
            threads.shutdownNow();
        }
    }
}
