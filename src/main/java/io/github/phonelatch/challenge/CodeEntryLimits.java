package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.RealmSettings.CodeEntry;
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
final class CodeEntryLimits {
    private static final Duration HOUR = Duration.ofHours(1);
    /** How long a row may last: far longer than the hour, or a patient guesser would never be noticed. */
    private static final Duration ROW = Duration.ofDays(30);

    private static final Duration BLOCK = Duration.ofHours(24);
    private static final String FAILED_AT = "at";
    private static final String UNTIL = "until";

    private final CodeEntry settings;

    CodeEntryLimits(RealmSettings settings) {
        this.settings = settings.codeEntry();
    }

    /** Slots for one guess, or why there may be none. */
    record Entry(@Nullable Slot hour, @Nullable Slot row, Optional<Refusal> refusal) {
        static Entry refused(Refusal refusal) {
            return new Entry(null, null, Optional.of(refusal));
        }
    }

    /** Why no code could be checked now; none should be sent then. Takes nothing. */
    Optional<Refusal> refusal(Entries entries, Namer names, CodeRequest request, Instant now) {
        Optional<Refusal> blocked = blocked(entries, names, request, request.requester(), now);
        String hour = hour(names, request, request.requester());
        if (blocked.isPresent()
                || settings.failuresPerHour().isOff()
                || Slots.free(entries, hour, settings.failuresPerHour().value())) {
            return blocked;
        }
        return Optional.of(
                Refusal.of(Problem.TOO_MANY_FAILURES, waitForHour(entries, names, request, request.requester(), now)));
    }

    /** Whether the phone is blocked as this person's factor. A stranger's failures never block it. */
    private Optional<Refusal> blocked(
            Entries entries, Namer names, CodeRequest request, Requester requester, Instant now) {
        if (requester != Requester.OWNER) {
            return Optional.empty();
        }
        return entries.get(block(names, request))
                .map(notes -> RecordFields.instant(notes, UNTIL))
                .filter(now::isBefore)
                .map(until -> Refusal.of(Problem.BLOCKED, Duration.between(now, until)));
    }

    Entry take(Entries entries, Namer names, CodeRequest request, Requester requester, Instant now) {
        Optional<Refusal> blocked = blocked(entries, names, request, requester, now);
        if (blocked.isPresent()) {
            return Entry.refused(blocked.get());
        }
        Slot hour = null;
        if (!settings.failuresPerHour().isOff()) {
            hour = Slots.take(
                            entries,
                            hour(names, request, requester),
                            settings.failuresPerHour().value(),
                            HOUR)
                    .orElse(null);
            if (hour == null) {
                return Entry.refused(
                        Refusal.of(Problem.TOO_MANY_FAILURES, waitForHour(entries, names, request, requester, now)));
            }
        }
        Slot row = null;
        if (countsRow(requester)) {
            row = Slots.take(
                            entries,
                            row(names, request),
                            settings.failuresInARow().value(),
                            ROW)
                    .orElse(null);
            if (row == null) {
                if (hour != null) {
                    hour.release(entries);
                }
                return Entry.refused(block(entries, names, request, now));
            }
        }
        if (hour != null) {
            // Last, for what is put cannot be taken back in the same transaction. A guess without an answer has its
            // time too.
            entries.put(hour.key(), HOUR, Map.of(FAILED_AT, RecordFields.of(now)));
        }
        return new Entry(hour, row, Optional.empty());
    }

    /** The guess was never evaluated, or the code had ended: it tells nothing about the person. */
    void release(Entries entries, Entry entry) {
        if (entry.hour() != null) {
            entry.hour().release(entries);
        }
        if (entry.row() != null) {
            entry.row().release(entries);
        }
    }

    /** The code was right: the row ends; the hour keeps its earlier failures. */
    void right(Entries entries, Namer names, CodeRequest request, Entry entry) {
        if (entry.hour() != null) {
            entry.hour().release(entries);
        }
        if (entry.row() != null) {
            Slots.clear(
                    entries,
                    row(names, request),
                    entry.row().index() + 1,
                    settings.failuresInARow().value());
        }
    }

    /**
     * The code was wrong.
     *
     * @return the block, where this failure was the last of the row
     */
    Optional<Refusal> wrong(Entries entries, Namer names, CodeRequest request, Entry entry, Instant now) {
        boolean last = entry.row() != null
                && entry.row().index() == settings.failuresInARow().value() - 1
                // Earlier places may have been given back since this one was taken.
                && !Slots.free(
                        entries, row(names, request), settings.failuresInARow().value());
        return last ? Optional.of(block(entries, names, request, now)) : Optional.empty();
    }

    /**
     * The row stays full until just before the block ends. Freed now, it would let guesses through that are made before the
     * block can be seen.
     */
    private Refusal block(Entries entries, Namer names, CodeRequest request, Instant now) {
        Slots.hold(entries, row(names, request), settings.failuresInARow().value(), BLOCK.minusSeconds(1));
        entries.put(block(names, request), BLOCK, Map.of(UNTIL, RecordFields.of(now.plus(BLOCK))));
        return Refusal.of(Problem.BLOCKED, BLOCK);
    }

    private Duration waitForHour(Entries entries, Namer names, CodeRequest request, Requester requester, Instant now) {
        return Slots.notes(
                        entries,
                        hour(names, request, requester),
                        settings.failuresPerHour().value())
                .stream()
                .filter(notes -> notes.containsKey(FAILED_AT))
                .map(notes -> RecordFields.instant(notes, FAILED_AT))
                .min(Instant::compareTo)
                .map(oldest -> Duration.between(now, oldest.plus(HOUR)))
                .filter(wait -> wait.compareTo(Duration.ofSeconds(1)) > 0)
                .orElse(HOUR);
    }

    private boolean countsRow(Requester requester) {
        return requester == Requester.OWNER && !settings.failuresInARow().isOff();
    }

    private static String hour(Namer names, CodeRequest request, Requester requester) {
        return names.name("failures-hour", requester.name(), request.userId());
    }

    private static String row(Namer names, CodeRequest request) {
        return names.name("failures-row", request.userId());
    }

    private static String block(Namer names, CodeRequest request) {
        return names.name("blocked", request.userId());
    }
}
