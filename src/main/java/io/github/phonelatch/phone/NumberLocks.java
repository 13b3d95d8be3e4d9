package io.github.phonelatch.phone;

import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.StoreException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakTransaction;

/** Locks that all nodes share: one request at a time decides who holds a number. */
final class NumberLocks {
    private static final Logger LOG = Logger.getLogger(NumberLocks.class);

    /** Longer than any transaction of Keycloak. A lock ends by itself only after its node died. */
    private static final Duration LIFE = Duration.ofMinutes(6);

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(160);

    private final Store store;
    private final Duration longestWait;

    NumberLocks(Store store, Duration longestWait) {
        this.store = store;
        this.longestWait = longestWait;
    }

    /**
     * Waits while another request holds the lock.
     *
     * @return false where it was held for too long
     * @throws StoreException where the store fails
     */
    boolean take(String lock) {
        long start = System.nanoTime();
        long pause = FIRST_PAUSE;
        while (!store.run(entries -> entries.putIfAbsent(lock, LIFE))) {
            if (System.nanoTime() - start >= longestWait.toNanos()
                    || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(this, pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE);
        }
        return true;
    }

    /** Gives the lock back at the end of a transaction: what it wrote is seen by others from then on, or never will be. */
    KeycloakTransaction release(String lock) {
        return new AbstractKeycloakTransaction() {
            @Override
            protected void commitImpl() {
                giveBack(lock);
            }

            @Override
            protected void rollbackImpl() {
                giveBack(lock);
            }
        };
    }

    private void giveBack(String lock) {
        try {
            store.run(entries -> entries.remove(lock));
        } catch (StoreException e) {
            LOG.warnf(e, "A lock on a number was not given back. It ends within %d s", LIFE.toSeconds());
        }
    }
}
