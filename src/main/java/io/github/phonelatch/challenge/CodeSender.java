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
final class CodeSender {
    private static final Logger LOG = Logger.getLogger(CodeSender.class);
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
    private final ChallengeListener listener;
    private final Duration handshake;
    private final NumberRules rules;
    private final RealmLimits realmLimits;
    private final PersonLimits personLimits;
    private final CodeEntryLimits entryLimits;
    private final ChallengeView showing;
    private final MessageStore messages = new MessageStore();
    private final ChallengeStore challenges;

    /** @param handshake how long a second click waits for the first to store what it is doing */
    CodeSender(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            ChallengeListener listener,
            Duration handshake,
            RealmLimits realmLimits,
            PersonLimits personLimits) {
        this.store = store;
        this.keys = keys;
        this.gateway = gateway;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
        this.handshake = handshake;
        this.rules = new NumberRules(settings);
        this.realmLimits = realmLimits;
        this.personLimits = personLimits;
        this.entryLimits = new CodeEntryLimits(settings);
        this.showing = new ChallengeView(gateway, settings);
        this.challenges = new ChallengeStore(keys, messages);
    }

    /** Which id the challenge of a claim on a message gets. */
    interface Ids {
        Ids NOT_TO_BE_GUESSED = ChallengeStore::id;

        String of(Namer names, CodeRequest request, MessageRecord message);
    }

    /** A template and what its codes look like. */
    private record Route(Way way, String template, Shape shape) {}

    private record Shape(Duration lifetime, int codeLength, boolean digitsOnly) {}

    /** A send that was reserved and stored, and is to be handed to the gateway. */
    private record Pending(
            Ids ids,
            String challengeId,
            CodeRequest request,
            Route route,
            String name,
            MessageRecord message,
            Used used) {}

    /** What the message used up of each limit. */
    private record Used(RealmLimits.Passed wide, PersonLimits.Taken narrow) {}

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

    Optional<RequestResult> current(String challengeId, CodeRequest request) {
        return store.run(entries ->
                challenges.find(entries, challengeId, request).map(found -> current(entries, request, found)));
    }

    private RequestResult current(Entries entries, CodeRequest request, ChallengeStore.Found found) {
        Way way = found.challenge().way();
        if (found.message().isEmpty()) {
            return showing.ended(found.id(), request, way);
        }
        MessageRecord message = found.message().get();
        Instant now = clock.instant();
        Optional<Refusal> notSent = showing.notSent(message, now);
        return notSent.isPresent()
                ? refused(notSent.get())
                : shown(entries, found.id(), request, way, found.challenge().message(), message, now);
    }

    Optional<RequestResult> join(CodeRequest request, List<Way> ways, Ids ids) {
        record Live(Way way, MessageStore.Found found) {}
        return store.run(entries -> {
            Instant now = clock.instant();
            return ways.stream()
                    .flatMap(way -> rules
                            .template(way)
                            .flatMap(template -> messages.live(entries, keys, request, template, now))
                            .map(found -> new Live(way, found))
                            .stream())
                    .filter(live -> showing.notSent(live.found().message(), now).isEmpty())
                    .min(Comparator.comparing(live ->
                            showing.unusable(live.found().message(), now).isPresent()))
                    .map(live -> join(
                            entries,
                            ids.of(live.found().names(), request, live.found().message()),
                            request,
                            live.way(),
                            live.found(),
                            now));
        });
    }

    private RequestResult join(
            Entries entries, String challengeId, CodeRequest request, Way way, MessageStore.Found live, Instant now) {
        challenges.write(entries, live.names(), challengeId, request, way, live.name(), live.message(), now);
        return shown(entries, challengeId, request, way, live.name(), live.message(), now);
    }

    private RequestResult shown(
            Entries entries,
            String challengeId,
            CodeRequest request,
            Way way,
            String name,
            MessageRecord message,
            Instant now) {
        boolean exhausted = messages.attemptsUsedUp(
                entries, name, message, settings.codeEntry().maxAttempts());
        return showing.issued(challengeId, request, way, message, exhausted, false, now);
    }

    // --- reserving --------------------------------------------------------------------------------------------------

    RequestResult request(CodeRequest request, Way wanted, Ids ids) {
        Optional<Refusal> refusal = rules.refusal(request.number());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        Way way = rules.way(request.number(), wanted);
        // Reading a template takes its part of the time that a page waits.
        Instant pageGoesOn = clock.instant().plus(gateway.calls().pageWait());
        return rules.template(way)
                .map(template -> request(request, route(way, template), ids, pageGoesOn))
                .orElseGet(() -> refused(Refusal.of(Problem.NOT_CONFIGURED)));
    }

