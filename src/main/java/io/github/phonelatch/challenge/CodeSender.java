package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.Channel;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Answers a code request in this order: the rules for numbers, then the live message or else a reservation of a new
 * one, then the send, and where the provider holds another code the next template.
 */
final class CodeSender {
    private static final Duration LOOK_EVERY = Duration.ofMillis(25);

    /**
     * Acquiring the limits is waited for this many times as long, because an intent of a dead node ends only after
     * that.
     */
    private static final int HANDSHAKES_FOR_LIMITS = 4;

    private final OtpGateway gateway;
    private final InstantSource clock;
    private final Duration handshake;
    private final NumberRules rules;
    private final TemplateChoice templates;
    private final LiveMessages live;
    private final MessageReservation reservations;
    private final Delivery delivery;

    /** @param handshake how long a second click waits for the first one to store what it is doing */
    CodeSender(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            ChallengeListener listener,
            Duration handshake,
            Limits limits) {
        this.gateway = gateway;
        this.clock = clock;
        this.handshake = handshake;
        this.rules = new NumberRules(settings);
        this.templates = new TemplateChoice(gateway, settings);
        MessageStore messages = new MessageStore();
        ChallengeStore challenges = new ChallengeStore(keys, messages);
        ChallengeView view = new ChallengeView(gateway, settings);
        this.live = new LiveMessages(store, keys, settings, clock, view, messages, challenges);
        MessageIntent intent = new MessageIntent(store, keys, messages);
        this.reservations = new MessageReservation(store, keys, clock, limits, live, intent, messages, challenges);
        MessageOutcome outcome =
                new MessageOutcome(store, keys, clock, limits, templates, reservations, intent, messages, view);
        this.delivery = new Delivery(gateway, settings, clock, listener, outcome);
    }

    /** How far a challenge is. Empty where the code request has no challenge of this id. */
    Optional<RequestResult> current(String challengeId, CodeRequest request) {
        return live.current(challengeId, request).map(result -> templates.offered(request.number(), result));
    }

    /** A challenge on a live message, preferably of the wanted channel. Empty where none is alive. */
    Optional<RequestResult> join(CodeRequest request, Optional<Channel> wanted, ChallengeIds ids) {
        return live.join(request, wanted, ids).map(result -> templates.offered(request.number(), result));
    }

    /** A challenge on the live message, or on a new one. */
    RequestResult request(CodeRequest request, Optional<Channel> wanted, ChallengeIds ids) {
        Optional<Refusal> refusal = rules.refusal(request.number());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        // Before the template is read, because that takes its part of the time that a page waits.
        Instant pageGoesOn = clock.instant().plus(gateway.calls().pageWait());
        return templates
                .first(request.number(), wanted)
                .map(template -> templates.offered(request.number(), request(request, template, ids, pageGoesOn)))
                .orElseGet(() -> refused(templates.refusal(request.number())));
    }

    private RequestResult request(CodeRequest request, ChosenTemplate template, ChallengeIds ids, Instant pageGoesOn) {
        Reservation reservation = reservations.reserve(ids, request, template);
        for (long i = 1; i < looksAt(reservation); i++) {
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
            reservation = reservations.reserve(ids, request, template);
        }
        if (reservation instanceof Reservation.Ours ours) {
            return delivery.send(ours.message(), pageGoesOn);
        }
        if (reservation instanceof Reservation.Answered answered) {
            return answered.result();
        }
        if (reservation instanceof Reservation.AlreadyOut alreadyOut) {
            return templates
                    .next(request.number(), template)
                    .map(next -> request(request, next, ids, pageGoesOn))
                    .orElseGet(() -> refused(alreadyOut.refusal()));
        }
        return refused(Refusal.of(
                Problem.OUTCOME_UNKNOWN,
                reservation instanceof Reservation.Awaited
                        ? MessageStore.INTENT
                        : template.codes().lifetime()));
    }

    /** How often to look before another request with the same message is given up. */
    private long looksAt(Reservation reservation) {
        long looks = handshake.dividedBy(LOOK_EVERY);
        if (reservation instanceof Reservation.Awaited) {
            return HANDSHAKES_FOR_LIMITS * looks;
        }
        return reservation instanceof Reservation.Unsettled ? looks : 0;
    }

    private static RequestResult refused(Refusal refusal) {
        return new RequestResult.Refused(refusal);
    }
}
