package io.github.phonelatch.challenge;

import io.github.phonelatch.challenge.ChallengeStore.Found;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Checks a code in three steps: a try is claimed in a transaction of its own, the provider is asked outside of any, and what
 * follows from its answer is stored in another one.
 */
final class CodeVerifier {
    private final Store store;
    private final Keys keys;
    private final OtpGateway gateway;
    private final RealmSettings settings;
    private final InstantSource clock;
    private final NumberRules rules;
    private final RealmLimits realmLimits;
    private final PersonLimits personLimits;
    private final CodeEntryLimits entryLimits;
    private final ChallengeView showing;
    private final MessageStore messages = new MessageStore();
    private final ChallengeStore challenges;

    CodeVerifier(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            RealmLimits realmLimits,
            PersonLimits personLimits) {
        this.store = store;
        this.keys = keys;
        this.gateway = gateway;
        this.settings = settings;
        this.clock = clock;
        this.rules = new NumberRules(settings);
        this.realmLimits = realmLimits;
        this.personLimits = personLimits;
        this.entryLimits = new CodeEntryLimits(settings);
        this.showing = new ChallengeView(gateway, settings);
        this.challenges = new ChallengeStore(keys, messages);
    }

    private sealed interface Attempt {
        record Claimed(Found found, MessageRecord message, Slot slot, CodeEntryLimits.Entry entry) implements Attempt {}

        record Refused(Refusal refusal) implements Attempt {}
    }

    VerifyOutcome verify(String challengeId, CodeRequest request, String code) {
        Attempt attempt = store.run(entries -> acquireAttempt(entries, challengeId, request));
        if (attempt instanceof Attempt.Refused none) {
            return refused(none.refusal());
        }
        Attempt.Claimed leased = (Attempt.Claimed) attempt;
        VerifyResult answer = gateway.verify(leased.message().messageId(), code);
        return store.run(entries -> conclude(entries, leased, request, answer));
    }

    private Attempt acquireAttempt(Entries entries, String challengeId, CodeRequest request) {
        Optional<Found> challenge = challenges.find(entries, challengeId, request);
        if (challenge.isEmpty()) {
            return new Attempt.Refused(Refusal.of(Problem.UNKNOWN_CHALLENGE));
        }
        Found found = challenge.get();
        if (found.message().isEmpty()) {
            return new Attempt.Refused(Refusal.of(Problem.CODE_EXPIRED));
        }
        MessageRecord message = found.message().get();
        Instant now = clock.instant();
        Optional<Refusal> unusable = showing.unusable(message, now);
        if (unusable.isPresent()) {
            return new Attempt.Refused(unusable.get());
        }
        Optional<Slot> slot = messages.takeAttempt(
                entries,
                found.challenge().message(),
                message,
                settings.codeEntry().maxAttempts(),
                now);
        if (slot.isEmpty()) {
            return new Attempt.Refused(Refusal.of(Problem.TOO_MANY_ATTEMPTS, message.resendIn(now)));
        }
        CodeEntryLimits.Entry entry = entryLimits.take(
                entries, keys.active(), request, found.challenge().requester(), now);
        if (entry.refusal().isPresent()) {
            slot.get().release(entries);
            return new Attempt.Refused(entry.refusal().get());
        }
        return new Attempt.Claimed(found, message, slot.get(), entry);
    }

    private VerifyOutcome conclude(Entries entries, Attempt.Claimed leased, CodeRequest request, VerifyResult answer) {
        Instant now = clock.instant();
        if (answer instanceof VerifyResult.Verified) {
            return right(entries, leased, request, now);
        }
        if (answer instanceof VerifyResult.Expired) {
            return ended(entries, leased, request, now);
        }
        if (answer instanceof VerifyResult.Failed failed) {
            if (!failed.asked()) {
                leased.slot().release(entries);
                entryLimits.release(entries, leased.entry());
            }
            return refused(Refusal.of(failed.failure()));
        }
        return wrong(entries, leased, request, now);
    }

    private VerifyOutcome right(Entries entries, Attempt.Claimed leased, CodeRequest request, Instant now) {
        ChallengeRecord challenge = leased.found().challenge();
        if (!messages.consume(entries, challenge.message(), leased.message(), now)) {
            entryLimits.release(entries, leased.entry());
            return refused(Refusal.of(Problem.CODE_EXPIRED));
        }
        entryLimits.right(entries, keys.active(), request, leased.entry());
        personLimits.liftCooldown(entries, keys.active(), request, challenge.requester());
        realmLimits.verified(
                entries,
                keys.active(),
                request,
                challenge.requester(),
                settings.templates().codeLifetime(),
                now);
        keepWindow(entries, leased, request, now);
        challenges.remove(entries, leased.found());
        return new VerifyOutcome.Verified(
                new VerifiedCode(request.userId(), now, leased.message().channel()));
    }

    /** Of no use to anybody any more, whoever typed what: the next message may be asked for at once. */
    private VerifyOutcome ended(Entries entries, Attempt.Claimed leased, CodeRequest request, Instant now) {
        messages.drop(entries, leased.found().challenge().message(), leased.message(), now);
        keepWindow(entries, leased, request, now);
        entryLimits.release(entries, leased.entry());
        return refused(Refusal.of(Problem.CODE_EXPIRED));
    }

    private VerifyOutcome wrong(Entries entries, Attempt.Claimed leased, CodeRequest request, Instant now) {
        Optional<Refusal> blocked = entryLimits.wrong(entries, keys.active(), request, leased.entry(), now);
        if (blocked.isPresent()) {
            return new VerifyOutcome.Wrong(blocked.get());
        }
        int attemptsLeft = settings.codeEntry().maxAttempts() - leased.slot().index() - 1;
        return new VerifyOutcome.Wrong(
                attemptsLeft > 0
                        ? Refusal.wrongCode(attemptsLeft)
                        : Refusal.of(Problem.TOO_MANY_ATTEMPTS, leased.message().resendIn(now)));
    }

    /** The message is no longer in our way, but the provider's window goes on. */
    private void keepWindow(Entries entries, Attempt.Claimed leased, CodeRequest request, Instant now) {
        rules.template(leased.found().challenge().way())
                .ifPresent(template -> messages.keepWindow(
                        entries,
                        keys.active(),
                        request,
                        template,
                        leased.message().resendAt(),
                        now));
    }

    private static VerifyOutcome refused(Refusal refusal) {
        return new VerifyOutcome.Refused(refusal);
    }
}
