package io.github.phonelatch.tools.mover;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;

/** How far it is, on one line that is written over; where nobody watches, a line now and then. Thread-safe. */
final class Progress {
    private static final Duration WATCHED = Duration.ofMillis(250);
    private static final Duration UNWATCHED = Duration.ofSeconds(10);

    private final PrintStream out;
    private final boolean watched;
    private final InstantSource clock;
    private final Instant start;
    private Instant last;
    private int shown;

    /** @param watched whether somebody sits before it */
    Progress(PrintStream out, boolean watched, InstantSource clock) {
        this.out = out;
        this.watched = watched;
        this.clock = clock;
        this.start = clock.instant();
        this.last = start;
    }

    synchronized void show(int percent, Tally tally) {
        Instant now = clock.instant();
        if (Duration.between(last, now).compareTo(watched ? WATCHED : UNWATCHED) < 0) {
            return;
        }
        last = now;
        long done = tally.movedIn.get() + tally.alreadyThere.get();
        double seconds = Math.max(0.001, Duration.between(start, now).toMillis() / 1000.0);
        String line = String.format(
                Locale.ROOT,
                "%d %%: %d moved in, %d already there, %d refused, %.0f a second",
                percent,
                tally.movedIn.get(),
                tally.alreadyThere.get(),
                tally.refused.get(),
                done / seconds);
        if (watched) {
            out.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
            shown = line.length();
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Leaves the line as it is. */
    synchronized void end() {
        if (shown > 0) {
            out.println();
            shown = 0;
        }
    }
}
