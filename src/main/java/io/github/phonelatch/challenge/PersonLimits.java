package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.RealmSettings.Sending.PerPerson;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How many messages a person and a number may get: a pause between two, a limit per hour and one per day. */
final class PersonLimits {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration DAY = Duration.ofDays(1);

    private final PerPerson settings;
    private final NodePermits permits;

    PersonLimits(RealmSettings settings, NodePermits permits) {
        this.settings = settings.sending().person();
        this.permits = permits;
    }

    /**
     * Either every guard let the message pass and these slots are taken, or none is taken and this is why.
     *
     * @param subjects whose the slots are
     */
    record Taken(List<Slot> slots, List<String> subjects, Instant at, Optional<Refusal> refusal) {}

    /** Why no message could be sent now. Takes nothing, so who is told so has cost nobody anything. */
    Optional<Refusal> refusal(Entries entries, Namer names, CodeRequest request, Instant now) {
        return subjects(names, request, request.requester()).stream()
                .flatMap(subject -> subject.counters().stream()
                        .filter(counter -> !Slots.free(entries, counter.key(), counter.limit()))
                        .map(counter -> refusal(subject, counter, now)))
                .findFirst();
    }

    private Refusal refusal(Subject subject, Counter full, Instant now) {
        return Refusal.of(full.problem(), permits.wait(subject.name(), full.limit(), full.window(), now));
    }

    Taken take(Entries entries, Namer names, CodeRequest request, Instant now) {
        List<Slot> taken = new ArrayList<>();
        List<Subject> subjects = subjects(names, request, request.requester());
        for (Subject subject : subjects) {
            for (Counter counter : subject.counters()) {
                Optional<Slot> slot = Slots.take(entries, counter.key(), counter.limit(), counter.window());
                if (slot.isEmpty()) {
                    taken.forEach(other -> other.release(entries));
                    return new Taken(List.of(), List.of(), now, Optional.of(refusal(subject, counter, now)));
                }
                taken.add(slot.get());
            }
        }
        List<String> counted = subjects.stream().map(Subject::name).toList();
        counted.forEach(subject -> permits.sent(subject, now));
        return new Taken(List.copyOf(taken), counted, now, Optional.empty());
    }

    /** Of a message that was certainly not sent. */
    void giveBack(Entries entries, Taken taken) {
        taken.slots().forEach(slot -> slot.release(entries));
        taken.subjects().forEach(subject -> permits.notSent(subject, taken.at()));
    }

    /** After a right code the next message need not wait; it still counts in the hour and the day. */
    void liftCooldown(Entries entries, Namer names, CodeRequest request, Requester requester) {
        for (Subject subject : subjects(names, request, requester)) {
            subject.counters().stream()
                    .filter(counter -> counter.problem() == Problem.COOLDOWN)
                    .forEach(counter -> Slots.clear(entries, counter.key(), counter.limit(), counter.limit()));
        }
    }

    private List<Subject> subjects(Namer names, CodeRequest request, Requester requester) {
        Subject user = subject(names, "user", requester, request.userId());
        return requester == Requester.ANONYMOUS_INPUT
                // Of a claim by address the number says nothing, and in any other it is the subject already.
                ? List.of(user)
                : List.of(
                        user,
                        subject(names, "number", requester, request.number().e164()));
    }

    private Subject subject(Namer names, String kind, Requester requester, String id) {
        List<Counter> counters = new ArrayList<>();
        if (!settings.cooldown().isZero()) {
            counters.add(new Counter(
                    names.name("sends-" + kind + "-cooldown", requester.name(), id),
                    1,
                    settings.cooldown(),
                    Problem.COOLDOWN));
        }
        if (!settings.perHour().isOff()) {
            counters.add(new Counter(
                    names.name("sends-" + kind + "-hour", requester.name(), id),
                    settings.perHour().value(),
                    HOUR,
                    Problem.TOO_MANY_SENDS));
        }
        if (!settings.perDay().isOff()) {
            counters.add(new Counter(
                    names.name("sends-" + kind + "-day", requester.name(), id),
                    settings.perDay().value(),
                    DAY,
                    Problem.TOO_MANY_SENDS));
        }
        counters.sort(Comparator.comparing(Counter::window));
        return new Subject(names.name("sends-" + kind, requester.name(), id), counters);
    }

    /** At most so many messages within the window. */
    private record Counter(String key, int limit, Duration window, Problem problem) {}

    /**
     * A user or a number.
     *
     * @param counters those that are on, from the shortest window to the longest
     */
    private record Subject(String name, List<Counter> counters) {}
}
