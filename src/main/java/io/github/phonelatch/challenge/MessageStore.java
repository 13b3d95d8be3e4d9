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
 * The live messages. One name stands for one (user, number, template, requester). Under it lie a reservation, taken
 * with put-if-absent so that one click sends one message, and the record of what became of it. A reservation that
 * never gets its record is a send whose outcome nobody knows, and it prevents another message for as long as a code
 * lives.
 *
 * <p>Before both comes the intent. Of all requests for one message the one that holds it acquires the limits, and the
 * others wait. It only keeps them apart: that one message is sent is ensured by the reservation.
 */
final class MessageStore {
    /** Added to the provider's window, because that begins when it takes the message, a little after we reserved. */
    private static final Duration PROVIDER_LAG = Duration.ofSeconds(2);
    /** Everything of a message is kept longer than the message, so that a page can say that the code has ended. */
    private static final Duration AFTERLIFE = Duration.ofMinutes(10);

    /**
     * How long one request may keep others of the same message waiting. That is far longer than acquiring the limits
     * takes, and the most that others wait for a node that died.
     */
    static final Duration INTENT = Duration.ofSeconds(3);

    private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(30);

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

    /** The message that prevents another one, also if it was stored before the realm's key was rotated. */
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

    /**
     * To be the last call of its transaction, because others wait for this entry and could hold what this one waits
     * for.
     */
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

    /** Makes room for the next message at once. */
    void release(Entries entries, String name) {
        entries.remove(reservation(name));
    }

    /** The record of a message that is being sent, whose code lives from now on. */
    static MessageRecord sending(String generation, Instant now, ChosenTemplate template) {
        CodeShape codes = template.codes();
        Instant expiresAt = now.plus(codes.lifetime());
        return new MessageRecord(
                generation,
                MessageRecord.State.SENDING,
                now,
                expiresAt,
                expiresAt.plus(PROVIDER_LAG),
                "",
                template.channel(),
                "",
                codes.length(),
                codes.digitsOnly(),
                null);
    }

    /** Stores the record for as long as a page may ask for it. */
    void write(Entries entries, String name, MessageRecord message, Instant now) {
        entries.put(name, untilForgotten(message, now), message.toNotes());
    }

    /** How long everything of a message is kept from now on. */
    static Duration untilForgotten(MessageRecord message, Instant now) {
        return message.resendIn(now).plus(AFTERLIFE);
    }

    /** Takes one of the attempts on this message, whichever challenge it is made on. */
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
     * Removes a message to make room for the next one. Only the first of any number of callers does, because a slower
     * one could find this message and then remove the next one, which took its name meanwhile.
     */
    void drop(Entries entries, String name, MessageRecord message, Instant now) {
        if (!entries.putIfAbsent(name + ":" + message.generation() + ":dropped", untilForgotten(message, now))) {
            return;
        }
        // While the code lives its reservation keeps the name, so that the record is known to be this message's. Not so
        // near its end, because the clocks of two nodes differ.
        boolean ours = now.isBefore(message.expiresAt().minus(CLOCKS_DIFFER))
                || read(entries, name)
                        .filter(stored -> stored.generation().equals(message.generation()))
                        .isPresent();
        if (ours && entries.remove(name)) {
            release(entries, name);
        }
    }

    /** Remembers when the provider takes the next message for this number, because the provider does not tell. */
    void keepWindow(Entries entries, Namer names, CodeRequest request, String template, Instant until, Instant now) {
        if (now.isBefore(until)) {
            entries.put(
                    window(names, request, template),
                    Duration.between(now, until),
                    Map.of(UNTIL, RecordFields.of(until)));
        }
    }

    /** When the provider takes the next message for this number, as far as it was remembered. */
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