    private RequestResult request(CodeRequest request, Route route, Ids ids, Instant pageGoesOn) {
        Reservation reservation = reserve(ids, request, route);
        for (long i = 1; i < patience(reservation); i++) {
            LockSupport.parkNanos(HANDSHAKE_PAUSE.toNanos());
            reservation = reserve(ids, request, route);
        }
        return reservation instanceof Reservation.Ours ours
                ? send(ours.pending(), pageGoesOn)
                : settled(request, route, ids, pageGoesOn, reservation);
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
    private RequestResult settled(
            CodeRequest request, Route route, Ids ids, Instant pageGoesOn, Reservation reservation) {
        if (reservation instanceof Reservation.Answered answered) {
            return answered.result();
        }
        if (reservation instanceof Reservation.AlreadyOut alreadyOut) {
            return onward(request, route)
                    .map(other -> request(request, other, ids, pageGoesOn))
                    .orElseGet(() -> refused(alreadyOut.refusal()));
        }
        return refused(Refusal.of(
                Problem.OUTCOME_UNKNOWN,
                reservation instanceof Reservation.Awaited
                        ? MessageStore.INTENT
                        : route.shape().lifetime()));
    }

    private Reservation reserve(Ids ids, CodeRequest request, Route route) {
        // Before the look at the store, which then tells of everybody who had a hand in what is known here.
        Optional<Refusal> known = realmLimits.known(keys.active(), request, clock.instant());
        Optional<Reservation> requester =
                store.run(entries -> requester(entries, ids, request, route, known, clock.instant()));
        return requester.orElseGet(() -> reserveAsTheOnlyOne(ids, request, route));
    }

    /** The intent is this request's until it has stored its reservation, or ends without one. */
    private Reservation reserveAsTheOnlyOne(Ids ids, CodeRequest request, Route route) {
        RealmLimits.Passed wide = RealmLimits.Passed.NOTHING;
        Reservation reservation = new Reservation.Unsettled();
        try {
            // In a transaction of its own: one that began before the intent was had may not see what its last holder
            // stored.
            Optional<Reservation> hindrance =
                    store.run(entries -> hindrance(entries, ids, request, route, clock.instant()));
            if (hindrance.isPresent()) {
                reservation = hindrance.get();
                return reservation;
            }
            wide = realmLimits.take(keys.active(), request, clock.instant());
            if (wide.refusal().isPresent()) {
                reservation = new Reservation.Answered(refused(wide.refusal().get()));
                return reservation;
            }
            RealmLimits.Passed passed = wide;
            reservation = store.run(entries -> reserve(entries, ids, request, route, passed));
            return reservation;
        } finally {
            if (!(reservation instanceof Reservation.Ours)) {
                realmLimits.giveBack(wide);
                endIntent(request, route);
            }
        }
    }

    /** In a transaction of its own. Where that fails others wait until it ends by itself. */
    private void endIntent(CodeRequest request, Route route) {
        try {
            store.run(entries -> {
                messages.endIntent(entries, MessageStore.name(keys.active(), request, route.template()));
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
    private Optional<Reservation> requester(
            Entries entries, Ids ids, CodeRequest request, Route route, Optional<Refusal> known, Instant now) {
        Namer names = keys.active();
        String name = MessageStore.name(names, request, route.template());
        // First of all: who used up what is known to be full, and holds no intent any more, has reserved.
        if (known.isPresent() && messages.isIntended(entries, name)) {
            return Optional.of(new Reservation.Awaited());
        }
        Optional<Reservation> live = live(entries, ids, request, route, now);
        if (live.isPresent()) {
            return live;
        }
        if (known.isPresent()) {
            return Optional.of(
                    messages.isReserved(entries, name)
                            ? new Reservation.Unsettled()
                            : new Reservation.Answered(refused(known.get())));
        }
        Optional<Refusal> useless = entryLimits.refusal(entries, names, request, now);
        if (useless.isPresent()) {
            return Optional.of(new Reservation.Answered(refused(useless.get())));
        }
        return messages.intend(entries, name) ? Optional.empty() : Optional.of(new Reservation.Awaited());
    }

    /** What whoever had the intent before left behind, or what can be told without taking anything of a limit. */
    private Optional<Reservation> hindrance(Entries entries, Ids ids, CodeRequest request, Route route, Instant now) {
        Namer names = keys.active();
        Optional<Reservation> live = live(entries, ids, request, route, now);
        if (live.isPresent()) {
            return live;
        }
        if (messages.isReserved(entries, MessageStore.name(names, request, route.template()))) {
            return Optional.of(new Reservation.Unsettled());
        }
        return realmLimits
                .blocked(entries, names, request, now)
                .or(() -> personLimits.refusal(entries, names, request, now))
                .map(refusal -> new Reservation.Answered(refused(refusal)));
    }

    private Reservation reserve(Entries entries, Ids ids, CodeRequest request, Route route, RealmLimits.Passed wide) {
        Instant now = clock.instant();
        Optional<Reservation> live = live(entries, ids, request, route, now);
        if (live.isPresent()) {
            return live.get();
        }
        Namer names = keys.active();
        String name = MessageStore.name(names, request, route.template());
        if (!messages.reserve(entries, name, route.shape().lifetime())) {
            return new Reservation.Unsettled();
        }
        PersonLimits.Taken guards = personLimits.take(entries, names, request, now);
        if (guards.refusal().isPresent()) {
            messages.release(entries, name);
            return new Reservation.Answered(refused(guards.refusal().get()));
        }
        Pending pending = store(entries, ids, randomId(), request, route, name, new Used(wide, guards), now);
        messages.endIntent(entries, name);
        return new Reservation.Ours(pending);
    }

    private Optional<Reservation> live(Entries entries, Ids ids, CodeRequest request, Route route, Instant now) {
        return messages.live(entries, keys, request, route.template(), now)
                .map(found -> joinOrAlreadyOut(
                        entries, ids.of(found.names(), request, found.message()), request, route, found, now));
    }

    private Reservation joinOrAlreadyOut(
            Entries entries,
            String challengeId,
            CodeRequest request,
            Route route,
            MessageStore.Found live,
            Instant now) {
        return live.message().state() == MessageRecord.State.ALREADY_OUT
                ? new Reservation.AlreadyOut(
                        Refusal.of(Problem.CODE_ALREADY_OUT, live.message().resendIn(now)))
                : new Reservation.Answered(join(entries, challengeId, request, route.way(), live, now));
    }

    private Pending store(
            Entries entries,
            Ids ids,
            String generation,
            CodeRequest request,
            Route route,
            String name,
            Used used,
            Instant now) {
        Shape shape = route.shape();
        MessageRecord message =
                messages.sending(generation, now, shape.lifetime(), shape.codeLength(), shape.digitsOnly());
        messages.write(entries, name, message, now);
        String challengeId = ids.of(keys.active(), request, message);
        challenges.write(entries, keys.active(), challengeId, request, route.way(), name, message, now);
        return new Pending(ids, challengeId, request, route, name, message, used);
    }

    // --- sending ----------------------------------------------------------------------------------------------------

    private RequestResult send(Pending pending, Instant pageGoesOn) {
        CompletableFuture<RequestResult> page = new CompletableFuture<>();
        deliver(pending).whenComplete((result, unexpected) -> {
            RequestResult settled = unexpected == null ? result : crashed(unexpected);
            if (!page.complete(settled)) {
                listener.settledLate(pending.request(), settled);
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
                        pending.request().number().e164(),
                        pending.route().template(),
                        settings.templates().messageLanguage(pending.request().locale())))
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
                realmLimits.sent(
                        entries,
                        keys.active(),
                        pending.request(),
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
        realmLimits.giveBack(entries, pending.used().wide(), NUMBERS.contains(failure.kind()));
        personLimits.giveBack(entries, pending.used().narrow());
    }

    private RequestResult sent(Pending pending, MessageRecord message, Instant now) {
        return showing.issued(
                pending.challengeId(), pending.request(), pending.route().way(), message, false, true, now);
    }

    // --- going on where another code is out -------------------------------------------------------------------------

    /** The provider holds another code for this number: the same click goes on with the other template, where there is one. */
    private CompletionStage<RequestResult> alreadySent(Pending pending, GatewayFailure failure) {
        Optional<Route> next = onward(pending.request(), pending.route());
        // Who has the intent for that one now sends it, or is told why not.
        Optional<Route> ours = next.filter(other -> store.run(entries ->
                messages.intend(entries, MessageStore.name(keys.active(), pending.request(), other.template()))));
        Reservation reservation = new Reservation.Unsettled();
        try {
            reservation = giveWay(pending, failure, ours);
        } finally {
            if (!(reservation instanceof Reservation.Ours)) {
                ours.ifPresent(other -> endIntent(pending.request(), other));
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
                                    pending.request(),
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
        CodeRequest request = pending.request();
        Optional<MessageStore.Found> live = messages.live(entries, keys, request, other.template(), now);
        if (live.isPresent()) {
            return joinOrAlreadyOut(entries, pending.challengeId(), request, other, live.get(), now);
        }
        String name = MessageStore.name(keys.active(), request, other.template());
        if (!messages.reserve(entries, name, other.shape().lifetime())) {
            return new Reservation.Unsettled();
        }
        // Of the same generation, so that the challenge keeps its id.
        String generation = pending.message().generation();
        Pending onward = store(entries, pending.ids(), generation, request, other, name, pending.used(), now);
        messages.endIntent(entries, name);
        return new Reservation.Ours(onward);
    }

    /** A landline has no other way, and who asked for the alternative is not led back to the default. */
    private Optional<Route> onward(CodeRequest request, Route route) {
        return route.way() == Way.ALTERNATIVE
                ? Optional.empty()
                : rules.otherWay(request.number(), route.way()).map(template -> route(Way.ALTERNATIVE, template));
    }

    // --- what is sent -----------------------------------------------------------------------------------------------

    private Route route(Way way, String template) {
        Shape shape = gateway.check(template) instanceof TemplateResult.Template known
                ? new Shape(
                        known.lifetime().isZero() ? settings.templates().codeLifetime() : known.lifetime(),
                        known.codeLength() == 0 ? settings.templates().codeLength() : known.codeLength(),
                        known.digitsOnly())
                : new Shape(
                        settings.templates().codeLifetime(),
                        settings.templates().codeLength(),
                        true);
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
