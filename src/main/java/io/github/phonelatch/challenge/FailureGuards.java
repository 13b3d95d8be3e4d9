package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How many wrong codes a person may type over any number of codes: per hour, and in a row. No new code resets either.
 *
 * <p>A slot is taken before the provider is asked and given back when the code was right, so that parallel guesses cannot
 * share a count.
 */
final class FailureGuards {
    private static final Duration HOUR = Duration.ofHours(1);
    /** How long a row may last: far longer than the hour, or a patient guesser would never be noticed. */
    private static final Duration ROW = Duration.ofDays(30);

    private static final Duration BLOCK = Duration.ofHours(24);
    private static final String FAILED_AT = "at";
    private static final String UNTIL = "until";

    private final RealmSettings settings;

    FailureGuards(RealmSettings settings) {
        this.settings = settings;
    }

    /** Slots for one guess, or why there may be none. */
    record Guess(@Nullable Slot hour, @Nullable Slot row, Optional<Refusal> refusal) {
        static Guess refused(Refusal refusal) {
            return new Guess(null, null, Optional.of(refusal));
        }
    }

    /** Why no code could be checked now; none should be sent then. Takes nothing. */
    Optional<Refusal> refusal(Entries entries, Namer names, Claim claim, Instant now) {
        Optional<Refusal> blocked = blocked(entries, names, claim, claim.standing(), now);
        String hour = hour(names, claim, claim.standing());
        if (blocked.isPresent()
                || settings.failuresPerHour() == 0
                || Slots.free(entries, hour, settings.failuresPerHour())) {
            return blocked;
        }
        return Optional.of(
                Refusal.of(Problem.TOO_MANY_FAILURES, waitForHour(entries, names, claim, claim.standing(), now)));
    }

    /** Whether the phone is blocked as this person's factor. A stranger's failures never block it. */
    private Optional<Refusal> blocked(Entries entries, Namer names, Claim claim, Standing standing, Instant now) {
        if (standing != Standing.OWNER) {
            return Optional.empty();
        }
        return entries.get(block(names, claim))
                .map(notes -> Notes.instant(notes, UNTIL))
                .filter(now::isBefore)
                .map(until -> Refusal.of(Problem.BLOCKED, Duration.between(now, until)));
    }

    Guess take(Entries entries, Namer names, Claim claim, Standing standing, Instant now) {
        Optional<Refusal> blocked = blocked(entries, names, claim, standing, now);
        if (blocked.isPresent()) {
            return Guess.refused(blocked.get());
        }
        Slot hour = null;
        if (settings.failuresPerHour() > 0) {
            hour = Slots.take(entries, hour(names, claim, standing), settings.failuresPerHour(), HOUR)
                    .orElse(null);
            if (hour == null) {
                return Guess.refused(
                        Refusal.of(Problem.TOO_MANY_FAILURES, waitForHour(entries, names, claim, standing, now)));
            }
        }
        Slot row = null;
        if (countsRow(standing)) {
            row = Slots.take(entries, row(names, claim), settings.failuresInARow(), ROW)
                    .orElse(null);
            if (row == null) {
                if (hour != null) {
                    hour.release(entries);
                }
                return Guess.refused(block(entries, names, claim, now));
            }
        }
        if (hour != null) {
            // Last, for what is put cannot be taken back in the same transaction. A guess without an answer has its
            // time too.
            entries.put(hour.key(), HOUR, Map.of(FAILED_AT, Notes.of(now)));
        }
        return new Guess(hour, row, Optional.empty());
    }

    /** The guess was never evaluated, or the code had ended: it tells nothing about the person. */
    void release(Entries entries, Guess guess) {
        if (guess.hour() != null) {
            guess.hour().release(entries);
        }
        if (guess.row() != null) {
            guess.row().release(entries);
        }
    }

    /** The code was right: the row ends; the hour keeps its earlier failures. */
    void right(Entries entries, Namer names, Claim claim, Guess guess) {
        if (guess.hour() != null) {
            guess.hour().release(entries);
        }
        if (guess.row() != null) {
            Slots.clear(entries, row(names, claim), guess.row().index() + 1, settings.failuresInARow());
        }
    }

    /**
     * The code was wrong.
     *
     * @return the block, where this failure was the last of the row
     */
    Optional<Refusal> wrong(Entries entries, Namer names, Claim claim, Guess guess, Instant now) {
        boolean last = guess.row() != null
                && guess.row().index() == settings.failuresInARow() - 1
                // Earlier places may have been given back since this one was taken.
                && !Slots.free(entries, row(names, claim), settings.failuresInARow());
        return last ? Optional.of(block(entries, names, claim, now)) : Optional.empty();
    }

    /**
     * The row stays full until just before the block ends. Freed now, it would let guesses through that are made before the
     * block can be seen.
     */
    private Refusal block(Entries entries, Namer names, Claim claim, Instant now) {
        Slots.hold(entries, row(names, claim), settings.failuresInARow(), BLOCK.minusSeconds(1));
        entries.put(block(names, claim), BLOCK, Map.of(UNTIL, Notes.of(now.plus(BLOCK))));
        return Refusal.of(Problem.BLOCKED, BLOCK);
    }

    private Duration waitForHour(Entries entries, Namer names, Claim claim, Standing standing, Instant now) {
        return Slots.notes(entries, hour(names, claim, standing), settings.failuresPerHour()).stream()
                .filter(notes -> notes.containsKey(FAILED_AT))
                .map(notes -> Notes.instant(notes, FAILED_AT))
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(now, oldest.plus(HOUR)))
                .filter(wait -> wait.compareTo(Duration.ofSeconds(1)) > 0)
                .orElse(HOUR);
    }

    private boolean countsRow(Standing standing) {
        return standing == Standing.OWNER && settings.failuresInARow() > 0;
    }

    private static String hour(Namer names, Claim claim, Standing standing) {
        return names.name("failures-hour", standing.name(), claim.userId());
    }

    private static String row(Namer names, Claim claim) {
        return names.name("failures-row", claim.userId());
    }

    private static String block(Namer names, Claim claim) {
        return names.name("blocked", claim.userId());
    }
}
