package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How many attempts a message has, and how many wrong codes a person may enter over any number of messages: per hour,
 * and in a row. No new code resets those two.
 *
 * <p>The permits are acquired before the provider is asked and given back when the code was right, because parallel
 * attempts could share a count otherwise.
 */
final class CodeEntryLimits {
    private static final Duration HOUR = Duration.ofHours(1);
    /** How long a row may last. Far longer than the hour, so that slow attempts are noticed too. */
    private static final Duration ROW = Duration.ofDays(30);

    private static final Duration BLOCK = Duration.ofHours(24);
    private static final String FAILED_AT = "at";
    private static final String UNTIL = "until";

    private final Keys keys;
    private final RealmSettings settings;
    private final MessageStore messages;

    CodeEntryLimits(Keys keys, RealmSettings settings, MessageStore messages) {
        this.keys = keys;
        this.settings = settings;
        this.messages = messages;
    }

    /** Why no code could be checked now, and so none should be sent. Takes nothing. */
    Optional<Refusal> refusal(Entries entries, CodeRequest request, Instant now) {
        Optional<Refusal> blocked = blocked(entries, request, request.requester(), now);
        String hour = hour(request, request.requester());
        if (blocked.isPresent()
                || settings.codeEntry().failuresPerHour().isOff()
                || Slots.free(
                        entries, hour, settings.codeEntry().failuresPerHour().value())) {
            return blocked;
        }
        return Optional.of(tooManyFailures(entries, request, request.requester(), now));
    }

    /** Whether the phone is blocked as this person's factor. Only failures of the owner block it. */
    private Optional<Refusal> blocked(Entries entries, CodeRequest request, Requester requester, Instant now) {
        if (requester != Requester.OWNER) {
            return Optional.empty();
        }
        return entries.get(block(request))
                .map(notes -> RecordFields.instant(notes, UNTIL))
                .filter(now::isBefore)
                .map(until -> Refusal.of(Problem.BLOCKED, Duration.between(now, until)));
    }

    /** Acquires the permits of one attempt on a message, or none. */
    Acquisition acquire(
            Entries entries, CodeRequest request, ChallengeRecord challenge, MessageRecord message, Instant now) {
        List<Permit> permits = new ArrayList<>();
        Optional<Slot> attempt = messages.takeAttempt(
                entries, challenge.message(), message, settings.codeEntry().maxAttempts(), now);
        if (attempt.isEmpty()) {
            return Acquisition.refused(Refusal.of(Problem.TOO_MANY_ATTEMPTS, message.resendIn(now)));
        }
        permits.add(new Permit.OfSlot(Limit.ATTEMPTS, attempt.get()));
        Optional<Refusal> refusal = countFailure(entries, request, challenge.requester(), permits, now);
        if (refusal.isPresent()) {
            new Permits(permits).giveBack(entries, ReturnReason.REFUSED_BY_NARROWER_LIMIT);
            return Acquisition.refused(refusal.get());
        }
        return Acquisition.of(permits);
    }

    /** Counts the attempt as a failure until its code is known to be right. */
    private Optional<Refusal> countFailure(
            Entries entries, CodeRequest request, Requester requester, List<Permit> permits, Instant now) {
        Optional<Refusal> blocked = blocked(entries, request, requester, now);
        if (blocked.isPresent()) {
            return blocked;
        }
        if (!settings.codeEntry().failuresPerHour().isOff()) {
            Optional<Slot> hour = Slots.take(
                    entries,
                    hour(request, requester),
                    settings.codeEntry().failuresPerHour().value(),
                    HOUR);
            if (hour.isEmpty()) {
                return Optional.of(tooManyFailures(entries, request, requester, now));
            }
            permits.add(new Permit.OfSlot(Limit.FAILURES_PER_HOUR, hour.get()));
        }
        if (countsRow(requester)) {
            Optional<Slot> row = Slots.take(
                    entries, row(request), settings.codeEntry().failuresInARow().value(), ROW);
            if (row.isEmpty()) {
                return Optional.of(block(entries, request, now));
            }
            permits.add(new Permit.OfSlot(Limit.FAILURES_IN_A_ROW, row.get()));
        }
        return Optional.empty();
    }

    /** The code was right. The row of failures ends, and the hour keeps the earlier ones. */
    void right(Entries entries, CodeRequest request, Permits permits) {
        permits.giveBack(entries, ReturnReason.CODE_RIGHT);
        permits.slot(Limit.FAILURES_IN_A_ROW)
                .ifPresent(last -> Slots.clear(
                        entries,
                        row(request),
                        last.index() + 1,
                        settings.codeEntry().failuresInARow().value()));
    }

    /** The attempt stays counted in the hour. Its time is stored, so that a refusal can say how long to wait. */
    void failed(Entries entries, Permits permits, Instant now) {
        permits.slot(Limit.FAILURES_PER_HOUR)
                .ifPresent(hour -> entries.put(hour.key(), HOUR, Map.of(FAILED_AT, RecordFields.of(now))));
    }

    /**
     * The code was wrong.
     *
     * @return the block, where this failure was the last of the row
     */
    Optional<Refusal> wrong(Entries entries, CodeRequest request, Permits permits, Instant now) {
        failed(entries, permits, now);
        return permits.slot(Limit.FAILURES_IN_A_ROW)
                .filter(slot ->
                        slot.index() == settings.codeEntry().failuresInARow().value() - 1)
                // Earlier slots may have been given back since this one was taken.
                .filter(slot -> !Slots.free(
                        entries,
                        row(request),
                        settings.codeEntry().failuresInARow().value()))
                .map(slot -> block(entries, request, now));
    }

    /**
     * The row stays full until just before the block ends. Freed now, it would let attempts through that are made
     * before the block can be seen.
     */
    private Refusal block(Entries entries, CodeRequest request, Instant now) {
        Slots.hold(entries, row(request), settings.codeEntry().failuresInARow().value(), BLOCK.minusSeconds(1));
        entries.put(block(request), BLOCK, Map.of(UNTIL, RecordFields.of(now.plus(BLOCK))));
        return Refusal.of(Problem.BLOCKED, BLOCK);
    }

    private Refusal tooManyFailures(Entries entries, CodeRequest request, Requester requester, Instant now) {
        Duration wait =
                Slots.notes(
                                entries,
                                hour(request, requester),
                                settings.codeEntry().failuresPerHour().value())
                        .stream()
                        .filter(notes -> notes.containsKey(FAILED_AT))
                        .map(notes -> RecordFields.instant(notes, FAILED_AT))
                        .min(Instant::compareTo)
                        .map(oldest -> Duration.between(now, oldest.plus(HOUR)))
                        .filter(left -> left.compareTo(Duration.ofSeconds(1)) > 0)
                        .orElse(HOUR);
        return Refusal.of(Problem.TOO_MANY_FAILURES, wait);
    }

    private boolean countsRow(Requester requester) {
        return requester == Requester.OWNER
                && !settings.codeEntry().failuresInARow().isOff();
    }

    private String hour(CodeRequest request, Requester requester) {
        return keys.active().name("failures-hour", requester.name(), request.userId());
    }

    private String row(CodeRequest request) {
        return keys.active().name("failures-row", request.userId());
    }

    private String block(CodeRequest request) {
        return keys.active().name("blocked", request.userId());
    }
}
