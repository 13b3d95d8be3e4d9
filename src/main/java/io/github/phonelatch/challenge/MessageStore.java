package io.github.phonelatch.challenge;

import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The live messages. One name stands for one (user, number, template, standing); under it a reservation, taken with
 * put-if-absent so that one click sends one message, and the record of what became of it. A reservation that never gets its
 * record is a send whose outcome nobody knows, and stands in the way for as long as a code lives.
 *
 * <p>Before both comes the intent: of all that ask for one message one asks the limits, and the others wait for what becomes
 * of it. It only keeps them apart. That one message is sent is the reservation's to say.
 */
final class MessageStore {
    /** The provider's window begins when it takes the message, a little after we reserved: asking at once would be too early. */
    private static final Duration PROVIDER_LAG = Duration.ofSeconds(2);
    /** Whatever belongs to a message outlives it, so that a page can say that the code has ended. */
    private static final Duration AFTERLIFE = Duration.ofMinutes(10);

    /**
     * How long one request may keep others of the same message waiting: far longer than asking the limits takes, and all that
     * a node that dies meanwhile costs anybody.
     */
    static final Duration INTENT = Duration.ofSeconds(3);

    private static final String UNTIL = "until";

    /** A message and where its record lies. */
    record Found(Namer names, String name, MessageRecord message) {}

    static String name(Namer names, CodeRequest request, String template) {
        return names.name(
                "message",
                request.userId(),
                request.number().e164(),
                template,
                request.requester().name());
    }

    /** The message that stands in the way of another one, also if it was stored before the realm's key was rotated. */
    Optional<Found> live(Entries entries, Keys keys, CodeRequest request, String template, Instant now) {
        for (Namer names : keys.enabled()) {
            String name = name(names, request, template);
            Optional<MessageRecord> message = read(entries, name).filter(candidate -> candidate.standsInTheWay(now));
            if (message.isPresent()) {
                return Optional.of(new Found(names, name, message.get()));
            }
        }
        return Optional.empty();
    }

    Optional<MessageRecord> read(Entries entries, String name) {
        return entries.get(name).flatMap(MessageRecord::read);
    }

    /** True for exactly one of any number of callers, until it is given up or {@link #INTENT} has passed. */
    boolean intend(Entries entries, String name) {
        return entries.putIfAbsent(intent(name), INTENT);
    }

    boolean isIntended(Entries entries, String name) {
        return entries.contains(intent(name));
    }

    /** The last call of its transaction: others wait for this one entry, and who waits with it in hand could wait for them. */
    void endIntent(Entries entries, String name) {
        entries.remove(intent(name));
    }

    /** True for exactly one of any number of callers, until the message has ended. */
    boolean reserve(Entries entries, String name, Duration lifetime) {
        return entries.putIfAbsent(reservation(name), lifetime.plus(PROVIDER_LAG));
    }

    boolean isReserved(Entries entries, String name) {
        return entries.contains(reservation(name));
    }

    void release(Entries entries, String name) {
        entries.remove(reservation(name));
    }

    MessageRecord sending(String generation, Instant now, Duration lifetime, int codeLength, boolean digitsOnly) {
        Instant expiresAt = now.plus(lifetime);
        return new MessageRecord(
                generation,
                MessageRecord.State.SENDING,
                now,
                expiresAt,
                expiresAt.plus(PROVIDER_LAG),
                "",
                "",
                codeLength,
                digitsOnly,
                null);
    }

    void write(Entries entries, String name, MessageRecord message, Instant now) {
        entries.put(name, untilForgotten(message, now), message.toNotes());
    }

    static Duration untilForgotten(MessageRecord message, Instant now) {
        return message.resendIn(now).plus(AFTERLIFE);
    }

    /** Takes one of the tries on this message, whoever joined it. */
    Optional<Slot> takeAttempt(Entries entries, String name, MessageRecord message, int limit, Instant now) {
        return Slots.take(entries, attempts(name, message), limit, untilForgotten(message, now));
    }

    /** For showing only. */
    boolean attemptsUsedUp(Entries entries, String name, MessageRecord message, int limit) {
        return !Slots.free(entries, attempts(name, message), limit);
    }

    /**
     * Ends a message that was answered by its code.
     *
     * @return true for exactly one caller, whatever others do to the message's record meanwhile
     */
    boolean consume(Entries entries, String name, MessageRecord message, Instant now) {
        if (!entries.putIfAbsent(name + ":" + message.generation() + ":used", untilForgotten(message, now))) {
            return false;
        }
        drop(entries, name, message, now);
        return true;
    }

    /**
     * Makes room for the next message. Only the first of any number of callers does: a slower one would look, find this
     * message, and then remove the next one, which took its name meanwhile.
     */
    void drop(Entries entries, String name, MessageRecord message, Instant now) {
        if (!entries.putIfAbsent(name + ":" + message.generation() + ":dropped", untilForgotten(message, now))) {
            return;
        }
        boolean ours = read(entries, name)
                .filter(stored -> stored.generation().equals(message.generation()))
                .isPresent();
        if (ours && entries.remove(name)) {
            release(entries, name);
        }
    }

    /** Remembers when the provider takes the next message for this number, for it does not say so itself. */
    void keepWindow(Entries entries, Namer names, CodeRequest request, String template, Instant until, Instant now) {
        if (now.isBefore(until)) {
            entries.put(
                    window(names, request, template),
                    Duration.between(now, until),
                    Map.of(UNTIL, RecordFields.of(until)));
        }
    }

    Optional<Instant> window(Entries entries, Keys keys, CodeRequest request, String template) {
        return keys.enabled().stream()
                .flatMap(names -> entries.get(window(names, request, template)).stream())
                .map(notes -> RecordFields.instant(notes, UNTIL))
                .findFirst();
    }

    private static String window(Namer names, CodeRequest request, String template) {
        return names.name("window", request.number().e164(), template);
    }

    private static String attempts(String name, MessageRecord message) {
        return name + ":" + message.generation();
    }

    private static String reservation(String name) {
        return name + ":reserved";
    }

    private static String intent(String name) {
        return name + ":intent";
    }
}
