package io.github.phonelatch.challenge;

import io.github.phonelatch.gateway.Channel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * A challenge as stored.
 *
 * @param request the name of the {@link CodeRequest} it was made for. Nothing of that can be read from it
 * @param message the name of the message's record
 * @param generation of the message
 * @param template of the message
 * @param channel the first one that the template tries
 */
record ChallengeRecord(
        String request, String message, String generation, String template, Channel channel, Requester requester) {
    /** Whether it was made for the code request with this name. Takes as long for any name. */
    boolean isFor(String otherRequest) {
        return MessageDigest.isEqual(
                request.getBytes(StandardCharsets.UTF_8), otherRequest.getBytes(StandardCharsets.UTF_8));
    }

    Map<String, String> toNotes() {
        return Map.of(
                "v",
                RecordFields.VERSION,
                "request",
                request,
                "message",
                message,
                "generation",
                generation,
                "template",
                template,
                "channel",
                channel.id(),
                "requester",
                requester.name());
    }

    static Optional<ChallengeRecord> read(Map<String, String> notes) {
        if (RecordFields.areOfAnotherVersion(notes)) {
            return Optional.empty();
        }
        // A word of a later release counts as absent, because this one cannot act on it.
        return Channel.of(RecordFields.text(notes, "channel"))
                .flatMap(channel -> RecordFields.word(notes, "requester", Requester.class)
                        .map(requester -> new ChallengeRecord(
                                RecordFields.text(notes, "request"),
                                RecordFields.text(notes, "message"),
                                RecordFields.text(notes, "generation"),
                                RecordFields.text(notes, "template"),
                                channel,
                                requester)));
    }
}
