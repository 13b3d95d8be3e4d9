package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * The one contract of all limits: acquiring answers with permits, or with a refusal and its wait. A message passes
 * them in the order of the methods here, from the widest limit to the narrowest. The refusals that come first take
 * nothing. {@link Permits#giveBack} gives permits back.
 */
final class Limits {
    private final RealmLimits realm;
    private final PersonLimits person;
    private final CodeEntryLimits codeEntry;

    Limits(
            Store store,
            Keys keys,
            RealmSettings settings,
            InstantSource clock,
            ChallengeListener listener,
            NodePermits node,
            RequestSource source) {
        this.realm = new RealmLimits(store, keys, settings, clock, listener, node, source);
        this.person = new PersonLimits(keys, settings, node);
        this.codeEntry = new CodeEntryLimits(keys, settings, new MessageStore());
    }

    /** Why nothing may be sent, where this node knows it without the store. */
    Optional<Refusal> knownRefusal(CodeRequest request, Instant now) {
        return realm.known(request, now);
    }

    /** Why a message would be useless, because its code could not be entered. */
    Optional<Refusal> entryRefusal(Entries entries, CodeRequest request, Instant now) {
        return codeEntry.refusal(entries, request, now);
    }

    /** Why no message may be sent to this prefix, person or number. */
    Optional<Refusal> refusal(Entries entries, CodeRequest request, Instant now) {
        return realm.blocked(entries, request, now).or(() -> person.refusal(entries, request, now));
    }

    /** The permits of the limits that many people share, in transactions of their own. */
    Acquisition acquireShared(CodeRequest request, Instant now) {
        return realm.acquire(request, now);
    }

    /** The permits of the person and the number, in the transaction that reserves the message. */
    Acquisition acquireOwn(Entries entries, CodeRequest request, Instant now) {
        return person.acquire(entries, request, now);
    }

    /** The provider took the message. */
    void sent(Entries entries, CodeRequest request, Duration codeLifetime, Instant now) {
        realm.sent(entries, request, codeLifetime, now);
    }

    /** The permits of one attempt on a message, in the transaction that finds it. */
    Acquisition acquireAttempt(
            Entries entries, CodeRequest request, ChallengeRecord challenge, MessageRecord message, Instant now) {
        return codeEntry.acquire(entries, request, challenge, message, now);
    }

    /** Nobody knows whether the code of an attempt was right, so it stays counted as a failure. */
    void unanswered(Entries entries, Permits attempt, Instant now) {
        codeEntry.failed(entries, attempt, now);
    }

    /**
     * The code of an attempt was wrong.
     *
     * @return the block, where this failure was the last of the row
     */
    Optional<Refusal> wrong(Entries entries, CodeRequest request, Permits attempt, Instant now) {
        return codeEntry.wrong(entries, request, attempt, now);
    }

    /** The code of an attempt was right, and this attempt consumed the message. */
    void right(
            Entries entries,
            CodeRequest request,
            Requester requester,
            Permits attempt,
            Duration codeLifetime,
            Instant now) {
        codeEntry.right(entries, request, attempt);
        person.liftCooldown(entries, request, requester);
        realm.verified(entries, request, requester, codeLifetime, now);
    }
}
