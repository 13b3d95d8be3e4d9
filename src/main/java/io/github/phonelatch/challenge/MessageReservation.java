package io.github.phonelatch.challenge;

import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;

/**
 * Reserves a message for one of all requests that ask for it.
 *
 * <p>The algorithm: one request gets the intent in the store. It looks once more at what the last holder left,
 * acquires the limits from the widest to the narrowest, and then stores the reservation, the permits of person and
 * number, the message and the challenge in one transaction, which ends the intent. The other requests wait and hold
 * nothing, because a permit that they acquired and gave back when they join could be refused to somebody meanwhile.
 */
final class MessageReservation {
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Store store;
    private final Keys keys;
    private final InstantSource clock;
    private final Limits limits;
    private final LiveMessages live;
    private final MessageIntent intent;
    private final MessageStore messages;
    private final ChallengeStore challenges;

    MessageReservation(
            Store store,
            Keys keys,
            InstantSource clock,
            Limits limits,
            LiveMessages live,
            MessageIntent intent,
            MessageStore messages,
            ChallengeStore challenges) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
        this.limits = limits;
        this.live = live;
        this.intent = intent;
        this.messages = messages;
        this.challenges = challenges;
    }

    Reservation reserve(ChallengeIds ids, CodeRequest request, ChosenTemplate template) {
        // Before the look at the store, which then shows everybody who had a hand in what is known here.
        Optional<Refusal> known = limits.knownRefusal(request, clock.instant());
        Optional<Reservation> hindrance =
                store.run(entries -> hindrance(entries, ids, request, template, known, clock.instant()));
        return hindrance.orElseGet(() -> reserveAsHolder(ids, request, template));
    }

    /**
     * What stands in the way of a message without asking a limit. Empty where this request has the intent now.
     *
     * @param known why nothing may be sent, as this node knew it before the transaction began
     */
    private Optional<Reservation> hindrance(
            Entries entries,
            ChallengeIds ids,
            CodeRequest request,
            ChosenTemplate template,
            Optional<Refusal> known,
            Instant now) {
        String name = name(request, template);
        // First of all, because a request that used up what is known to be full reserves before it ends its intent.
        if (known.isPresent() && messages.isIntended(entries, name)) {
            return Optional.of(new Reservation.Awaited());
        }
        Optional<Reservation> found = live.find(entries, ids, request, template, now);
        if (found.isPresent()) {
            return found;
        }
        if (known.isPresent()) {
            return Optional.of(
                    messages.isReserved(entries, name)
                            ? new Reservation.Unsettled()
                            : Reservation.refused(known.get()));
        }
        Optional<Refusal> useless = limits.entryRefusal(entries, request, now);
        if (useless.isPresent()) {
            return useless.map(Reservation::refused);
        }
        return messages.intend(entries, name) ? Optional.empty() : Optional.of(new Reservation.Awaited());
    }

    /** The intent is this request's until it has stored its reservation, or ends without one. */
    private Reservation reserveAsHolder(ChallengeIds ids, CodeRequest request, ChosenTemplate template) {
        Permits shared = Permits.NONE;
        Reservation reservation = new Reservation.Unsettled();
        ReturnReason reason = ReturnReason.NOT_SENT;
        try {
            // In a transaction of its own, because one that began before the intent was had may not see what the last
            // holder stored.
            Optional<Reservation> left =
                    store.run(entries -> leftByLastHolder(entries, ids, request, template, clock.instant()));
            if (left.isPresent()) {
                reservation = left.get();
                return reservation;
            }
            Acquisition acquired = limits.acquireShared(request, clock.instant());
            if (acquired.refusal().isPresent()) {
                reservation = Reservation.refused(acquired.refusal().get());
                return reservation;
            }
            shared = acquired.permits();
            reservation = store.run(entries -> reserve(entries, ids, request, template, acquired.permits()));
            reason = reservation instanceof Reservation.Answered answered
                            && answered.result() instanceof RequestResult.Refused
                    ? ReturnReason.REFUSED_BY_NARROWER_LIMIT
                    : ReturnReason.JOINED;
            return reservation;
        } finally {
            if (!(reservation instanceof Reservation.Ours)) {
                shared.giveBack(store, reason);
                intent.end(request, template);
            }
        }
    }

    /** What the last holder of the intent left, and which refusal can be told without acquiring a permit. */
    private Optional<Reservation> leftByLastHolder(
            Entries entries, ChallengeIds ids, CodeRequest request, ChosenTemplate template, Instant now) {
        // A record may be live without a reservation: one that says that the provider holds another code.
        Optional<Reservation> found = live.find(entries, ids, request, template, now);
        if (found.isPresent()) {
            return found;
        }
        if (messages.isReserved(entries, name(request, template))) {
            return Optional.of(new Reservation.Unsettled());
        }
        return limits.refusal(entries, request, now).map(Reservation::refused);
    }

    private Reservation reserve(
            Entries entries, ChallengeIds ids, CodeRequest request, ChosenTemplate template, Permits shared) {
        Instant now = clock.instant();
        // The intent may have ended while leases were waited for.
        Optional<Reservation> found = live.find(entries, ids, request, template, now);
        if (found.isPresent()) {
            return found.get();
        }
        String name = name(request, template);
        if (!messages.reserve(entries, name, template.codes().lifetime())) {
            return new Reservation.Unsettled();
        }
        Acquisition acquired = limits.acquireOwn(entries, request, now);
        if (acquired.refusal().isPresent()) {
            messages.release(entries, name);
            return Reservation.refused(acquired.refusal().get());
        }
        return ours(entries, ids, randomId(), request, template, shared.and(acquired.permits()), now);
    }

    /**
     * Reserves the message of the next template for a click whose first one was not sent. The permits and the
     * challenge go along, because it is still one message and the page may already wait for it.
     */
    Reservation reserveNext(Entries entries, ReservedMessage first, ChosenTemplate template, Instant now) {
        CodeRequest request = first.request();
        Optional<Reservation> found =
                live.find(entries, (names, asked, message) -> first.challengeId(), request, template, now);
        if (found.isPresent()) {
            return found.get();
        }
        if (!messages.reserve(entries, name(request, template), template.codes().lifetime())) {
            return new Reservation.Unsettled();
        }
        // Of the same generation, so that the challenge keeps its id.
        String generation = first.message().generation();
        return ours(entries, first.ids(), generation, request, template, first.permits(), now);
    }

    private Reservation ours(
            Entries entries,
            ChallengeIds ids,
            String generation,
            CodeRequest request,
            ChosenTemplate template,
            Permits permits,
            Instant now) {
        String name = name(request, template);
        MessageRecord message = MessageStore.sending(generation, now, template);
        messages.write(entries, name, message, now);
        String challengeId = ids.of(keys.active(), request, message);
        challenges.write(entries, keys.active(), challengeId, request, template.id(), name, message, now);
        messages.endIntent(entries, name);
        return new Reservation.Ours(new ReservedMessage(ids, challengeId, request, template, name, message, permits));
    }

    private String name(CodeRequest request, ChosenTemplate template) {
        return MessageStore.name(keys.active(), request, template.id());
    }

    private static String randomId() {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }
}
