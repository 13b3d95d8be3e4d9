package io.github.phonelatch.challenge;

import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Store.Entries;
import java.time.Instant;
import java.util.Optional;

/** The challenges. Each lies under its id and can be found by that together with the claim it was made for. */
final class ChallengeStore {
    private final Keys keys;
    private final MessageStore messages;

    ChallengeStore(Keys keys, MessageStore messages) {
        this.keys = keys;
        this.messages = messages;
    }

    /**
     * A challenge, and under which key it and its message are stored.
     *
     * @param message empty where it was used or a newer one took its name: for this challenge it has ended
     */
    record Found(Namer names, String id, ChallengeRecord challenge, Optional<MessageRecord> message) {}

    /**
     * The id of a claim on a message: the same however often it is asked for, so that asking again makes no second challenge,
     * and guessed by nobody.
     */
    static String id(Namer names, CodeRequest request, MessageRecord message) {
        return names.code("challenge-id", claimName(names, request), message.generation());
    }

    /** @param names of the message, so that both are found under the same key */
    void write(
            Entries entries,
            Namer names,
            String id,
            CodeRequest request,
            Way way,
            String messageName,
            MessageRecord message,
            Instant now) {
        ChallengeRecord challenge = new ChallengeRecord(
                claimName(names, request), messageName, message.generation(), way, request.requester());
        entries.put(name(names, id), MessageStore.untilForgotten(message, now), challenge.toNotes());
    }

    /** Also what was stored before the realm's key was rotated. */
    Optional<Found> find(Entries entries, String id, CodeRequest request) {
        for (Namer names : keys.enabled()) {
            Optional<ChallengeRecord> stored = entries.get(name(names, id))
                    .flatMap(ChallengeRecord::read)
                    .filter(candidate -> candidate.isFor(claimName(names, request)));
            if (stored.isPresent()) {
                ChallengeRecord challenge = stored.get();
                return Optional.of(new Found(
                        names,
                        id,
                        challenge,
                        messages.read(entries, challenge.message())
                                .filter(message -> message.generation().equals(challenge.generation()))));
            }
        }
        return Optional.empty();
    }

    void remove(Entries entries, Found found) {
        entries.remove(name(found.names(), found.id()));
    }

    private static String name(Namer names, String id) {
        return names.name("challenge", id);
    }

    private static String claimName(Namer names, CodeRequest request) {
        return names.name(
                "request",
                request.userId(),
                request.clientId(),
                request.number().e164(),
                request.purpose().name(),
                request.binding());
    }
}
