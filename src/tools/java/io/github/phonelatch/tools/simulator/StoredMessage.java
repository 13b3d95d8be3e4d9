package io.github.phonelatch.tools.simulator;

import java.time.Instant;

/** A message and what became of it since. */
final class StoredMessage {
    private final SentMessage sent;
    private boolean verified;
    private int wrongTries;

    StoredMessage(SentMessage sent) {
        this.sent = sent;
    }

    SentMessage now() {
        return new SentMessage(
                sent.id(),
                sent.to(),
                sent.templateId(),
                sent.origin(),
                sent.channel(),
                sent.arrivedBy(),
                sent.code(),
                sent.text(),
                sent.language(),
                sent.createdAt(),
                sent.expiresAt(),
                verified,
                wrongTries);
    }

    SentMessage sent() {
        return sent;
    }

    boolean isVerified() {
        return verified;
    }

    int wrongTries() {
        return wrongTries;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(sent.expiresAt());
    }

    void verify() {
        verified = true;
    }

    void wrongTry() {
        wrongTries++;
    }
}
