package io.github.phonelatch.challenge;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * What this node knows of limits. It holds leases of shared limits, which are taken in the store and used here, so
 * that counting to twenty thousand does not cost a write for each message. Thread-safe.
 *
 * <p>Permits that are lost by a restart or by eviction stay unavailable to all nodes until their window ends. So
 * fewer messages may be sent than allowed, and never more.
 */
final class NodePermits {
    /** The one of this server. */
    static final NodePermits OF_THIS_NODE = new NodePermits();

    /**
     * Bounded, because anonymous requesters choose addresses and prefixes. The least recently used are forgotten
     * first.
     */
    static final int MOST_ACCOUNTS = 10_000;

    /**
     * How long a limit that was found full is not searched again, because each search of an attack would load the
     * store.
     */
    private static final Duration FULL_FOR = Duration.ofSeconds(3);

    /** So many sends of one person or number suffice to say how long to wait. */
    private static final int MOST_TIMES = 50;

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(10);

    /** Limits that share a lock wait for each other, but only for a moment. */
    private static final int LOCKS = 64;

    private final List<Lock> locks =
            Stream.<Lock>generate(ReentrantLock::new).limit(LOCKS).toList();

    private final Map<String, Instant> told = lastUsed();
    private final Map<String, Leases> limits = lastUsed();
    private final Map<String, Conversion> conversions = lastUsed();
    private final Map<String, Deque<Instant>> sends = lastUsed();

    /**
     * A part of a limit that this node alone may use.
     *
     * @param limit the name of the limit
     * @param slot the entry in the store
     * @param size how many messages it holds
     * @param until when its window ends, and with it whatever of it was not used
     */
    record Lease(String limit, String slot, int size, Instant until) {}

    /** One message's share of a lease. */
    record Share(Lease lease) {}

    /** The leases of one limit, and how much of each is left. */
    private static final class Leases {
        private final Map<Lease, Integer> left = new LinkedHashMap<>();
        private Instant fullUntil = Instant.MIN;
    }

    /** Takes one message's share of a lease. Empty where none is left here. */
    synchronized Optional<Share> spend(String limit, Instant now) {
        Leases open = limits.get(limit);
        if (open == null) {
            return Optional.empty();
        }
        open.left.keySet().removeIf(lease -> !now.isBefore(lease.until()));
        for (Map.Entry<Lease, Integer> lease : open.left.entrySet()) {
            if (lease.getValue() > 0) {
                lease.setValue(lease.getValue() - 1);
                return Optional.of(new Share(lease.getKey()));
            }
        }
        return Optional.empty();
    }

    /** Held by the one request that leases some of a limit, so that no two do at once. */
    Lock leasing(String limit) {
        return locks.get(Math.floorMod(limit.hashCode(), LOCKS));
    }

    /** Takes one message's share of a lease that is committed in the store, and opens the rest of it to others. */
    synchronized Share open(Lease lease) {
        limits.computeIfAbsent(lease.limit(), name -> new Leases()).left.put(lease, lease.size() - 1);
        return new Share(lease);
    }

    /**
     * Gives back a share that was not used.
     *
     * @return the entry to remove from the store too, where it stands for one message
     */
    synchronized Optional<String> giveBack(Share share) {
        Lease lease = share.lease();
        Leases open = limits.get(lease.limit());
        Integer left = open == null ? null : open.left.get(lease);
        if (open == null || left == null) {
            // Its window has passed, or it was forgotten here. A later request finds the entry in the store.
            return lease.size() == 1 ? Optional.of(lease.slot()) : Optional.empty();
        }
        open.fullUntil = Instant.MIN;
        if (lease.size() == 1) {
            open.left.remove(lease);
            return Optional.of(lease.slot());
        }
        open.left.put(lease, Math.min(lease.size(), left + 1));
        return Optional.empty();
    }

    /** Whether the limit was found used up a moment ago, and nothing of it is left here. */
    synchronized boolean isFull(String limit, Instant now) {
        Leases open = limits.get(limit);
        return open != null
                && now.isBefore(open.fullUntil)
                && open.left.entrySet().stream()
                        .noneMatch(lease -> lease.getValue() > 0
                                && now.isBefore(lease.getKey().until()));
    }

    /** Forgets that the limit was found used up, because a permit was acquired and given back meanwhile. */
    synchronized void notFull(String limit) {
        Leases open = limits.get(limit);
        if (open != null) {
            open.fullUntil = Instant.MIN;
        }
    }

    /** The limit was found used up. */
    synchronized void full(String limit, Instant now) {
        limits.computeIfAbsent(limit, name -> new Leases()).fullUntil = now.plus(FULL_FOR);
    }

    /** Whether something is worth a line in the log. Once in ten minutes it is. */
    synchronized boolean isNews(String what, Instant now) {
        Instant quietUntil = told.get(what);
        if (quietUntil != null && now.isBefore(quietUntil)) {
            return false;
        }
        told.put(what, now.plus(BETWEEN_LINES));
        return true;
    }

    /** By when some of the limit is free again, as far as this node knows. */
    synchronized Optional<Instant> earliestEnd(String limit, Instant now) {
        Leases open = limits.get(limit);
        return open == null
                ? Optional.empty()
                : open.left.keySet().stream()
                        .map(Lease::until)
                        .filter(now::isBefore)
                        .min(Instant::compareTo);
    }

    /** How many messages of the limit this node has leased and not given back. */
    synchronized int leased(String limit, Instant now) {
        Leases open = limits.get(limit);
        return open == null
                ? 0
                : open.left.keySet().stream()
                        .filter(lease -> now.isBefore(lease.until()))
                        .mapToInt(Lease::size)
                        .sum();
    }

    /** What this node has not stored yet of the messages to a prefix. */
    synchronized Conversion conversion(String prefix) {
        return conversions.computeIfAbsent(prefix, name -> new Conversion());
    }

    // --- when messages went ----------------------------------------------------------------------------------------

    /** Remembers a send, so that this node can say how long to wait. */
    synchronized void sent(String subject, Instant at) {
        Deque<Instant> times = sends.computeIfAbsent(subject, name -> new ArrayDeque<>());
        times.addLast(at);
        if (times.size() > MOST_TIMES) {
            times.removeFirst();
        }
    }

    /** Forgets a send that did not happen. */
    synchronized void notSent(String subject, Instant at) {
        Deque<Instant> times = sends.get(subject);
        if (times != null) {
            times.removeLastOccurrence(at);
        }
    }

    /**
     * How long until fewer sends than the limit lie within the window, and the whole window where this node knows of
     * no send. It may be less in truth, because other nodes may know of sends that end earlier.
     */
    synchronized Duration wait(String subject, int limit, Duration window, Instant now) {
        Deque<Instant> times = sends.getOrDefault(subject, new ArrayDeque<>());
        return times.stream()
                .filter(at -> now.isBefore(at.plus(window)))
                .sorted(Comparator.reverseOrder())
                .limit(limit)
                .reduce((newer, older) -> older)
                .map(oldest -> Duration.between(now, oldest.plus(window)))
                .orElse(window);
    }

    private static <V> Map<String, V> lastUsed() {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > MOST_ACCOUNTS;
            }
        };
    }

    /** For tests that show that nothing here grows without bound. */
    synchronized int size() {
        return limits.size() + conversions.size() + sends.size();
    }
}
