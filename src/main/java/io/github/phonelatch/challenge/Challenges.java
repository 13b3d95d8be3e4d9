package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import io.github.phonelatch.support.StoreException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Asks for one-time codes and checks them. One instance serves one request of one person.
 *
 * <p>What holds whatever happens around it: a live message is reused instead of sent again; one call of {@link #request}
 * sends at most one message; a try is claimed, and committed, before the provider is asked; a right code counts once; and
 * whatever cannot be known or stored is a refusal.
 */
public final class Challenges {
    private static final Logger LOG = Logger.getLogger(Challenges.class);
    private static final SecureRandom RANDOM = new SecureRandom();
    /** A page that waits for a person outlives the code by this much before its challenge is forgotten. */
    private static final Duration AFTERLIFE = Duration.ofMinutes(10);
    /** How long a second click waits for the first to store what it is doing. */
    private static final Duration HANDSHAKE = Duration.ofSeconds(1);

    private static final Duration HANDSHAKE_PAUSE = Duration.ofMillis(25);

    private final Store store;
    private final Keys keys;
    private final OtpGateway gateway;
    private final RealmSettings settings;
    private final InstantSource clock;
    private final BooleanSupplier locked;
    private final Journal journal;
    private final NumberRules rules;
    private final SendGuards sendGuards;
    private final FailureGuards failureGuards;
    private final Messages messages = new Messages();

    /** @param locked whether Keycloak has locked or disabled the account */
    public Challenges(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            BooleanSupplier locked,
            Journal journal) {
        this.store = store;
        this.keys = keys;
        this.gateway = gateway;
        this.settings = settings;
        this.clock = clock;
        this.locked = locked;
        this.journal = journal;
        this.rules = new NumberRules(settings);
        this.sendGuards = new SendGuards(settings);
        this.failureGuards = new FailureGuards(settings);
    }

    /**
     * Makes a challenge on the live message of this claim, or sends one where none is alive. Waits for the provider no longer
     * than the gateway's page wait; the send itself goes on.
     *
     * @param wanted the way the person chose; a landline always takes the alternative one
     */
    public RequestResult request(Claim claim, Way wanted) {
        if (locked.getAsBoolean()) {
            return refused(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        Optional<Refusal> refusal = rules.refusal(claim.number());
        if (refusal.isPresent()) {
            return refused(refusal.get());
        }
        Way way = rules.way(claim.number(), wanted);
        Optional<String> template = rules.template(way);
        if (template.isEmpty()) {
            return refused(Refusal.of(Problem.NOT_CONFIGURED));
        }
        try {
            return request(claim, new Route(way, template.get(), shape(template.get())));
        } catch (StoreException e) {
            return storeFailed(e);
        }
    }

    /**
     * Makes a challenge on a live message of this claim, if there is one: rather on one whose code can be typed. Sends
     * nothing.
     *
     * @return empty where none is alive
     */
    public Optional<RequestResult> join(Claim claim) {
        try {
            return store.run(entries -> join(entries, claim));
        } catch (StoreException e) {
            return Optional.of(storeFailed(e));
        }
    }

    /**
     * How far a challenge is, for a page that is shown again. Sends nothing.
     *
     * @return empty where there is no such challenge, or it was made for somebody or something else
     */
    public Optional<RequestResult> current(String challengeId, Claim claim) {
        try {
            return store.run(entries -> find(entries, challengeId, claim).map(found -> view(entries, found)));
        } catch (StoreException e) {
            return Optional.of(storeFailed(e));
        }
    }

    /**
     * Checks a code.
     *
     * @param code in ASCII without separators
     */
    public VerifyOutcome verify(String challengeId, Claim claim, String code) {
        if (locked.getAsBoolean()) {
            return denied(Refusal.of(Problem.ACCOUNT_LOCKED));
        }
        try {
            Try attempt = store.run(entries -> claimTry(entries, challengeId, claim));
            if (attempt instanceof Try.Refused none) {
                return denied(none.refusal());
            }
            Try.Claimed claimed = (Try.Claimed) attempt;
            VerifyResult answer = gateway.verify(claimed.found().message().messageId(), code);
            return store.run(entries -> conclude(entries, claimed, claim, answer));
        } catch (StoreException e) {
            LOG.errorf(e, "A code could not be checked: %s", e.getMessage());
            return denied(Refusal.of(Problem.UNAVAILABLE));
        }
    }

    // --- asking -----------------------------------------------------------------------------------------------------

    /** A template and what its codes look like. */
    private record Route(Way way, String template, Shape shape) {}

    private record Shape(Duration lifetime, int codeLength, boolean digitsOnly) {}

    private sealed interface Reservation {
        /** This request is the one that sends. */
        record Ours(Pending pending) implements Reservation {}

        /** Somebody's message is alive, or nothing may be sent. */
        record Answered(RequestResult result) implements Reservation {}

        /** The provider holds a code of somebody else's for this number and template. */
        record AlreadyOut(Refusal refusal) implements Reservation {}

        /** Somebody reserved and has not stored what becomes of it. */
        record Unsettled() implements Reservation {}
    }

    /** A send that was reserved and stored, and is to be handed to the gateway. */
    private record Pending(
            String challengeId, Claim claim, Route route, String name, MessageRecord message, List<Slot> slots) {}

    private RequestResult request(Claim claim, Route route) {
        long patience = HANDSHAKE.dividedBy(HANDSHAKE_PAUSE);
        for (long i = 0; i < patience; i++) {
            Reservation reservation = store.run(entries -> reserve(entries, claim, route));
            if (reservation instanceof Reservation.Answered answered) {
                return answered.result();
            }
            if (reservation instanceof Reservation.AlreadyOut alreadyOut) {
                return onward(claim, route)
                        .map(other -> request(claim, other))
                        .orElseGet(() -> refused(alreadyOut.refusal()));
            }
            if (reservation instanceof Reservation.Ours ours) {
                return send(ours.pending());
            }
            LockSupport.parkNanos(HANDSHAKE_PAUSE.toNanos());
        }
        return refused(Refusal.of(Problem.OUTCOME_UNKNOWN, route.shape().lifetime()));
    }

    private Reservation reserve(Entries entries, Claim claim, Route route) {
        Instant now = clock.instant();
        Optional<Messages.Found> live = messages.live(entries, keys, claim, route.template(), now);
        if (live.isPresent()) {
            return joinOrAlreadyOut(entries, randomId(), claim, route, live.get(), now);
        }
        Namer names = keys.active();
        Optional<Refusal> useless = failureGuards.refusal(entries, names, claim, now);
        if (useless.isPresent()) {
            return new Reservation.Answered(refused(useless.get()));
        }
        String name = Messages.name(names, claim, route.template());
        if (!messages.reserve(entries, name, route.shape().lifetime())) {
            return new Reservation.Unsettled();
        }
        SendGuards.Taken guards = sendGuards.take(entries, names, claim, now);
        if (guards.refusal().isPresent()) {
            messages.release(entries, name);
            return new Reservation.Answered(refused(guards.refusal().get()));
        }
        return new Reservation.Ours(store(entries, randomId(), claim, route, name, guards.slots(), now));
    }

    private Pending store(
            Entries entries, String challengeId, Claim claim, Route route, String name, List<Slot> slots, Instant now) {
        Shape shape = route.shape();
        MessageRecord message =
                messages.sending(randomId(), now, shape.lifetime(), shape.codeLength(), shape.digitsOnly());
        messages.write(entries, name, message, now);
        writeChallenge(entries, keys.active(), challengeId, claim, route.way(), name, message, now);
        return new Pending(challengeId, claim, route, name, message, slots);
    }

    private Optional<RequestResult> join(Entries entries, Claim claim) {
        Instant now = clock.instant();
        record Live(Way way, Messages.Found found) {}
        return Stream.of(Way.values())
                .flatMap(way -> rules
                        .template(way)
                        .flatMap(template -> messages.live(entries, keys, claim, template, now))
                        .map(found -> new Live(way, found))
                        .stream())
                .filter(live -> live.found().message().state() != MessageRecord.State.ALREADY_OUT)
                .min(Comparator.comparing(
                        live -> unusable(live.found().message(), now).isPresent()))
                .map(live -> join(entries, randomId(), claim, live.way(), live.found(), now));
    }

    private RequestResult join(
            Entries entries, String challengeId, Claim claim, Way way, Messages.Found live, Instant now) {
        MessageRecord message = live.message();
        writeChallenge(entries, live.names(), challengeId, claim, way, live.name(), message, now);
        return issued(challengeId, claim, way, message, triesUsedUp(entries, live.name(), message), false, now);
    }

    private Reservation joinOrAlreadyOut(
            Entries entries, String challengeId, Claim claim, Route route, Messages.Found live, Instant now) {
        return live.message().state() == MessageRecord.State.ALREADY_OUT
                ? new Reservation.AlreadyOut(alreadyOut(live.message(), now))
                : new Reservation.Answered(join(entries, challengeId, claim, route.way(), live, now));
    }

    /** The way on where the provider holds another code: a landline and who asked for the alternative have none. */
    private Optional<Route> onward(Claim claim, Route route) {
        return route.way() == Way.ALTERNATIVE
                ? Optional.empty()
                : rules.otherWay(claim.number(), route.way())
                        .map(template -> new Route(Way.ALTERNATIVE, template, shape(template)));
    }

    private RequestResult send(Pending pending) {
        CompletableFuture<RequestResult> page = new CompletableFuture<>();
        deliver(pending).whenComplete((result, unexpected) -> {
            RequestResult settled = unexpected == null ? result : crashed(unexpected);
            if (!page.complete(settled)) {
                journal.settledLate(pending.claim(), settled);
            }
        });
        try {
            return page.get(gateway.pageWait().toMillis(), TimeUnit.MILLISECONDS);
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
        page.complete(issued(
                pending.challengeId(),
                pending.claim(),
                pending.route().way(),
                pending.message(),
                false,
                true,
                clock.instant()));
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
                        pending.claim().number().e164(), pending.route().template(), language(pending.claim())))
                .thenCompose(result -> settle(pending, result));
    }

    private CompletionStage<RequestResult> settle(Pending pending, SendResult result) {
        if (!clock.instant().isBefore(pending.message().resendAt())) {
            // Whatever became of it, its code has ended, and its name may be the next message's by now.
            return done(refused(Refusal.of(Problem.CODE_EXPIRED)));
        }
        if (result instanceof SendResult.Sent sent) {
            MessageRecord message = pending.message().sent(sent.messageId(), sent.channel());
            return done(store.run(entries -> {
                Instant now = clock.instant();
                messages.write(entries, pending.name(), message, now);
                return issued(
                        pending.challengeId(), pending.claim(), pending.route().way(), message, false, true, now);
            }));
        }
        SendResult.Failed failed = (SendResult.Failed) result;
        if (!failed.outcomeKnown()) {
            return done(store.run(entries -> {
                Instant now = clock.instant();
                messages.write(entries, pending.name(), pending.message().unknown(), now);
                return refused(new Refusal(
                        Problem.OUTCOME_UNKNOWN, left(now, pending.message().resendAt()), -1, failed.failure()));
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
            pending.slots().forEach(slot -> slot.release(entries));
            return refused(Refusal.of(failed.failure()));
        }));
    }

    /** The provider holds another code for this number: the same click goes on with the other template, where there is one. */
    private CompletionStage<RequestResult> alreadySent(Pending pending, GatewayFailure failure) {
        Route route = pending.route();
        Optional<Route> next = onward(pending.claim(), route);
        Reservation reservation = store.run(entries -> {
            Instant now = clock.instant();
            messages.release(entries, pending.name());
            MessageRecord alreadyOut = pending.message()
                    .alreadyOut(messages.window(entries, keys, pending.claim(), route.template())
                            .filter(now::isBefore)
                            .orElse(pending.message().resendAt()));
            messages.write(entries, pending.name(), alreadyOut, now);
            Reservation onward = next.map(other -> reserveOnward(entries, pending, other, now))
                    .orElseGet(Reservation.Unsettled::new);
            if (onward instanceof Reservation.Ours) {
                return onward;
            }
            pending.slots().forEach(slot -> slot.release(entries));
            return onward instanceof Reservation.Answered
                    ? onward
                    : new Reservation.Answered(refused(
                            new Refusal(Problem.CODE_ALREADY_OUT, left(now, alreadyOut.resendAt()), -1, failure)));
        });
        return reservation instanceof Reservation.Ours ours
                ? deliver(ours.pending())
                : done(((Reservation.Answered) reservation).result());
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
        return new Reservation.Ours(store(entries, pending.challengeId(), claim, other, name, pending.slots(), now));
    }

    private Shape shape(String template) {
        TemplateResult answer = gateway.template(template);
        if (answer instanceof TemplateResult.Template known) {
            return new Shape(
                    known.lifetime().isZero() ? settings.codeLifetime() : known.lifetime(),
                    known.codeLength() == 0 ? settings.codeLength() : known.codeLength(),
                    known.digitsOnly());
        }
        return new Shape(settings.codeLifetime(), settings.codeLength(), true);
    }

    private String language(Claim claim) {
        return settings.templateLanguage().equals("auto") ? claim.locale() : settings.templateLanguage();
    }

    // --- checking ---------------------------------------------------------------------------------------------------

    /** A challenge, the message it is a claim on, and under which key both are stored. */
    private record Found(
            Namer names, String challengeId, Claim claim, ChallengeRecord challenge, MessageRecord message) {}

    private sealed interface Try {
        record Claimed(Found found, Slot slot, FailureGuards.Guess guess) implements Try {}

        record Refused(Refusal refusal) implements Try {}
    }

    private Optional<Found> find(Entries entries, String challengeId, Claim claim) {
        for (Namer names : keys.enabled()) {
            Optional<ChallengeRecord> challenge = entries.get(names.name("challenge", challengeId))
                    .flatMap(ChallengeRecord::read)
                    .filter(candidate -> candidate.isFor(claimName(names, claim)));
            if (challenge.isPresent()) {
                return messages.read(entries, challenge.get().message())
                        .filter(message ->
                                message.generation().equals(challenge.get().generation()))
                        .map(message -> new Found(names, challengeId, claim, challenge.get(), message))
                        .or(() -> Optional.of(gone(names, challengeId, claim, challenge.get())));
            }
        }
        return Optional.empty();
    }

    /** The message was used, or a newer one took its name: for this challenge it has ended. */
    private Found gone(Namer names, String challengeId, Claim claim, ChallengeRecord challenge) {
        Instant past = Instant.EPOCH;
        MessageRecord ended = new MessageRecord(
                challenge.generation(),
                MessageRecord.State.SENT,
                past,
                past,
                past,
                "",
                "",
                settings.codeLength(),
                true,
                null);
        return new Found(names, challengeId, claim, challenge, ended);
    }

    private Try claimTry(Entries entries, String challengeId, Claim claim) {
        Optional<Found> challenge = find(entries, challengeId, claim);
        if (challenge.isEmpty()) {
            return new Try.Refused(Refusal.of(Problem.UNKNOWN_CHALLENGE));
        }
        Found found = challenge.get();
        Instant now = clock.instant();
        Optional<Refusal> unusable = unusable(found.message(), now);
        if (unusable.isPresent()) {
            return new Try.Refused(unusable.get());
        }
        Optional<Slot> slot = Slots.take(
                entries,
                tries(found.challenge().message(), found.message()),
                settings.maxTries(),
                untilForgotten(found.message(), now));
        if (slot.isEmpty()) {
            return new Try.Refused(
                    Refusal.of(Problem.TOO_MANY_TRIES, left(now, found.message().resendAt())));
        }
        FailureGuards.Guess guess = failureGuards.take(
                entries, keys.active(), claim, found.challenge().standing(), now);
        if (guess.refusal().isPresent()) {
            slot.get().release(entries);
            return new Try.Refused(guess.refusal().get());
        }
        return new Try.Claimed(found, slot.get(), guess);
    }

    private Optional<Refusal> unusable(MessageRecord message, Instant now) {
        return switch (stateOf(message, now)) {
            case SENDING -> Optional.of(Refusal.of(Problem.ON_ITS_WAY));
            case UNKNOWN -> Optional.of(Refusal.of(Problem.OUTCOME_UNKNOWN, left(now, message.resendAt())));
            case FAILED, ALREADY_OUT -> Optional.of(failedRefusal(message, now));
            case SENT ->
                now.isBefore(message.expiresAt()) ? Optional.empty() : Optional.of(Refusal.of(Problem.CODE_EXPIRED));
        };
    }

    private VerifyOutcome conclude(Entries entries, Try.Claimed claimed, Claim claim, VerifyResult answer) {
        Instant now = clock.instant();
        Found found = claimed.found();
        String name = found.challenge().message();
        if (answer instanceof VerifyResult.Verified) {
            if (!messages.consume(entries, name, found.message(), untilForgotten(found.message(), now))) {
                failureGuards.release(entries, claimed.guess());
                return denied(Refusal.of(Problem.CODE_EXPIRED));
            }
            Standing standing = found.challenge().standing();
            failureGuards.right(entries, keys.active(), claim, claimed.guess());
            sendGuards.liftCooldown(entries, keys.active(), claim, standing);
            keepWindow(entries, claim, found, now);
            entries.remove(found.names().name("challenge", found.challengeId()));
            return new VerifyOutcome.Proven(now, found.message().channel());
        }
        if (answer instanceof VerifyResult.Expired) {
            // Of no use to anybody any more, whoever typed what: the next message may be asked for at once.
            messages.drop(entries, name, found.message(), untilForgotten(found.message(), now));
            keepWindow(entries, claim, found, now);
            failureGuards.release(entries, claimed.guess());
            return denied(Refusal.of(Problem.CODE_EXPIRED));
        }
        if (answer instanceof VerifyResult.Failed failed) {
            if (!failed.asked()) {
                claimed.slot().release(entries);
                failureGuards.release(entries, claimed.guess());
            }
            return denied(new Refusal(Refusal.of(failed.failure()).problem(), null, -1, failed.failure()));
        }
        Optional<Refusal> blocked = failureGuards.wrong(entries, keys.active(), claim, claimed.guess(), now);
        if (blocked.isPresent()) {
            return denied(blocked.get());
        }
        int triesLeft = settings.maxTries() - claimed.slot().index() - 1;
        return denied(
                triesLeft > 0
                        ? Refusal.wrongCode(triesLeft)
                        : Refusal.of(
                                Problem.TOO_MANY_TRIES,
                                left(now, found.message().resendAt())));
    }

    /** The message is no longer in our way, but the provider's window goes on. */
    private void keepWindow(Entries entries, Claim claim, Found found, Instant now) {
        rules.template(found.challenge().way())
                .ifPresent(template -> messages.keepWindow(
                        entries, keys.active(), claim, template, found.message().resendAt(), now));
    }

    // --- showing ----------------------------------------------------------------------------------------------------

    private RequestResult view(Entries entries, Found found) {
        Instant now = clock.instant();
        MessageRecord message = found.message();
        MessageRecord.State state = stateOf(message, now);
        if (state == MessageRecord.State.FAILED || state == MessageRecord.State.ALREADY_OUT) {
            return refused(failedRefusal(message, now));
        }
        return issued(
                found.challengeId(),
                found.claim(),
                found.challenge().way(),
                message,
                triesUsedUp(entries, found.challenge().message(), message),
                false,
                now);
    }

    private RequestResult issued(
            String challengeId,
            Claim claim,
            Way way,
            MessageRecord message,
            boolean exhausted,
            boolean fresh,
            Instant now) {
        Duration cooldown = left(now, message.requestedAt().plus(settings.cooldown()));
        Duration window = left(now, message.resendAt());
        Duration otherWayIn =
                rules.otherWay(claim.number(), way).isPresent() ? cooldown : Duration.ofSeconds(-1);
        return new RequestResult.Issued(new Challenge(
                challengeId,
                shownState(message, exhausted, now),
                way,
                message.channel(),
                left(now, message.expiresAt()),
                window.compareTo(cooldown) < 0 ? cooldown : window,
                otherWayIn,
                message.codeLength(),
                message.digitsOnly(),
                fresh));
    }

    private Challenge.State shownState(MessageRecord message, boolean exhausted, Instant now) {
        return switch (stateOf(message, now)) {
            case SENDING -> Challenge.State.SENDING;
            case UNKNOWN, FAILED, ALREADY_OUT -> Challenge.State.UNKNOWN;
            case SENT -> {
                if (!now.isBefore(message.expiresAt())) {
                    yield Challenge.State.EXPIRED;
                }
                yield exhausted ? Challenge.State.EXHAUSTED : Challenge.State.SENT;
            }
        };
    }

    /** A send that did not come back within the gateway's time never will: its node is gone. */
    private MessageRecord.State stateOf(MessageRecord message, Instant now) {
        boolean overdue = message.state() == MessageRecord.State.SENDING
                && now.isAfter(message.requestedAt().plus(gateway.sendTimeout()).plusSeconds(5));
        return overdue ? MessageRecord.State.UNKNOWN : message.state();
    }

    private Refusal failedRefusal(MessageRecord message, Instant now) {
        if (message.state() == MessageRecord.State.ALREADY_OUT) {
            return alreadyOut(message, now);
        }
        GatewayFailure.Kind kind = message.failure() == null ? GatewayFailure.Kind.UNAVAILABLE : message.failure();
        return Refusal.of(new GatewayFailure(kind, null, "told by an earlier request"));
    }

    private static Refusal alreadyOut(MessageRecord message, Instant now) {
        return Refusal.of(Problem.CODE_ALREADY_OUT, left(now, message.resendAt()));
    }

    private boolean triesUsedUp(Entries entries, String name, MessageRecord message) {
        return !Slots.free(entries, tries(name, message), settings.maxTries());
    }

    // --- names and small things -------------------------------------------------------------------------------------

    private void writeChallenge(
            Entries entries,
            Namer names,
            String challengeId,
            Claim claim,
            Way way,
            String messageName,
            MessageRecord message,
            Instant now) {
        ChallengeRecord challenge =
                new ChallengeRecord(claimName(names, claim), messageName, message.generation(), way, claim.standing());
        entries.put(names.name("challenge", challengeId), untilForgotten(message, now), challenge.toNotes());
    }

    private static Duration untilForgotten(MessageRecord message, Instant now) {
        return left(now, message.resendAt()).plus(AFTERLIFE);
    }

    private static String tries(String messageName, MessageRecord message) {
        return messageName + ":" + message.generation();
    }

    private static String claimName(Namer names, Claim claim) {
        return names.name(
                "claim",
                claim.userId(),
                claim.clientId(),
                claim.number().e164(),
                claim.purpose().name(),
                claim.binding());
    }

    private static String randomId() {
        byte[] id = new byte[16];
        RANDOM.nextBytes(id);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(id);
    }

    private static Duration left(Instant now, Instant until) {
        Duration left = Duration.between(now, until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    private static CompletionStage<RequestResult> done(RequestResult result) {
        return CompletableFuture.completedFuture(result);
    }

    private static RequestResult refused(Refusal refusal) {
        return new RequestResult.Refused(refusal);
    }

    private static VerifyOutcome denied(Refusal refusal) {
        return new VerifyOutcome.Refused(refusal);
    }

    private static RequestResult storeFailed(StoreException e) {
        LOG.errorf(e, "A code could not be asked for: %s", e.getMessage());
        return refused(Refusal.of(Problem.UNAVAILABLE));
    }
}
