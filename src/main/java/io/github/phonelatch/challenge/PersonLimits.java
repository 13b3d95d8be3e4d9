package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How many messages a person and a number may get: a pause between two, a limit per hour and one per day. */
final class PersonLimits {
    private final Keys keys;
    private final RealmSettings settings;
    private final NodePermits node;

    PersonLimits(Keys keys, RealmSettings settings, NodePermits node) {
        this.keys = keys;
        this.settings = settings;
        this.node = node;
    }

    /** The counters that a person and a number have each. */
    private enum Window {
        COOLDOWN,
        HOUR,
        DAY
    }

    /** At most so many messages within the time. */
    private record Counter(Window window, String key, int limit, Duration time, Problem problem) {}

    /**
     * A person or a number.
     *
     * @param name under which this node remembers its messages
     * @param counters those that are on, from the shortest window to the longest
     */
    private record Subject(Limit limit, String name, List<Counter> counters) {}

    /** Why no message could be sent now. Takes nothing, so that a refusal costs nobody anything. */
    Optional<Refusal> refusal(Entries entries, CodeRequest request, Instant now) {
        return subjects(request, request.requester()).stream()
                .flatMap(subject -> subject.counters().stream()
                        .filter(counter -> !Slots.free(entries, counter.key(), counter.limit()))
                        .map(counter -> refusal(subject, counter, now)))
                .findFirst();
    }

    private Refusal refusal(Subject subject, Counter full, Instant now) {
        return Refusal.of(full.problem(), node.wait(subject.name(), full.limit(), full.time(), now));
    }

    /** Acquires a permit of each counter, or none. */
    Acquisition acquire(Entries entries, CodeRequest request, Instant now) {
        List<Permit> permits = new ArrayList<>();
        List<Subject> subjects = subjects(request, request.requester());
        for (Subject subject : subjects) {
            for (Counter counter : subject.counters()) {
                Optional<Slot> slot = Slots.take(entries, counter.key(), counter.limit(), counter.time());
                if (slot.isEmpty()) {
                    new Permits(permits).giveBack(entries, ReturnReason.REFUSED_BY_NARROWER_LIMIT);
                    return Acquisition.refused(refusal(subject, counter, now));
                }
                permits.add(new Permit.OfSlot(subject.limit(), slot.get()));
            }
        }
        for (Subject subject : subjects) {
            node.sent(subject.name(), now);
            permits.add(new Permit.OfMemory(subject.limit(), node, subject.name(), now));
        }
        return Acquisition.of(permits);
    }

    /** After a right code the next message need not wait, but the last one still counts in the hour and the day. */
    void liftCooldown(Entries entries, CodeRequest request, Requester requester) {
        for (Subject subject : subjects(request, requester)) {
            subject.counters().stream()
                    .filter(counter -> counter.window() == Window.COOLDOWN)
                    .forEach(counter -> Slots.clear(entries, counter.key(), counter.limit(), counter.limit()));
        }
    }

    private List<Subject> subjects(CodeRequest request, Requester requester) {
        Subject person = subject(Limit.PERSON, "user", requester, request.userId());
        return requester == Requester.ANONYMOUS_INPUT
                // What was typed stands in the person's place: a number is counted by that already, and of an address
                // no number may tell anything.
                ? List.of(person)
                : List.of(
                        person,
                        subject(
                                Limit.NUMBER,
                                "number",
                                requester,
                                request.number().e164()));
    }

    private Subject subject(Limit limit, String kind, Requester requester, String id) {
        Namer names = keys.active();
        String name = "sends-" + kind;
        List<Counter> counters = Arrays.stream(Window.values())
                .map(window -> counter(window, names, name, requester, id))
                .filter(counter -> counter.limit() > 0 && !counter.time().isZero())
                .sorted(Comparator.comparing(Counter::time))
                .toList();
        return new Subject(limit, names.name(name, requester.name(), id), counters);
    }

    /** A limit or a time of 0 is off. */
    private Counter counter(Window window, Namer names, String name, Requester requester, String id) {
        return switch (window) {
            case COOLDOWN ->
                new Counter(
                        window,
                        names.name(name + "-cooldown", requester.name(), id),
                        1,
                        settings.sending().person().cooldown(),
                        Problem.COOLDOWN);
            case HOUR ->
                new Counter(
                        window,
                        names.name(name + "-hour", requester.name(), id),
                        settings.sending().person().perHour().value(),
                        Duration.ofHours(1),
                        Problem.TOO_MANY_SENDS);
            case DAY ->
                new Counter(
                        window,
                        names.name(name + "-day", requester.name(), id),
                        settings.sending().person().perDay().value(),
                        Duration.ofDays(1),
                        Problem.TOO_MANY_SENDS);
        };
    }
}
