package io.github.phonelatch.challenge;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/**
 * A challenge as stored.
 *
 * @param claim the name of the {@link Claim} it was made for; nothing of the claim can be read from it
 * @param message the name of the message's record
 * @param generation of the message
 */
record ChallengeRecord(String claim, String message, String generation, Way way, Standing standing) {
    private static final String VERSION = "1";

    boolean isFor(String otherClaim) {
        return MessageDigest.isEqual(
                claim.getBytes(StandardCharsets.UTF_8), otherClaim.getBytes(StandardCharsets.UTF_8));
    }

    Map<String, String> toNotes() {
        return Map.of(
                "v",
                VERSION,
                "claim",
                claim,
                "message",
                message,
                "generation",
                generation,
                "way",
                way.name(),
                "standing",
                standing.name());
    }

    static Optional<ChallengeRecord> read(Map<String, String> notes) {
        if (!VERSION.equals(notes.get("v"))) {
            return Optional.empty();
        }
        // Of a way or a standing of a later release nothing can be done: as good as absent.
        return Notes.word(notes, "way", Way.class)
                .flatMap(way -> Notes.word(notes, "standing", Standing.class)
                        .map(standing -> new ChallengeRecord(
                                Notes.text(notes, "claim"),
                                Notes.text(notes, "message"),
                                Notes.text(notes, "generation"),
                                way,
                                standing)));
    }
}
