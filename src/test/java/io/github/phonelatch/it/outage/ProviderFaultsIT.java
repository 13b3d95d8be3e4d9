package io.github.phonelatch.it.outage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The provider is not well, and only those notice who need a code: they are told so, and soon. Each fault lasts
 * {@code -Dfault.seconds} (60), on four servers side by side because most of that time is waiting. A fifth server is well, and
 * tells how long the same sign-ins take at the same time. With 600 seconds all faults take some 25 minutes.
 */
class ProviderFaultsIT {
    private static final int SECONDS = Integer.getInteger("fault.seconds", 60);
    private static final int LANES = 4;

    private static final Duration PAGE = Duration.ofSeconds(4);
    /** Somebody who waited for the provider would wait for three seconds; the rest is the machine's. */
    private static final Duration NO_WAIT = Duration.ofSeconds(1);

    private static final Duration RECOVERY = Duration.ofSeconds(35);
    private static final long MEBIBYTE = 1024 * 1024;

    private static final Map<ProviderFault, CompletableFuture<Timeline>> COURSES = new EnumMap<>(ProviderFault.class);
    private static final List<OutageServer> OPEN = new ArrayList<>();
    private static ExecutorService lanes;
    private static OutageServer well;

    @BeforeAll
    static void begin() {
        lanes = Executors.newFixedThreadPool(LANES);
        well = new OutageServer("outage-well");
        OPEN.add(well);
        CountDownLatch started = new CountDownLatch(LANES);
        for (ProviderFault fault : ProviderFault.values()) {
            COURSES.put(fault, new CompletableFuture<>());
        }
        for (int i = 0; i < LANES; i++) {
            int number = i;
            lanes.execute(() -> run(number, started));
        }
    }

    /** All have started before the first fault begins: a server that starts takes the machine from the others. */
    private static void run(int number, CountDownLatch started) {
        List<ProviderFault> mine = new ArrayList<>();
        List<ProviderFault> all = List.of(ProviderFault.values());
        for (int i = number; i < all.size(); i += LANES) {
            mine.add(all.get(i));
        }
        try {
            OutageServer lane;
            try {
                synchronized (OPEN) {
                    // One after the other, as each wants the whole machine.
                    lane = new OutageServer("outage-" + number);
                    OPEN.add(lane);
                }
            } finally {
                started.countDown();
            }
            started.await();
            for (ProviderFault fault : mine) {
                COURSES.get(fault).complete(new Outage(lane, well, fault).run(SECONDS));
            }
        } catch (RuntimeException | Error | InterruptedException e) {
            mine.forEach(fault -> COURSES.get(fault).completeExceptionally(e));
        }
    }

    @AfterAll
    static void end() {
        lanes.shutdownNow();
        synchronized (OPEN) {
            OPEN.forEach(OutageServer::close);
        }
    }

    @ParameterizedTest
    @EnumSource(ProviderFault.class)
    void fault_isNoticedOnlyByThoseWhoNeedACode_andTheyAreToldSoon(ProviderFault fault) {
        Timeline seen = COURSES.get(fault).join();
        System.out.println(seen);

        SoftAssertions all = new SoftAssertions();
        all.assertThat(seen.wrong()).as("what must not happen").isEmpty();
        all.assertThat(seen.strangeWaits())
                .as("threads that wait in our code without a page that needs one")
                .isEmpty();
        all.assertThat(Timeline.median(seen.during()))
                .as("sign-ins that need no code, with %s on a server that is well", Timeline.median(seen.well()))
                .isLessThanOrEqualTo(longerOf(
                        Timeline.median(seen.well()).multipliedBy(2),
                        Timeline.median(seen.well()).plus(NO_WAIT)));
        all.assertThat(Timeline.slowest(seen.pages()))
                .as("pages that need a code")
                .isLessThanOrEqualTo(PAGE.plus(seen.jitter()));
        all.assertThat(Timeline.slowest(seen.replies()))
                .as("endpoints for applications")
                .isLessThanOrEqualTo(PAGE.plus(seen.jitter()));
        all.assertThat(seen.recovery())
                .as("from the provider's recovery to a sign-in with a code")
                .isLessThanOrEqualTo(RECOVERY);
        all.assertThat(seen.heapGrowth()).as("heap").isLessThan(50 * MEBIBYTE);
        all.assertThat(seen.threadsGrowth()).as("threads outside the pools").isLessThanOrEqualTo(10);
        all.assertThat(seen.gatewayThreads()).as("threads of the gateway").isLessThanOrEqualTo(32);
        all.assertAll();
        assertThat(seen.dumps()).as("thread dumps").isPositive();
        if (fault == ProviderFault.ANSWERS_AFTER_10_S) {
            assertThat(seen.pagesWaiting())
                    .as("waits that the dumps have to show")
                    .isPositive();
            assertThat(seen.lateCodes()).as("late codes that were right").isPositive();
        }
    }

    private static Duration longerOf(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
