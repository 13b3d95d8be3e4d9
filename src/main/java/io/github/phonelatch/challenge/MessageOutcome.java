package io.github.phonelatch.challenge;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Stores what became of a message that was handed to the gateway. Runs on whichever thread learns it, in a
 * transaction of its own.
 */
final class MessageOutcome {
    private final Store store;
    private final Keys keys;
    private final InstantSource clock;
    private final Limits limits;
    private final TemplateChoice templates;
    private final MessageReservation reservations;
    private final MessageIntent intent;
    private final MessageStore messages;
    private final ChallengeView view;

    MessageOutcome(
            Store store,
            Keys keys,
            InstantSource clock,
            Limits limits,
            TemplateChoice templates,
            MessageReservation reservations,
            MessageIntent intent,
            MessageStore messages,
            ChallengeView view) {
        this.store = store;
        this.keys = keys;
        this.clock = clock;
        this.limits = limits;
        this.templates = templates;
        this.reservations = reservations;
        this.intent = intent;
        this.messages = messages;
        this.view = view;
    }

    /** What the page shows of a message that the provider has not answered yet. */
    RequestResult onItsWay(ReservedMessage reserved) {
        return issued(reserved, reserved.message(), clock.instant());
    }

    /** Answers the request, or hands it the message of the next template to send. */
    Reservation settle(ReservedMessage reserved, SendResult result) {
        if (!clock.instant().isBefore(reserved.message().resendAt())) {
            // Nothing is stored, because the code has ended and the name may be the next message's by now.
            return Reservation.refused(Refusal.of(Problem.CODE_EXPIRED));
        }
        if (result instanceof SendResult.Sent sent) {
            return store.run(entries -> sent(entries, reserved, sent));
        }
        SendResult.Failed failed = (SendResult.Failed) result;
        if (!failed.outcomeKnown()) {
            return store.run(entries -> unknown(entries, reserved, failed.failure()));
        }
        return failed.failure().kind() == GatewayFailure.Kind.ALREADY_SENT
                ? alreadySent(reserved, failed.failure())
                : store.run(entries -> notSent(entries, reserved, failed.failure()));
    }

    private Reservation sent(Entries entries, ReservedMessage reserved, SendResult.Sent sent) {
        Instant now = clock.instant();
        MessageRecord message = reserved.message().sent(sent.messageId(), sent.channel());
        messages.write(entries, reserved.name(), message, now);
        limits.sent(entries, reserved.request(), reserved.template().codes().lifetime(), now);
        return new Reservation.Answered(issued(reserved, message, now));
    }

    /** The permits stay used, because the message may have been sent. */
    private Reservation unknown(Entries entries, ReservedMessage reserved, GatewayFailure failure) {
        Instant now = clock.instant();
        messages.write(entries, reserved.name(), reserved.message().unknown(), now);
        return Reservation.refused(
                new Refusal(Problem.OUTCOME_UNKNOWN, reserved.message().resendIn(now), -1, failure));
    }

    private Reservation notSent(Entries entries, ReservedMessage reserved, GatewayFailure failure) {
        messages.release(entries, reserved.name());
        messages.write(entries, reserved.name(), reserved.message().failed(failure.kind()), clock.instant());
        reserved.permits().giveBack(entries, ReturnReason.of(failure));
        return Reservation.refused(Refusal.of(failure));
    }

    /**
     * The provider holds another code for this number, and the same click goes on with the next template, if there is
     * one.
     */
    private Reservation alreadySent(ReservedMessage reserved, GatewayFailure failure) {
        // Another request that has the intent for the next template sends that one, or is told why not.
        Optional<ChosenTemplate> next = templates
                .next(reserved.request().number(), reserved.template())
                .filter(template -> intent.get(reserved.request(), template));
        Reservation reservation = new Reservation.Unsettled();
        try {
            reservation = store.run(entries -> alreadySent(entries, reserved, failure, next));
        } finally {
            if (!(reservation instanceof Reservation.Ours)) {
                next.ifPresent(template -> intent.end(reserved.request(), template));
            }
        }
        return reservation;
    }

    private Reservation alreadySent(
            Entries entries, ReservedMessage reserved, GatewayFailure failure, Optional<ChosenTemplate> next) {
        Instant now = clock.instant();
        messages.release(entries, reserved.name());
        Instant until = messages.window(
                        entries, keys, reserved.request(), reserved.template().id())
                .filter(now::isBefore)
                .orElse(reserved.message().resendAt());
        MessageRecord alreadyOut = reserved.message().alreadyOut(until);
        messages.write(entries, reserved.name(), alreadyOut, now);
        Reservation onward = next.map(template -> reservations.reserveNext(entries, reserved, template, now))
                .orElseGet(Reservation.Unsettled::new);
        if (onward instanceof Reservation.Ours) {
            return onward;
        }
        reserved.permits().giveBack(entries, ReturnReason.of(failure));
        return onward instanceof Reservation.Answered
                ? onward
                : Reservation.refused(new Refusal(Problem.CODE_ALREADY_OUT, alreadyOut.resendIn(now), -1, failure));
    }

    private RequestResult issued(ReservedMessage reserved, MessageRecord message, Instant now) {
        return view.issued(reserved.challengeId(), message, false, true, now);
    }
}
