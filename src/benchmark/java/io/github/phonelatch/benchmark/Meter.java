package io.github.phonelatch.benchmark;

import io.github.phonelatch.tools.simulator.Fault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** What the server and the provider did while people of one kind signed in, and how long these waited. */
final class Meter {
    private final Stage stage;
    private final Map<Kind, List<Phase>> phases = new EnumMap<>(Kind.class);
    private Now before;

    Meter(Stage stage) {
        this.stage = stage;
        this.before = now();
    }

    private record Now(Duration processor, int providerCalls) {}

    /** @param processor of the server */
    private record Phase(Duration processor, int providerCalls, List<Duration> signIns) {
        double processorMillisEach() {
            return processor.toNanos() / 1e6 / signIns.size();
        }
    }

    private Now now() {
        return new Now(Work.of(stage.server().processes()), stage.providerCalls());
    }

    void begin(Kind kind) {
        stage.simulator().control().clearScripts();
        if (!kind.providerTakes().isZero()) {
            stage.simulator().control().script("*", Fault.delay(kind.providerTakes()));
            stage.simulator().control().scriptVerify(Fault.delay(kind.providerTakes()));
        }
        before = now();
    }

    /** What it came to, for whoever watches. */
    String end(Kind kind, Queue<Duration> signIns) {
        Now after = now();
        if (signIns.isEmpty()) {
            throw new IllegalStateException("nobody signed in: " + kind.label());
        }
        Phase phase = new Phase(
                after.processor().minus(before.processor()),
                after.providerCalls() - before.providerCalls(),
                List.copyOf(signIns));
        phases.computeIfAbsent(kind, key -> new ArrayList<>()).add(phase);
        return String.format(
                Locale.ROOT, "%d sign-ins, server CPU %.1f ms each", signIns.size(), phase.processorMillisEach());
    }

    /** Forgets what was, for what comes now counts. */
    void reset() {
        phases.clear();
    }

    /** Where a sign-in writes how long it took. */
    static Queue<Duration> times() {
        return new ConcurrentLinkedQueue<>();
    }

    String table() {
        StringBuilder table = new StringBuilder("| sign-in | counted | server CPU each, median of the rounds"
                + " (lowest to highest) | ÷ password only | ÷ Keycloak's OTP form | median | 95 % within |"
                + " provider calls each |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
        phases.forEach((kind, rounds) -> {
            List<Duration> signIns = rounds.stream()
                    .flatMap(phase -> phase.signIns().stream())
                    .sorted()
                    .toList();
            List<Double> each = processor(kind);
            int calls = rounds.stream().mapToInt(Phase::providerCalls).sum();
            table.append(String.format(
                    Locale.ROOT,
                    "| %s | %d | %.1f ms (%.1f to %.1f) | %s | %s | %d ms | %d ms | %.2f |%n",
                    kind.label(),
                    signIns.size(),
                    median(each),
                    each.get(0),
                    each.get(each.size() - 1),
                    ratio(kind, Kind.PASSWORD),
                    ratio(kind, Kind.APP),
                    signIns.get(signIns.size() / 2).toMillis(),
                    signIns.get((int) (signIns.size() * 0.95)).toMillis(),
                    calls / (double) signIns.size()));
        });
        return table.toString();
    }

    /** Milliseconds per sign-in in each round, sorted. */
    private List<Double> processor(Kind kind) {
        return phases.get(kind).stream()
                .map(Phase::processorMillisEach)
                .sorted()
                .toList();
    }

    private String ratio(Kind kind, Kind to) {
        return phases.containsKey(to)
                ? String.format(Locale.ROOT, "%.2f", median(processor(kind)) / median(processor(to)))
                : "";
    }

    private static double median(List<Double> sorted) {
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(half) : (sorted.get(half - 1) + sorted.get(half)) / 2;
    }
}
