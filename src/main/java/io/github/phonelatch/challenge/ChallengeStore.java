package io.github.phonelatch.challenge;

import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Keys.Namer;
import io.github.phonelatch.support.Store.Entries;
import java.time.Instant;
import java.util.Optional;

/** The challenges. Each lies under its id, and is found by that together with the code request it was made for. */
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
     * @param message empty where it has ended for this challenge, because it was used or a newer one took its name
     */
    record Found(Namer names, String id, ChallengeRecord challenge, Optional<MessageRecord> message) {}

    /**
     * The id of a code request's challenge on a message. It is the same each time, so that a repeated request makes
     * no second challenge, and cannot be computed without the realm's key.
     */
    static String id(Namer names, CodeRequest request, MessageRecord message) {
        return names.code("challenge-id", requestName(names, request), message.generation());
    }

    /** @param names of the message, so that both are found under the same key */
    void write(
            Entries entries,
            Namer names,
            String id,
            CodeRequest request,
            String template,
            String messageName,
            MessageRecord message,
            Instant now) {
        ChallengeRecord challenge = new ChallengeRecord(
                requestName(names, request),
                messageName,
                message.generation(),
                template,
                message.channel(),
                request.requester());
        entries.put(name(names, id), MessageStore.untilForgotten(message, now), challenge.toNotes());
    }

    /**
     * The challenge of this id, where it was made for this code request, also from before the realm's key was
     * rotated.
     */
    Optional<Found> find(Entries entries, String id, CodeRequest request) {
        for (Namer names : keys.enabled()) {
            Optional<ChallengeRecord> stored = entries.get(name(names, id))
                    .flatMap(ChallengeRecord::read)
                    .filter(candidate -> candidate.isFor(requestName(names, request)));
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

    private static String requestName(Namer names, CodeRequest request) {
        return names.name(
                "request",
                request.userId(),
                request.clientId(),
                request.number().e164(),
                request.purpose().name(),
                request.binding());
    }
}
