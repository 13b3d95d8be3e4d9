package io.github.phonelatch.challenge;

import java.time.Duration;

/**
 * At most so many messages within a window, for all nodes together.
 *
 * <p>A limit of up to a hundred is exact: one slot in the store for each message. A greater one is leased: a slot
 * stands for a hundredth of it, which a node leases with one write and then uses in memory.
 *
 * @param name under which its slots are stored
 * @param problem what a person is told where it is used up
 */
record SharedLimit(Limit limit, String name, int count, Duration window, Problem problem) {
    private static final int MOST_LEASES = 100;

    boolean isExact() {
        return leaseSize() == 1;
    }

    int leases() {
        return (count + leaseSize() - 1) / leaseSize();
    }

    /** How many messages the lease with this index holds. The last one may hold fewer. */
    int size(int index) {
        return Math.min(leaseSize(), count - index * leaseSize());
    }

    private int leaseSize() {
        return (count + MOST_LEASES - 1) / MOST_LEASES;
    }
}
