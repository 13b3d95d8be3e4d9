package io.github.phonelatch.challenge;

import io.github.phonelatch.challenge.NodePermits.Lease;
import io.github.phonelatch.challenge.NodePermits.Share;
import io.github.phonelatch.support.Slots;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import io.github.phonelatch.support.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

/**
 * Leases of shared limits, in transactions of their own, because a lease may be used only once it is committed.
 *
 * <p>The algorithm: the first transaction looks for a free slot from a random one on to the last, because a limit
 * with many slots is not to be searched each time. Only where it finds none a second one looks from the first slot
 * on. Neither goes round the end, so that no two transactions take slots in different orders and wait for each other.
 */
final class Leasing {
    /** How long another request may take to lease, which is as long as a page waits for a message. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);

    private final Store store;
    private final NodePermits node;

    Leasing(Store store, NodePermits node) {
        this.store = store;
        this.node = node;
    }

    /**
     * A share of a lease of a limit. One request at a time leases and the others use what it got, because leases that
     * each of many took and gave back would be missed by other nodes.
     *
     * @return empty where the limit is used up
     * @throws StoreException where another request has been leasing the same limit for too long
     */
    Optional<Share> lease(SharedLimit limit, Instant now) {
        Lock leasing = node.leasing(limit.name());
        if (!acquired(leasing)) {
            throw new StoreException("another request has been leasing the same limit for too long");
        }
        try {
            Optional<Share> open = node.spend(limit.name(), now);
            if (open.isPresent() || node.isFull(limit.name(), now)) {
                return open;
            }
            return store.run(entries -> lease(entries, limit, true, now))
                    .or(() -> store.run(entries -> lease(entries, limit, false, now)))
                    .map(node::open);
        } finally {
            leasing.unlock();
        }
    }

    private static boolean acquired(Lock leasing) {
        try {
            return leasing.tryLock(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * One message of each of these exact limits, or nothing.
     *
     * @param leases gets what was leased, in the order of the limits
     * @return the limit that is used up
     */
    Optional<SharedLimit> leaseExact(List<SharedLimit> limits, List<Lease> leases, Instant now) {
        try {
            return store.run(entries -> leaseEach(entries, limits, true, leases, now))
                    .flatMap(full -> store.run(entries -> leaseEach(entries, limits, false, leases, now)));
        } catch (StoreException e) {
            // Infinispan keeps what was stored before a transaction failed.
            Permits.remove(store, leases.stream().map(Lease::slot).toList());
            throw e;
        }
    }

    private static Optional<SharedLimit> leaseEach(
            Entries entries, List<SharedLimit> limits, boolean anywhere, List<Lease> leases, Instant now) {
        for (SharedLimit limit : limits) {
            Optional<Lease> lease = lease(entries, limit, anywhere, now);
            if (lease.isEmpty()) {
                leases.forEach(other -> entries.remove(other.slot()));
                leases.clear();
                return Optional.of(limit);
            }
            leases.add(lease.get());
        }
        return Optional.empty();
    }

    private static Optional<Lease> lease(Entries entries, SharedLimit limit, boolean anywhere, Instant now) {
        int first = anywhere ? ThreadLocalRandom.current().nextInt(limit.leases()) : 0;
        return Slots.takeFrom(entries, limit.name(), first, limit.leases(), limit.window())
                .map(slot -> new Lease(limit.name(), slot.key(), limit.size(slot.index()), now.plus(limit.window())));
    }
}
