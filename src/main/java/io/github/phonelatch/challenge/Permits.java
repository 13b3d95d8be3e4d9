package io.github.phonelatch.challenge;

import io.github.phonelatch.support.Slots.Slot;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import io.github.phonelatch.support.StoreException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** What one message or one attempt holds of all limits. The only place where permits are given back. */
record Permits(List<Permit> held) {
    private static final Logger LOG = Logger.getLogger(Permits.class);

    static final Permits NONE = new Permits(List.of());

    /** These and narrower ones. */
    Permits and(Permits narrower) {
        return new Permits(Stream.concat(held.stream(), narrower.held.stream()).toList());
    }

    /** The slot that is held of a limit. Empty where that limit is off. */
    Optional<Slot> slot(Limit limit) {
        return held.stream()
                .filter(permit -> permit.limit() == limit)
                .flatMap(permit -> permit instanceof Permit.OfSlot of ? Stream.of(of.slot()) : Stream.empty())
                .findFirst();
    }

    void giveBack(Entries entries, ReturnReason reason) {
        freed(reason).forEach(entries::remove);
    }

    /**
     * In a transaction of its own. Where that fails, permits in the store stay used until their windows have passed.
     */
    void giveBack(Store store, ReturnReason reason) {
        remove(store, freed(reason));
    }

    /** Removes slots that no permit stands for yet, as {@link #giveBack(Store, ReturnReason)} does. */
    static void remove(Store store, List<String> slots) {
        if (slots.isEmpty()) {
            return;
        }
        try {
            store.run(entries -> {
                slots.forEach(entries::remove);
                return slots;
            });
        } catch (StoreException e) {
            LOG.warnf(e, "What was counted for messages that were not sent stays counted for now");
        }
    }

    private List<String> freed(ReturnReason reason) {
        return held.stream()
                .filter(permit -> reason.frees(permit.limit()))
                .flatMap(permit -> permit.giveBack().stream())
                .toList();
    }
}
