package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How many messages a person and a number may get: a pause between two, a limit per hour and one per day. */
final class SendGuards {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    /** A wait is told exactly as long as there are no more messages than this: a limit of a million is not read through. */
    private static final int MOST_TO_READ = 50;

    private static final String SENT_AT = "at";

    private final RealmSettings settings;

    SendGuards(RealmSettings settings) {
        this.settings = settings;
    }

    /** Either every guard let the message pass and these slots are taken, or none is taken and this is why. */
    record Taken(List<Slot> slots, Optional<Refusal> refusal) {}

    Taken take(Entries entries, Namer names, Claim claim, Instant now) {
        List<Slot> taken = new ArrayList<>();
        Map<Slot, Duration> dated = new LinkedHashMap<>();
        for (Subject subject : subjects(names, claim, claim.standing())) {
            for (Counter counter : subject.counters()) {
                Optional<Slot> slot = Slots.take(entries, counter.key(), counter.limit(), counter.window());
                if (slot.isEmpty()) {
                    taken.forEach(other -> other.release(entries));
                    return new Taken(List.of(), Optional.of(subject.refusal(entries, counter, now)));
                }
                taken.add(slot.get());
            }
            subject.longest().ifPresent(longest -> dated.put(taken.get(taken.size() - 1), longest.window()));
        }
        // One date per subject will do: what lies within the longest window lies within the shorter ones or before
        // them.
        dated.forEach((slot, window) -> entries.put(slot.key(), window, Map.of(SENT_AT, Notes.of(now))));
        return new Taken(List.copyOf(taken), Optional.empty());
    }

    /** After a right code the next message need not wait; it still counts in the hour and the day. */
    void liftCooldown(Entries entries, Namer names, Claim claim, Standing standing) {
        for (Subject subject : subjects(names, claim, standing)) {
            subject.counters().stream()
                    .filter(counter -> counter.problem() == Problem.COOLDOWN)
                    .forEach(counter -> Slots.clear(entries, counter.key(), counter.limit(), counter.limit()));
        }
    }

    private List<Subject> subjects(Namer names, Claim claim, Standing standing) {
        Subject user = subject(names, "user", standing, claim.userId());
        return standing == Standing.CLAIMED
                // Of a claim by address the number says nothing, and in any other it is the subject already.
                ? List.of(user)
                : List.of(
                        user, subject(names, "number", standing, claim.number().e164()));
    }

    private Subject subject(Namer names, String kind, Standing standing, String id) {
        List<Counter> counters = new ArrayList<>();
        if (!settings.cooldown().isZero()) {
            counters.add(new Counter(
                    names.name("sends-" + kind + "-cooldown", standing.name(), id),
                    1,
                    settings.cooldown(),
                    Problem.COOLDOWN));
        }
        if (settings.sendsPerHour() > 0) {
            counters.add(new Counter(
                    names.name("sends-" + kind + "-hour", standing.name(), id),
                    settings.sendsPerHour(),
                    HOUR,
                    Problem.TOO_MANY_SENDS));
        }
        if (settings.sendsPerDay() > 0) {
            counters.add(new Counter(
                    names.name("sends-" + kind + "-day", standing.name(), id),
                    settings.sendsPerDay(),
                    DAY,
                    Problem.TOO_MANY_SENDS));
        }
        counters.sort(Comparator.comparing(Counter::window));
        return new Subject(counters);
    }

    /** At most so many messages within the window. */
    private record Counter(String key, int limit, Duration window, Problem problem) {}

    /**
     * A user or a number.
     *
     * @param counters those that are on, from the shortest window to the longest
     */
    private record Subject(List<Counter> counters) {
        Optional<Counter> longest() {
            return counters.isEmpty() ? Optional.empty() : Optional.of(counters.get(counters.size() - 1));
        }

        Refusal refusal(Entries entries, Counter full, Instant now) {
            return Refusal.of(full.problem(), wait(entries, full, now));
        }

        /** Until fewer than the limit lie within the window; the whole window where their times are not known. */
        private Duration wait(Entries entries, Counter full, Instant now) {
            List<Instant> newestFirst = longest().stream()
                    .flatMap(longest ->
                            Slots.notes(entries, longest.key(), Math.min(longest.limit(), MOST_TO_READ)).stream())
                    .filter(notes -> notes.containsKey(SENT_AT))
                    .map(notes -> Notes.instant(notes, SENT_AT))
                    .sorted(Comparator.reverseOrder())
                    .toList();
            if (newestFirst.size() < full.limit()) {
                return full.window();
            }
            Duration wait =
                    Duration.between(now, newestFirst.get(full.limit() - 1).plus(full.window()));
            return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
        }
    }
}
