package io.github.phonelatch.support;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Short-lived state that all nodes share. Thread-safe.
 *
 * <p>Nothing here may be counted by reading and then writing: only {@link Entries#putIfAbsent} and {@link Entries#remove}
 * are atomic across a cluster.
 */
public interface Store {

    /**
     * Runs the work in a transaction of its own and commits it before returning, so that a later rollback of the
     * request undoes nothing of it.
     *
     * @throws StoreException where the store failed or did not commit. The caller must then deny
     */
    <T> T run(Function<Entries, T> work);

    /** The operations of one transaction. Keys have at most 255 characters. Times to live are rounded up to seconds. */
    interface Entries {

        /** Atomic: of any number of callers on any node exactly one gets true, until the entry ends. */
        boolean putIfAbsent(String key, Duration timeToLive);

        /** Visible to others when the transaction commits. Once per key and transaction. */
        void put(String key, Duration timeToLive, Map<String, String> notes);

        Optional<Map<String, String>> get(String key);

        /** Atomic: of any number of callers on any node exactly one gets true. */
        boolean remove(String key);

        boolean contains(String key);
    }
}
