package io.github.phonelatch.tools.simulator;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The system's time, moved forward on demand. Not thread-safe by itself. */
final class SimulatedClock implements InstantSource {
    private static final Duration FARTHEST = Duration.ofDays(3650);

    private final InstantSource system;
    private Duration offset = Duration.ZERO;

    SimulatedClock(InstantSource system) {
        this.system = system;
    }

    @Override
    public Instant instant() {
        return system.instant().plus(offset);
    }

    Duration offset() {
        return offset;
    }

    void advance(Duration duration) {
        if (duration.isNegative()) {
            throw new IllegalArgumentException("the clock only moves forward");
        }
        if (duration.compareTo(FARTHEST) > 0 || offset.plus(duration).compareTo(FARTHEST) > 0) {
            throw new IllegalArgumentException("the clock moves at most " + FARTHEST.toDays() + " days");
        }
        offset = offset.plus(duration);
    }

    void reset() {
        offset = Duration.ZERO;
    }
}
