package io.github.phonelatch.gateway.http;

import io.github.phonelatch.gateway.CallThreads;
import io.github.phonelatch.metrics.Meters;
import io.github.phonelatch.metrics.Metric;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** How well the provider answers, and how far circuit and threads hold calls back. */
public final class GatewayMeters {
    static final Metric LATENCY = new Metric("provider.latency", "How long the provider took to answer");
    static final Metric CIRCUIT =
            new Metric("circuit.state", "Whether the provider is called: 0 yes, 1 as a trial, 2 not for a while");
    static final Metric THREADS_USED = new Metric("threads.used", "Calls to the provider that are under way");
    static final Metric THREADS_SIZE = new Metric("threads.size", "Calls to the provider that may be under way");
    static final Metric MISCONFIGURED =
            new Metric("misconfigured", "Calls that were refused for something an admin has to put right");

    private static final String REASON = "reason";

    /** Around what people notice, and what they wait for at most: a page 3 s, a check 3 s, a send in all 15 s. */
    private static final List<Duration> BUCKETS =
            Stream.of(100, 300, 1_000, 3_000, 10_000).map(Duration::ofMillis).toList();

    private enum Outcome {
        OK,
        /** The provider said what is wrong. */
        REFUSED,
        /** No answer, none in time, or one that nobody understands. */
        OUTAGE;

        static Outcome of(Reply reply) {
            if (reply.isOutage() || !(reply instanceof Reply.Answer answer)) {
                return OUTAGE;
            }
            return answer.isSuccess() ? OK : REFUSED;
        }
    }

    private final Meters meters;

    public GatewayMeters(Meters meters) {
        this.meters = meters;
    }

    /** The call's reply. What it takes is shown with how it ended. A call that throws is an outage. */
    Reply timed(Endpoint endpoint, Supplier<Reply> call) {
        if (!meters.areOn()) {
            return call.get();
        }
        long began = System.nanoTime();
        Outcome outcome = Outcome.OUTAGE;
        try {
            Reply reply = call.get();
            outcome = Outcome.of(reply);
            return reply;
        } finally {
            meters.measure(
                    LATENCY,
                    BUCKETS,
                    Duration.ofNanos(System.nanoTime() - began),
                    "endpoint",
                    name(endpoint),
                    "outcome",
                    name(outcome));
        }
    }

    void misconfigured(Misconfiguration what) {
        meters.count(MISCONFIGURED, REASON, what.inMetrics());
    }

    /**
     * Shows counts of 0 from the start, because an alarm would otherwise miss the first refusal, which may be the only one for
     * hours.
     */
    public void prepare() {
        for (Misconfiguration what : Misconfiguration.values()) {
            meters.prepare(MISCONFIGURED, REASON, what.inMetrics());
        }
    }

    /**
     * Shows how these are, whenever somebody looks.
     *
     * @return takes it away again
     */
    Runnable watch(Circuit circuit, CallThreads threads) {
        List<Runnable> shown = List.of(
                meters.watch(CIRCUIT, circuit::inMetrics),
                meters.watch(THREADS_USED, threads::used),
                meters.watch(THREADS_SIZE, threads::size));
        return () -> shown.forEach(Runnable::run);
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
