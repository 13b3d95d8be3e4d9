package io.github.phonelatch.challenge;

import io.github.phonelatch.challenge.StoredChallenges.Found;
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
final class Checking {
    private final Store store;
    private final Keys keys;
    private final OtpGateway gateway;
    private final RealmSettings settings;
    private final InstantSource clock;
    private final NumberRules rules;
    private final WideGuards wideGuards;
    private final SendGuards sendGuards;
    private final FailureGuards failureGuards;
    private final Showing showing;
    private final Messages messages = new Messages();
    private final StoredChallenges challenges;

    Checking(
            Store store,
            Keys keys,
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            WideGuards wideGuards,
            SendGuards sendGuards) {
        this.store = store;
        this.keys = keys;
        this.gateway = gateway;
        this.settings = settings;
        this.clock = clock;
        this.rules = new NumberRules(settings);
        this.wideGuards = wideGuards;
        this.sendGuards = sendGuards;
        this.failureGuards = new FailureGuards(settings);
        this.showing = new Showing(gateway, settings);
        this.challenges = new StoredChallenges(keys, messages);
    }

    private sealed interface Try {
        record Claimed(Found found, MessageRecord message, Slot slot, FailureGuards.Guess guess) implements Try {}

        record Refused(Refusal refusal) implements Try {}
    }

    VerifyOutcome verify(String challengeId, Claim claim, String code) {
        Try attempt = store.run(entries -> claimTry(entries, challengeId, claim));
        if (attempt instanceof Try.Refused none) {
            return refused(none.refusal());
        }
        Try.Claimed claimed = (Try.Claimed) attempt;
        VerifyResult answer = gateway.verify(claimed.message().messageId(), code);
        return store.run(entries -> conclude(entries, claimed, claim, answer));
    }

    private Try claimTry(Entries entries, String challengeId, Claim claim) {
        Optional<Found> challenge = challenges.find(entries, challengeId, claim);
        if (challenge.isEmpty()) {
            return new Try.Refused(Refusal.of(Problem.UNKNOWN_CHALLENGE));
        }
        Found found = challenge.get();
        if (found.message().isEmpty()) {
            return new Try.Refused(Refusal.of(Problem.CODE_EXPIRED));
        }
        MessageRecord message = found.message().get();
        Instant now = clock.instant();
        Optional<Refusal> unusable = showing.unusable(message, now);
        if (unusable.isPresent()) {
            return new Try.Refused(unusable.get());
        }
        Optional<Slot> slot = messages.takeTry(entries, found.challenge().message(), message, settings.maxTries(), now);
        if (slot.isEmpty()) {
            return new Try.Refused(Refusal.of(Problem.TOO_MANY_TRIES, message.resendIn(now)));
        }
        FailureGuards.Guess guess = failureGuards.take(
                entries, keys.active(), claim, found.challenge().standing(), now);
        if (guess.refusal().isPresent()) {
            slot.get().release(entries);
            return new Try.Refused(guess.refusal().get());
        }
        return new Try.Claimed(found, message, slot.get(), guess);
    }

    private VerifyOutcome conclude(Entries entries, Try.Claimed claimed, Claim claim, VerifyResult answer) {
        Instant now = clock.instant();
        if (answer instanceof VerifyResult.Verified) {
            return right(entries, claimed, claim, now);
        }
        if (answer instanceof VerifyResult.Expired) {
            return ended(entries, claimed, claim, now);
        }
        if (answer instanceof VerifyResult.Failed failed) {
            if (!failed.asked()) {
                claimed.slot().release(entries);
                failureGuards.release(entries, claimed.guess());
            }
            return refused(Refusal.of(failed.failure()));
        }
        return wrong(entries, claimed, claim, now);
    }

    private VerifyOutcome right(Entries entries, Try.Claimed claimed, Claim claim, Instant now) {
        ChallengeRecord challenge = claimed.found().challenge();
        if (!messages.consume(entries, challenge.message(), claimed.message(), now)) {
            failureGuards.release(entries, claimed.guess());
            return refused(Refusal.of(Problem.CODE_EXPIRED));
        }
        failureGuards.right(entries, keys.active(), claim, claimed.guess());
        sendGuards.liftCooldown(entries, keys.active(), claim, challenge.standing());
        wideGuards.verified(entries, keys.active(), claim, challenge.standing(), settings.codeLifetime(), now);
        keepWindow(entries, claimed, claim, now);
        challenges.remove(entries, claimed.found());
        return new VerifyOutcome.Proven(now, claimed.message().channel());
    }

    /** Of no use to anybody any more, whoever typed what: the next message may be asked for at once. */
    private VerifyOutcome ended(Entries entries, Try.Claimed claimed, Claim claim, Instant now) {
        messages.drop(entries, claimed.found().challenge().message(), claimed.message(), now);
        keepWindow(entries, claimed, claim, now);
        failureGuards.release(entries, claimed.guess());
        return refused(Refusal.of(Problem.CODE_EXPIRED));
    }

    private VerifyOutcome wrong(Entries entries, Try.Claimed claimed, Claim claim, Instant now) {
        Optional<Refusal> blocked = failureGuards.wrong(entries, keys.active(), claim, claimed.guess(), now);
        if (blocked.isPresent()) {
            return new VerifyOutcome.Wrong(blocked.get());
        }
        int triesLeft = settings.maxTries() - claimed.slot().index() - 1;
        return new VerifyOutcome.Wrong(
                triesLeft > 0
                        ? Refusal.wrongCode(triesLeft)
                        : Refusal.of(Problem.TOO_MANY_TRIES, claimed.message().resendIn(now)));
    }

    /** The message is no longer in our way, but the provider's window goes on. */
    private void keepWindow(Entries entries, Try.Claimed claimed, Claim claim, Instant now) {
        rules.template(claimed.found().challenge().way())
                .ifPresent(template -> messages.keepWindow(
                        entries,
                        keys.active(),
                        claim,
                        template,
                        claimed.message().resendAt(),
                        now));
    }

    private static VerifyOutcome refused(Refusal refusal) {
        return new VerifyOutcome.Refused(refusal);
    }
}
