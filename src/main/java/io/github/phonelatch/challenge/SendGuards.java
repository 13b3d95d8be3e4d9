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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** How many messages a person and a number may get: a pause between two, a limit per hour and one per day. */
final class SendGuards {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);
    private static final String SENT_AT = "at";

    private final RealmSettings settings;

    SendGuards(RealmSettings settings) {
        this.settings = settings;
    }

    /** Either every guard let the message pass and these slots are taken, or none is taken and this is why. */
    record Taken(List<Slot> slots, Optional<Refusal> refusal) {}

    /** Asks the guards, from the widest to the narrowest. */
    Taken take(Entries entries, Namer names, Claim claim, Instant now) {
        List<Slot> taken = new ArrayList<>();
        List<Slot> dated = new ArrayList<>();
        for (Subject subject : subjects(names, claim)) {
            Optional<Refusal> refusal = take(entries, subject, now, taken, dated);
            if (refusal.isPresent()) {
                taken.forEach(slot -> slot.release(entries));
                return new Taken(List.of(), refusal);
            }
        }
        // Only the day's slots carry their time: it tells how long to wait, for the hour and the pause as well.
        dated.forEach(slot -> entries.put(slot.key(), DAY, Map.of(SENT_AT, Notes.of(now))));
        return new Taken(taken, Optional.empty());
    }

    /** After a right code the next message need not wait; it still counts in the hour and the day. */
    void liftCooldown(Entries entries, Namer names, Claim claim, Standing standing) {
        for (Subject subject : subjects(names, claim, standing)) {
            Slots.clear(entries, subject.cooldown(), 1, 1);
        }
    }

    private Optional<Refusal> take(Entries entries, Subject subject, Instant now, List<Slot> taken, List<Slot> dated) {
        return takeOne(
                        entries,
                        subject.cooldown(),
                        settings.cooldown().isZero() ? 0 : 1,
                        settings.cooldown(),
                        taken,
                        () -> Refusal.of(Problem.COOLDOWN, wait(entries, subject, now, 1, settings.cooldown())))
                .or(() -> takeOne(
                        entries,
                        subject.hour(),
                        settings.sendsPerHour(),
                        HOUR,
                        taken,
                        () -> Refusal.of(
                                Problem.TOO_MANY_SENDS, wait(entries, subject, now, settings.sendsPerHour(), HOUR))))
                .or(() -> {
                    Optional<Refusal> refusal = takeOne(
                            entries,
                            subject.day(),
                            settings.sendsPerDay(),
                            DAY,
                            taken,
                            () -> Refusal.of(
                                    Problem.TOO_MANY_SENDS, wait(entries, subject, now, settings.sendsPerDay(), DAY)));
                    if (refusal.isEmpty() && settings.sendsPerDay() > 0) {
                        dated.add(taken.get(taken.size() - 1));
                    }
                    return refusal;
                });
    }

    private static Optional<Refusal> takeOne(
            Entries entries, String key, int limit, Duration window, List<Slot> taken, Supplier<Refusal> refusal) {
        if (limit == 0) {
            return Optional.empty();
        }
        Optional<Slot> slot = Slots.take(entries, key, limit, window);
        slot.ifPresent(taken::add);
        return slot.isPresent() ? Optional.empty() : Optional.of(refusal.get());
    }

    /** Until fewer than {@code limit} messages lie within the window; the whole window where their times are not known. */
    private Duration wait(Entries entries, Subject subject, Instant now, int limit, Duration window) {
        List<Instant> sent = new ArrayList<>();
        for (Map<String, String> notes : Slots.notes(entries, subject.day(), settings.sendsPerDay())) {
            if (notes.containsKey(SENT_AT)) {
                sent.add(Notes.instant(notes, SENT_AT));
            }
        }
        sent.sort(Comparator.reverseOrder());
        if (sent.size() < limit) {
            return window;
        }
        Duration wait = Duration.between(now, sent.get(limit - 1).plus(window));
        return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
    }

    private static List<Subject> subjects(Namer names, Claim claim) {
        return subjects(names, claim, claim.standing());
    }

    private static List<Subject> subjects(Namer names, Claim claim, Standing standing) {
        return List.of(
                Subject.of(names, "user", standing, claim.userId()),
                Subject.of(names, "number", standing, claim.number().e164()));
    }

    /** The names of one subject's three counters. */
    private record Subject(String cooldown, String hour, String day) {
        static Subject of(Namer names, String kind, Standing standing, String id) {
            return new Subject(
                    names.name("sends-" + kind + "-cooldown", standing.name(), id),
                    names.name("sends-" + kind + "-hour", standing.name(), id),
                    names.name("sends-" + kind + "-day", standing.name(), id));
        }
    }
}
