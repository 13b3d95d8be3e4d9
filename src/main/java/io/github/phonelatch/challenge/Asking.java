package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import io.github.phonelatch.support.StoreException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Finds the live message or sends one: it is reserved and its record stored in one transaction, then handed to the gateway,
 * and what becomes of it is stored in another one, by whichever thread learns it.
 *
 * <p>Limits are asked by one request of a message at a time, which knows that none is alive. Others wait for it and hold
 * nothing: what they would take of a limit and give back when they join could be refused to somebody meanwhile.
 */
final class Asking {
    private static final Logger LOG = Logger.getLogger(Asking.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Duration HANDSHAKE_PAUSE = Duration.ofMillis(25);

    /** Whoever asks the limits is waited for this many times as long: past the end of what a dead node left behind. */
    private static final int HANDSHAKES_FOR_LIMITS = 4;

    /**
     * Refusals of the provider that are about the number. For those the address pays, or who is signed in could have it refuse
     * numbers for as long as they like; for an empty balance or an outage nobody's school has to.
     */
    private static final Set<GatewayFailure.Kind> NUMBERS = EnumSet.of(
            GatewayFailure.Kind.NUMBER_INVALID,
            GatewayFailure.Kind.NUMBER_UNREACHABLE,
            GatewayFailure.Kind.NUMBER_BLOCKED);

    private final Store store;
    private final Keys keys;
    private final OtpGateway gateway;
    private final RealmSettings settings;
    private final InstantSource clock;
    private final Journal journal;
    private final Duration handshake;
    private final NumberRules rules;
    private final WideGuards wideGuards;
    private final SendGuards sendGuards;
    private final FailureGuards failureGuards;
    private final Showing showing;
    private final Messages messages = new Messages();
    private final StoredChallenges challenges;

    /** @param handshake how long a second click waits for the first to store what it is doing */
    Asking(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            Journal journal,
            Duration handshake,
            WideGuards wideGuards,
            SendGuards sendGuards) {
        this.store = store;
        this.keys = keys;
        this.gateway = gateway;
        this.settings = settings;
        this.clock = clock;
        this.journal = journal;
        this.handshake = handshake;
        this.rules = new NumberRules(settings);
        this.wideGuards = wideGuards;
        this.sendGuards = sendGuards;
        this.failureGuards = new FailureGuards(settings);
        this.showing = new Showing(gateway, settings);
        this.challenges = new StoredChallenges(keys, messages);
    }

    /** Which id the challenge of a claim on a message gets. */
    interface Ids {
        Ids NOT_TO_BE_GUESSED = StoredChallenges::id;

        String of(Namer names, Claim claim, MessageRecord message);
    }

    /** A template and what its codes look like. */
    private record Route(Way way, String template, Shape shape) {}

    private record Shape(Duration lifetime, int codeLength, boolean digitsOnly) {}

    /** A send that was reserved and stored, and is to be handed to the gateway. */
    private record Pending(
            Ids ids, String challengeId, Claim claim, Route route, String name, MessageRecord message, Used used) {}

    /** What the message used up of each limit. */
    private record Used(WideGuards.Passed wide, SendGuards.Taken narrow) {}

    private sealed interface Reservation {
        /** This request is the one that sends. */
        record Ours(Pending pending) implements Reservation {}

        /** Somebody's message is alive, or nothing may be sent. */
        record Answered(RequestResult result) implements Reservation {}

        /** The provider holds a code of somebody else's for this number and template. */
        record AlreadyOut(Refusal refusal) implements Reservation {}

        /** Somebody reserved and has not stored what becomes of it. */
        record Unsettled() implements Reservation {}

        /** Another request for the same message is asking the limits. */
        record Awaited() implements Reservation {}
    }

    // --- finding ----------------------------------------------------------------------------------------------------

    Optional<RequestResult> current(String challengeId, Claim claim) {
        return store.run(
                entries -> challenges.find(entries, challengeId, claim).map(found -> current(entries, claim, found)));
    }

    private RequestResult current(Entries entries, Claim claim, StoredChallenges.Found found) {
        Way way = found.challenge().way();
        if (found.message().isEmpty()) {
            return showing.ended(found.id(), claim, way);
        }
        MessageRecord message = found.message().get();
        Instant now = clock.instant();
        Optional<Refusal> notSent = showing.notSent(message, now);
        return notSent.isPresent()
                ? refused(notSent.get())
                : shown(entries, found.id(), claim, way, found.challenge().message(), message, now);
    }

    Optional<RequestResult> join(Claim claim, List<Way> ways, Ids ids) {
        record Live(Way way, Messages.Found found) {}
        return store.run(entries -> {
            Instant now = clock.instant();
            return ways.stream()
                    .flatMap(way -> rules
                            .template(way)
                            .flatMap(template -> messages.live(entries, keys, claim, template, now))
                            .map(found -> new Live(way, found))
                            .stream())
                    .filter(live -> showing.notSent(live.found().message(), now).isEmpty())
                    .min(Comparator.comparing(live ->
                            showing.unusable(live.found().message(), now).isPresent()))
                    .map(live -> join(
                            entries,
                            ids.of(live.found().names(), claim, live.found().message()),
                            claim,
                            live.way(),
                            live.found(),
                            now));
        });
    }

    private RequestResult join(
            Entries entries, String challengeId, Claim claim, Way way, Messages.Found live, Instant now) {
        challenges.write(entries, live.names(), challengeId, claim, way, live.name(), live.message(), now);
        return shown(entries, challengeId, claim, way, live.name(), live.message(), now);
    }

    private RequestResult shown(
            Entries entries,
            String challengeId,
            Claim claim,
            Way way,
            String name,
            MessageRecord message,
            Instant now) {
        boolean exhausted = messages.triesUsedUp(entries, name, message, settings.maxTries());
        return showing.issued(challengeId, claim, way, message, exhausted, false, now);
    }

    // --- reserving --------------------------------------------------------------------------------------------------

    RequestResult request(Claim claim, Way wanted, Ids ids) {
        Optional<Refusal> refusal = rules.refusal(claim.number());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        Way way = rules.way(claim.number(), wanted);
        // Reading a template takes its part of the time that a page waits.
        Instant pageGoesOn = clock.instant().plus(gateway.calls().pageWait());
        return rules.template(way)
                .map(template -> request(claim, route(way, template), ids, pageGoesOn))
                .orElseGet(() -> refused(Refusal.of(Problem.NOT_CONFIGURED)));
    }

    private RequestResult request(Claim claim, Route route, Ids ids, Instant pageGoesOn) {
        Reservation reservation = reserve(ids, claim, route);
        for (long i = 1; i < patience(reservation); i++) {
            LockSupport.parkNanos(HANDSHAKE_PAUSE.toNanos());
            reservation = reserve(ids, claim, route);
        }
        return reservation instanceof Reservation.Ours ours
                ? send(ours.pending(), pageGoesOn)
                : settled(claim, route, ids, pageGoesOn, reservation);
    }

    /** How many looks at it whoever is under way with the same message is worth. */
    private long patience(Reservation reservation) {
        long looks = handshake.dividedBy(HANDSHAKE_PAUSE);
        if (reservation instanceof Reservation.Awaited) {
            return HANDSHAKES_FOR_LIMITS * looks;
        }
        return reservation instanceof Reservation.Unsettled ? looks : 0;
    }

    /** Nothing is to be sent by this request on this way. */
    private RequestResult settled(Claim claim, Route route, Ids ids, Instant pageGoesOn, Reservation reservation) {
        if (reservation instanceof Reservation.Answered answered) {
            return answered.result();
        }
        if (reservation instanceof Reservation.AlreadyOut alreadyOut) {
            return onward(claim, route)
                    .map(other -> request(claim, other, ids, pageGoesOn))
                    .orElseGet(() -> refused(alreadyOut.refusal()));
        }
        return refused(Refusal.of(
                Problem.OUTCOME_UNKNOWN,
                reservation instanceof Reservation.Awaited
                        ? Messages.INTENT
                        : route.shape().lifetime()));
    }

    private Reservation reserve(Ids ids, Claim claim, Route route) {
        // Before the look at the store, which then tells of everybody who had a hand in what is known here.
        Optional<Refusal> known = wideGuards.known(keys.active(), claim, clock.instant());
        Optional<Reservation> standing =
                store.run(entries -> standing(entries, ids, claim, route, known, clock.instant()));
        return standing.orElseGet(() -> reserveAsTheOnlyOne(ids, claim, route));
    }

    /** The intent is this request's until it has stored its reservation, or ends without one. */
    private Reservation reserveAsTheOnlyOne(Ids ids, Claim claim, Route route) {
        WideGuards.Passed wide = WideGuards.Passed.NOTHING;
        Reservation reservation = new Reservation.Unsettled();
        try {
            // In a transaction of its own: one that began before the intent was had may not see what its last holder
            // stored.
            Optional<Reservation> hindrance =
                    store.run(entries -> hindrance(entries, ids, claim, route, clock.instant()));
            if (hindrance.isPresent()) {
                reservation = hindrance.get();
                return reservation;
            }
            wide = wideGuards.take(keys.active(), claim, clock.instant());
            if (wide.refusal().isPresent()) {
                reservation = new Reservation.Answered(refused(wide.refusal().get()));
                return reservation;
            }
            WideGuards.Passed passed = wide;
            reservation = store.run(entries -> reserve(entries, ids, claim, route, passed));
            return reservation;
        } finally {
            if (!(reservation instanceof Reservation.Ours)) {
                wideGuards.giveBack(wide);
                endIntent(claim, route);
            }
        }
    }

    /** In a transaction of its own. Where that fails others wait until it ends by itself. */
    private void endIntent(Claim claim, Route route) {
        try {
            store.run(entries -> {
                messages.endIntent(entries, Messages.name(keys.active(), claim, route.template()));
                return route;
            });
        } catch (StoreException e) {
            LOG.warnf(e, "Who asks for the same code now waits a few seconds");
        }
    }

    /**
     * What stands in the way of a message, so that no limit needs to be asked; empty where this request has the intent now.
     *
     * @param known why nothing may be sent, as this node knew it before the transaction began
     */
    private Optional<Reservation> standing(
            Entries entries, Ids ids, Claim claim, Route route, Optional<Refusal> known, Instant now) {
        Namer names = keys.active();
        String name = Messages.name(names, claim, route.template());
        // First of all: who used up what is known to be full, and holds no intent any more, has reserved.
        if (known.isPresent() && messages.isIntended(entries, name)) {
            return Optional.of(new Reservation.Awaited());
        }
        Optional<Reservation> live = live(entries, ids, claim, route, now);
        if (live.isPresent()) {
            return live;
        }
        if (known.isPresent()) {
            return Optional.of(
                    messages.isReserved(entries, name)
                            ? new Reservation.Unsettled()
                            : new Reservation.Answered(refused(known.get())));
        }
        Optional<Refusal> useless = failureGuards.refusal(entries, names, claim, now);
        if (useless.isPresent()) {
            return Optional.of(new Reservation.Answered(refused(useless.get())));
        }
        return messages.intend(entries, name) ? Optional.empty() : Optional.of(new Reservation.Awaited());
    }

    /** What whoever had the intent before left behind, or what can be told without taking anything of a limit. */
    private Optional<Reservation> hindrance(Entries entries, Ids ids, Claim claim, Route route, Instant now) {
        Namer names = keys.active();
        Optional<Reservation> live = live(entries, ids, claim, route, now);
        if (live.isPresent()) {
            return live;
        }
        if (messages.isReserved(entries, Messages.name(names, claim, route.template()))) {
            return Optional.of(new Reservation.Unsettled());
        }
        return wideGuards
                .blocked(entries, names, claim, now)
                .or(() -> sendGuards.refusal(entries, names, claim, now))
                .map(refusal -> new Reservation.Answered(refused(refusal)));
    }

    private Reservation reserve(Entries entries, Ids ids, Claim claim, Route route, WideGuards.Passed wide) {
        Instant now = clock.instant();
        Optional<Reservation> live = live(entries, ids, claim, route, now);
        if (live.isPresent()) {
            return live.get();
        }
        Namer names = keys.active();
        String name = Messages.name(names, claim, route.template());
        if (!messages.reserve(entries, name, route.shape().lifetime())) {
            return new Reservation.Unsettled();
        }
        SendGuards.Taken guards = sendGuards.take(entries, names, claim, now);
        if (guards.refusal().isPresent()) {
            messages.release(entries, name);
            return new Reservation.Answered(refused(guards.refusal().get()));
        }
        Pending pending = store(entries, ids, randomId(), claim, route, name, new Used(wide, guards), now);
        messages.endIntent(entries, name);
        return new Reservation.Ours(pending);
    }

    private Optional<Reservation> live(Entries entries, Ids ids, Claim claim, Route route, Instant now) {
        return messages.live(entries, keys, claim, route.template(), now)
                .map(found -> joinOrAlreadyOut(
                        entries, ids.of(found.names(), claim, found.message()), claim, route, found, now));
    }

    private Reservation joinOrAlreadyOut(
            Entries entries, String challengeId, Claim claim, Route route, Messages.Found live, Instant now) {
        return live.message().state() == MessageRecord.State.ALREADY_OUT
                ? new Reservation.AlreadyOut(
                        Refusal.of(Problem.CODE_ALREADY_OUT, live.message().resendIn(now)))
                : new Reservation.Answered(join(entries, challengeId, claim, route.way(), live, now));
    }

    private Pending store(
            Entries entries,
            Ids ids,
            String generation,
            Claim claim,
            Route route,
            String name,
            Used used,
            Instant now) {
        Shape shape = route.shape();
        MessageRecord message =
                messages.sending(generation, now, shape.lifetime(), shape.codeLength(), shape.digitsOnly());
        messages.write(entries, name, message, now);
        String challengeId = ids.of(keys.active(), claim, message);
        challenges.write(entries, keys.active(), challengeId, claim, route.way(), name, message, now);
        return new Pending(ids, challengeId, claim, route, name, message, used);
    }

    // --- sending ----------------------------------------------------------------------------------------------------

    private RequestResult send(Pending pending, Instant pageGoesOn) {
        CompletableFuture<RequestResult> page = new CompletableFuture<>();
        deliver(pending).whenComplete((result, unexpected) -> {
            RequestResult settled = unexpected == null ? result : crashed(unexpected);
            if (!page.complete(settled)) {
                journal.settledLate(pending.claim(), settled);
            }
        });
        try {
            return page.get(Duration.between(clock.instant(), pageGoesOn).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return onItsWay(page, pending);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return onItsWay(page, pending);
        } catch (ExecutionException e) {
            throw new IllegalStateException("completed with a value only", e);
        }
    }

    private RequestResult onItsWay(CompletableFuture<RequestResult> page, Pending pending) {
        page.complete(sent(pending, pending.message(), clock.instant()));
        // Whichever came first: the send may have settled between the timeout and here.
        return page.join();
    }

    private static RequestResult crashed(Throwable unexpected) {
        LOG.errorf(unexpected, "What became of a message could not be stored");
        return refused(Refusal.of(Problem.UNAVAILABLE));
    }

    /** Runs partly on a thread of the gateway: keeps its hands off the request that asked. */
    private CompletionStage<RequestResult> deliver(Pending pending) {
        return gateway.send(new OtpMessage(
                        pending.claim().number().e164(),
                        pending.route().template(),
                        settings.messageLanguage(pending.claim().locale())))
                .thenCompose(result -> settle(pending, result));
    }

    private CompletionStage<RequestResult> settle(Pending pending, SendResult result) {
        if (!clock.instant().isBefore(pending.message().resendAt())) {
            // Whatever became of it, its code has ended, and its name may be the next message's by now.
            return done(refused(Refusal.of(Problem.CODE_EXPIRED)));
        }
        if (result instanceof SendResult.Sent sent) {
            return done(store.run(entries -> {
                Instant now = clock.instant();
                MessageRecord message = pending.message().sent(sent.messageId(), sent.channel());
                messages.write(entries, pending.name(), message, now);
                wideGuards.sent(
                        entries,
                        keys.active(),
                        pending.claim(),
                        pending.route().shape().lifetime(),
                        now);
                return sent(pending, message, now);
            }));
        }
        SendResult.Failed failed = (SendResult.Failed) result;
        if (!failed.outcomeKnown()) {
            return done(store.run(entries -> {
                Instant now = clock.instant();
                messages.write(entries, pending.name(), pending.message().unknown(), now);
                return refused(
                        new Refusal(Problem.OUTCOME_UNKNOWN, pending.message().resendIn(now), -1, failed.failure()));
            }));
        }
        if (failed.failure().kind() == GatewayFailure.Kind.ALREADY_SENT) {
            return alreadySent(pending, failed.failure());
        }
        return done(store.run(entries -> {
            messages.release(entries, pending.name());
            messages.write(
                    entries,
                    pending.name(),
                    pending.message().failed(failed.failure().kind()),
                    clock.instant());
            giveBack(entries, pending, failed.failure());
            return refused(Refusal.of(failed.failure()));
        }));
    }

    private void giveBack(Entries entries, Pending pending, GatewayFailure failure) {
        wideGuards.giveBack(entries, pending.used().wide(), NUMBERS.contains(failure.kind()));
        sendGuards.giveBack(entries, pending.used().narrow());
    }

    private RequestResult sent(Pending pending, MessageRecord message, Instant now) {
        return showing.issued(
                pending.challengeId(), pending.claim(), pending.route().way(), message, false, true, now);
    }

    // --- going on where another code is out -------------------------------------------------------------------------

    /** The provider holds another code for this number: the same click goes on with the other template, where there is one. */
    private CompletionStage<RequestResult> alreadySent(Pending pending, GatewayFailure failure) {
        Optional<Route> next = onward(pending.claim(), pending.route());
        // Who has the intent for that one now sends it, or is told why not.
        Optional<Route> ours = next.filter(other -> store.run(
                entries -> messages.intend(entries, Messages.name(keys.active(), pending.claim(), other.template()))));
        Reservation reservation = new Reservation.Unsettled();
        try {
            reservation = giveWay(pending, failure, ours);
        } finally {
            if (!(reservation instanceof Reservation.Ours)) {
                ours.ifPresent(other -> endIntent(pending.claim(), other));
            }
        }
        return reservation instanceof Reservation.Ours onward
                ? deliver(onward.pending())
                : done(((Reservation.Answered) reservation).result());
    }

    private Reservation giveWay(Pending pending, GatewayFailure failure, Optional<Route> next) {
        return store.run(entries -> {
            Instant now = clock.instant();
            messages.release(entries, pending.name());
            MessageRecord alreadyOut = pending.message()
                    .alreadyOut(messages.window(
                                    entries,
                                    keys,
                                    pending.claim(),
                                    pending.route().template())
                            .filter(now::isBefore)
                            .orElse(pending.message().resendAt()));
            messages.write(entries, pending.name(), alreadyOut, now);
            Reservation onward = next.map(other -> reserveOnward(entries, pending, other, now))
                    .orElseGet(Reservation.Unsettled::new);
            if (onward instanceof Reservation.Ours) {
                return onward;
            }
            giveBack(entries, pending, failure);
            return onward instanceof Reservation.Answered
                    ? onward
                    : new Reservation.Answered(
                            refused(new Refusal(Problem.CODE_ALREADY_OUT, alreadyOut.resendIn(now), -1, failure)));
        });
    }

    /** The click's slots and its challenge go along: it is still one message, and the page may already wait for it. */
    private Reservation reserveOnward(Entries entries, Pending pending, Route other, Instant now) {
        Claim claim = pending.claim();
        Optional<Messages.Found> live = messages.live(entries, keys, claim, other.template(), now);
        if (live.isPresent()) {
            return joinOrAlreadyOut(entries, pending.challengeId(), claim, other, live.get(), now);
        }
        String name = Messages.name(keys.active(), claim, other.template());
        if (!messages.reserve(entries, name, other.shape().lifetime())) {
            return new Reservation.Unsettled();
        }
        // Of the same generation, so that the challenge keeps its id.
        String generation = pending.message().generation();
        Pending onward = store(entries, pending.ids(), generation, claim, other, name, pending.used(), now);
        messages.endIntent(entries, name);
        return new Reservation.Ours(onward);
    }

    /** A landline has no other way, and who asked for the alternative is not led back to the default. */
    private Optional<Route> onward(Claim claim, Route route) {
        return route.way() == Way.ALTERNATIVE
                ? Optional.empty()
                : rules.otherWay(claim.number(), route.way()).map(template -> route(Way.ALTERNATIVE, template));
    }

    // --- what is sent -----------------------------------------------------------------------------------------------

    private Route route(Way way, String template) {
        Shape shape = gateway.check(template) instanceof TemplateResult.Template known
                ? new Shape(
                        known.lifetime().isZero() ? settings.codeLifetime() : known.lifetime(),
                        known.codeLength() == 0 ? settings.codeLength() : known.codeLength(),
                        known.digitsOnly())
                : new Shape(settings.codeLifetime(), settings.codeLength(), true);
        return new Route(way, template, shape);
    }

    private static String randomId() {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    private static CompletionStage<RequestResult> done(RequestResult result) {
        return CompletableFuture.completedFuture(result);
    }

    private static RequestResult refused(Refusal refusal) {
        return new RequestResult.Refused(refusal);
    }
}
