package io.github.phonelatch.tools.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Holds answers back until so many are held at once, and lets them go together, so that a test need not hope that calls
 * overlap. Once that has happened nothing is held any more. A call that waited for too long is cut and no longer counts.
 * Thread-safe.
 */
public final class Gathering {
    private final int calls;
    private final Duration atMost;
    private final List<Runnable> held = new ArrayList<>();
    private boolean complete;

    private Gathering(int calls, Duration atMost) {
        this.calls = calls;
        this.atMost = atMost;
    }

    /**
     * One that nobody has come to.
     *
     * @param calls how many have to come, 2 or more
     * @param atMost how long one is held, in real time: less than its caller waits for an answer
     */
    public static Gathering of(int calls, Duration atMost) {
        if (calls < 2) {
            throw new IllegalArgumentException("calls is 2 or more");
        }
        return new Gathering(calls, atMost);
    }

    /** Whether as many were held at once as were asked for. */
    public synchronized boolean isComplete() {
        return complete;
    }

    Duration atMost() {
        return atMost;
    }

    /** Takes an answer, to be given when the last one has come. */
    void hold(Runnable answer) {
        ready(answer).forEach(Runnable::run);
    }

    private synchronized List<Runnable> ready(Runnable answer) {
        held.add(answer);
        complete = complete || held.size() >= calls;
        if (!complete) {
            return List.of();
        }
        List<Runnable> ready = List.copyOf(held);
        held.clear();
        return ready;
    }

    /** Whether it was still held, which it is no longer. */
    synchronized boolean giveUp(Runnable answer) {
        return held.remove(answer);
    }

    /** What somebody reads who looks at the faults of a simulator. */
    static String text(Optional<Gathering> gathering) {
        return gathering.map(one -> ", held until " + one.calls + " have come").orElse("");
    }
}
