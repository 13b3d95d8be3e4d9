package io.github.phonelatch.challenge;

import io.github.phonelatch.challenge.ChallengeStore.Found;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.VerifyResult;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Checks a code in three steps: an attempt is acquired in a transaction of its own, the provider is asked outside of
 * any, and what follows from its answer is stored in another one. So a request that is rolled back gets no attempt
 * for free.
 */
final class CodeVerifier {
    private final Store store;
    private final Keys keys;
    private final OtpGateway gateway;
    private final RealmSettings settings;
    private final InstantSource clock;
    private final Limits limits;
    private final ChallengeView view;
    private final MessageStore messages = new MessageStore();
    private final ChallengeStore challenges;

    CodeVerifier(
            Store store, Keys keys, OtpGateway gateway, RealmSettings settings, InstantSource clock, Limits limits) {
        this.store = store;
        this.keys = keys;
        this.gateway = gateway;
        this.settings = settings;
        this.clock = clock;
        this.limits = limits;
        this.view = new ChallengeView(gateway, settings);
        this.challenges = new ChallengeStore(keys, messages);
    }

    private sealed interface Attempt {
        /** The provider may be asked about one code. */
        record Allowed(Found found, MessageRecord message, Permits permits) implements Attempt {}

        record Refused(Refusal refusal) implements Attempt {}
    }

    VerifyOutcome verify(String challengeId, CodeRequest request, String code) {
        Attempt attempt = store.run(entries -> acquireAttempt(entries, challengeId, request));
        if (attempt instanceof Attempt.Refused none) {
            return refused(none.refusal());
        }
        Attempt.Allowed allowed = (Attempt.Allowed) attempt;
        VerifyResult answer = gateway.verify(allowed.message().messageId(), code);
        return store.run(entries -> conclude(entries, allowed, request, answer));
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
        Optional<Refusal> unusable = view.unusable(message, now);
        if (unusable.isPresent()) {
            return new Attempt.Refused(unusable.get());
        }
        Acquisition acquired = limits.acquireAttempt(entries, request, found.challenge(), message, now);
        return acquired.refusal().isPresent()
                ? new Attempt.Refused(acquired.refusal().get())
                : new Attempt.Allowed(found, message, acquired.permits());
    }

    private VerifyOutcome conclude(Entries entries, Attempt.Allowed attempt, CodeRequest request, VerifyResult answer) {
        Instant now = clock.instant();
        if (answer instanceof VerifyResult.Verified) {
            return right(entries, attempt, request, now);
        }
        if (answer instanceof VerifyResult.Expired) {
            return ended(entries, attempt, request, now);
        }
        if (answer instanceof VerifyResult.Failed failed) {
            if (failed.asked()) {
                limits.unanswered(entries, attempt.permits(), now);
            } else {
                attempt.permits().giveBack(entries, ReturnReason.CODE_NOT_COMPARED);
            }
            return refused(Refusal.of(failed.failure()));
        }
        return wrong(entries, attempt, request, now);
    }

    private VerifyOutcome right(Entries entries, Attempt.Allowed attempt, CodeRequest request, Instant now) {
        ChallengeRecord challenge = attempt.found().challenge();
        if (!messages.consume(entries, challenge.message(), attempt.message(), now)) {
            attempt.permits().giveBack(entries, ReturnReason.CODE_ENDED);
            return refused(Refusal.of(Problem.CODE_EXPIRED));
        }
        limits.right(
                entries,
                request,
                challenge.requester(),
                attempt.permits(),
                settings.templates().codeLifetime(),
                now);
        keepWindow(entries, attempt, request, now);
        challenges.remove(entries, attempt.found());
        return new VerifyOutcome.Verified(
                new VerifiedCode(request.userId(), now, attempt.message().deliveredBy()));
    }

    /** The code is of no use any more, whatever was entered, so the next message may be requested at once. */
    private VerifyOutcome ended(Entries entries, Attempt.Allowed attempt, CodeRequest request, Instant now) {
        messages.drop(entries, attempt.found().challenge().message(), attempt.message(), now);
        keepWindow(entries, attempt, request, now);
        attempt.permits().giveBack(entries, ReturnReason.CODE_ENDED);
        return refused(Refusal.of(Problem.CODE_EXPIRED));
    }

    private VerifyOutcome wrong(Entries entries, Attempt.Allowed attempt, CodeRequest request, Instant now) {
        Optional<Refusal> blocked = limits.wrong(entries, request, attempt.permits(), now);
        if (blocked.isPresent()) {
            return new VerifyOutcome.Wrong(blocked.get());
        }
        int attemptsLeft = attempt.permits()
                .slot(Limit.ATTEMPTS)
                .map(slot -> settings.codeEntry().maxAttempts() - slot.index() - 1)
                .orElse(0);
        return new VerifyOutcome.Wrong(
                attemptsLeft > 0
                        ? Refusal.wrongCode(attemptsLeft)
                        : Refusal.of(
                                Problem.TOO_MANY_ATTEMPTS, attempt.message().resendIn(now)));
    }

    /** The message no longer prevents another one here, but the provider's window goes on. */
    private void keepWindow(Entries entries, Attempt.Allowed attempt, CodeRequest request, Instant now) {
        messages.keepWindow(
                entries,
                keys.active(),
                request,
                attempt.found().challenge().template(),
                attempt.message().resendAt(),
                now);
    }

    private static VerifyOutcome refused(Refusal refusal) {
        return new VerifyOutcome.Refused(refusal);
    }
}
