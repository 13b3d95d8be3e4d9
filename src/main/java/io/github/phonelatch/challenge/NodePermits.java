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
 * What this node has claimed of the limits that all nodes share. A claim is a block of a limit, taken in the store; what the block
 * holds is then spent here, so that counting to twenty thousand does not cost a write for each. What is forgotten here, by a restart
 * or for want of room, is lost to all until its window has passed: less may be sent than allowed, never more. Thread-safe.
 */
final class NodePermits {
    /** The one of this server. */
    static final NodePermits OF_THIS_NODE = new NodePermits();

    /** Strangers choose addresses and prefixes: the limits that were not used for the longest time are forgotten first. */
    static final int MOST_ACCOUNTS = 10_000;

    /** How long a limit that was found full is not asked for again: an attack must not cost the store a search each time. */
    private static final Duration FULL_FOR = Duration.ofSeconds(3);

    /** More sends of one person or number than these say nothing more about a wait. */
    private static final int MOST_TIMES = 50;

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(10);

    /** Limits that share a lock wait for each other, which is a moment. */
    private static final int OPENINGS = 64;

    private final List<Lock> openings =
            Stream.<Lock>generate(ReentrantLock::new).limit(OPENINGS).toList();

    private final Map<String, Instant> told = lastUsed();
    private final Map<String, Account> accounts = lastUsed();
    private final Map<String, Conversion> conversions = lastUsed();
    private final Map<String, Deque<Instant>> sends = lastUsed();

    /**
     * A block that this node claimed.
     *
     * @param until when its window ends, and with it whatever of it was not spent
     */
    record Lease(String account, String slot, int size, Instant until) {}

    /** One message's share of a block. */
    record Permit(Lease block) {}

    private static final class Account {
        private final Map<Lease, Integer> left = new LinkedHashMap<>();
        private Instant fullUntil = Instant.MIN;
    }

    /** Takes one from a block that is open here; empty where none is. */
    synchronized Optional<Permit> spend(String account, Instant now) {
        Account open = accounts.get(account);
        if (open == null) {
            return Optional.empty();
        }
        open.left.keySet().removeIf(block -> !now.isBefore(block.until()));
        for (Map.Entry<Lease, Integer> block : open.left.entrySet()) {
            if (block.getValue() > 0) {
                block.setValue(block.getValue() - 1);
                return Optional.of(new Permit(block.getKey()));
            }
        }
        return Optional.empty();
    }

    /** Held by the one request that claims a block of a limit: never two at a time. */
    Lock opening(String account) {
        return openings.get(Math.floorMod(account.hashCode(), OPENINGS));
    }

    /** Takes one from a block that is committed in the store, and opens the rest of it to others. */
    synchronized Permit open(Lease block) {
        accounts.computeIfAbsent(block.account(), name -> new Account()).left.put(block, block.size() - 1);
        return new Permit(block);
    }

    /**
     * Gives back what was not used.
     *
     * @return the slot to give back in the store too, where it stands for one message
     */
    synchronized Optional<String> giveBack(Permit spent) {
        Lease block = spent.block();
        Account open = accounts.get(block.account());
        Integer left = open == null ? null : open.left.get(block);
        if (open == null || left == null) {
            // Its window has passed, or it was forgotten here: then whoever looks next finds it in the store.
            return block.size() == 1 ? Optional.of(block.slot()) : Optional.empty();
        }
        open.fullUntil = Instant.MIN;
        if (block.size() == 1) {
            open.left.remove(block);
            return Optional.of(block.slot());
        }
        open.left.put(block, Math.min(block.size(), left + 1));
        return Optional.empty();
    }

    /** Whether the limit was found used up a moment ago, and nothing of it is open here. */
    synchronized boolean isFull(String account, Instant now) {
        Account open = accounts.get(account);
        return open != null
                && now.isBefore(open.fullUntil)
                && open.left.entrySet().stream()
                        .noneMatch(block -> block.getValue() > 0
                                && now.isBefore(block.getKey().until()));
    }

    /** Somebody took one of the limit and left it: that it was found used up meanwhile says nothing. */
    synchronized void notFull(String account) {
        Account open = accounts.get(account);
        if (open != null) {
            open.fullUntil = Instant.MIN;
        }
    }

    synchronized void full(String account, Instant now) {
        accounts.computeIfAbsent(account, name -> new Account()).fullUntil = now.plus(FULL_FOR);
    }

    /** Whether something is worth a line in the log, which one in ten minutes is. */
    synchronized boolean isNews(String what, Instant now) {
        Instant quietUntil = told.get(what);
        if (quietUntil != null && now.isBefore(quietUntil)) {
            return false;
        }
        told.put(what, now.plus(BETWEEN_LINES));
        return true;
    }

    /** Until when at the latest some of the limit is free again, as far as this node knows. */
    synchronized Optional<Instant> earliestEnd(String account, Instant now) {
        Account open = accounts.get(account);
        return open == null
                ? Optional.empty()
                : open.left.keySet().stream()
                        .map(Lease::until)
                        .filter(now::isBefore)
                        .min(Instant::compareTo);
    }

    /** How much of the limit this node has claimed and not yet got back. */
    synchronized int leased(String account, Instant now) {
        Account open = accounts.get(account);
        return open == null
                ? 0
                : open.left.keySet().stream()
                        .filter(block -> now.isBefore(block.until()))
                        .mapToInt(Lease::size)
                        .sum();
    }

    /** What became of the messages to a prefix, as far as this node knows and has not stored it yet. */
    synchronized Conversion conversion(String prefix) {
        return conversions.computeIfAbsent(prefix, name -> new Conversion());
    }

    // --- when messages went ----------------------------------------------------------------------------------------

    /** Remembers a send, so that a wait can be told. */
    synchronized void sent(String subject, Instant at) {
        Deque<Instant> times = sends.computeIfAbsent(subject, name -> new ArrayDeque<>());
        times.addLast(at);
        if (times.size() > MOST_TIMES) {
            times.removeFirst();
        }
    }

    synchronized void notSent(String subject, Instant at) {
        Deque<Instant> times = sends.get(subject);
        if (times != null) {
            times.removeLastOccurrence(at);
        }
    }

    /**
     * How long until fewer than the limit lie within the window. Other nodes may know of earlier ends, never of later ones; the
     * whole window where this one knows of no send.
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

    /** For showing that nothing here grows without bound. */
    synchronized int size() {
        return accounts.size() + conversions.size() + sends.size();
    }
}
