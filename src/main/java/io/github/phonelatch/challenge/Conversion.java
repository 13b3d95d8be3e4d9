package io.github.phonelatch.challenge;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How many messages of a prefix this node sent and how many of their codes were entered, until that is stored in
 * batches. A batch is evaluated after its codes have expired, because pending codes would look unused earlier.
 * Thread-safe.
 */
final class Conversion {
    private static final int BATCH = 5;

    private int sent;
    private int verified;
    private int restingSent;
    private int restingVerified;
    private Instant restsUntil = Instant.MIN;

    /** Messages sent, and how many of their codes were entered and right. */
    record Batch(int sent, int verified) {}

    synchronized void sent(Instant now, Duration lifetime) {
        sent++;
        rest(now, lifetime);
    }

    synchronized void verified(Instant now, Duration lifetime) {
        if (restingVerified < restingSent) {
            restingVerified++;
        } else {
            verified++;
            rest(now, lifetime);
        }
    }

    /** Takes out what has rested. */
    synchronized Optional<Batch> ripe(Instant now) {
        if (restingSent + restingVerified == 0 || now.isBefore(restsUntil)) {
            return Optional.empty();
        }
        Batch ripe = new Batch(restingSent, restingVerified);
        restingSent = 0;
        restingVerified = 0;
        return Optional.of(ripe);
    }

    private void rest(Instant now, Duration lifetime) {
        // Where one node sends and another one checks, each may have only one of the two.
        if (Math.max(sent, verified) >= BATCH && restingSent + restingVerified == 0) {
            restingSent = sent;
            restingVerified = verified;
            sent = 0;
            verified = 0;
            restsUntil = now.plus(lifetime);
        }
    }
}
