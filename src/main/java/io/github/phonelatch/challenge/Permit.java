package io.github.phonelatch.challenge;

import io.github.phonelatch.support.Slots.Slot;
import java.time.Instant;
import java.util.Optional;

/** What a message or an attempt holds of one limit, until it is given back or the limit's window ends. */
sealed interface Permit {
    Limit limit();

    /**
     * Gives back what this node holds.
     *
     * @return the entry to remove from the store as well, where the store holds one for this permit alone
     */
    Optional<String> giveBack();

    /** A slot in the store. */
    record OfSlot(Limit limit, Slot slot) implements Permit {
        @Override
        public Optional<String> giveBack() {
            return Optional.of(slot.key());
        }
    }

    /** A share of what this node leased. */
    record OfLease(Limit limit, NodePermits node, NodePermits.Share share) implements Permit {
        @Override
        public Optional<String> giveBack() {
            return node.giveBack(share);
        }
    }

    /** A time of a send that this node remembers, so that it can say how long to wait. */
    record OfMemory(Limit limit, NodePermits node, String subject, Instant at) implements Permit {
        @Override
        public Optional<String> giveBack() {
            node.notSent(subject, at);
            return Optional.empty();
        }
    }
}
