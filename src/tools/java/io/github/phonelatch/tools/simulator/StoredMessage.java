package io.github.phonelatch.tools.simulator;

import java.time.Instant;

/** A message and what became of it since. */
final class StoredMessage {
    private final SentMessage sent;
    private boolean verified;
    private int wrongAttempts;

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
                wrongAttempts);
    }

    SentMessage sent() {
        return sent;
    }

    boolean isVerified() {
        return verified;
    }

    int wrongAttempts() {
        return wrongAttempts;
    }

    boolean isExpired(Instant now) {
        return !now.isBefore(sent.expiresAt());
    }

    void verify() {
        verified = true;
    }

    void wrongAttempt() {
        wrongAttempts++;
    }
}
