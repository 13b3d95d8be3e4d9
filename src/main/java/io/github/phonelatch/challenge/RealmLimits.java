package io.github.phonelatch.challenge;

import io.github.phonelatch.challenge.NodePermits.Lease;
import io.github.phonelatch.challenge.NodePermits.Share;
import io.github.phonelatch.challenge.RequestSource.LimitScope;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.support.Keys;
import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The limits that many people share: of a realm, a country, a prefix and a network address, and of prefixes whose
 * codes are hardly ever entered. They are acquired before anything is written for a number.
 */
final class RealmLimits {
    private static final Logger LOG = Logger.getLogger(RealmLimits.class);

    private final Store store;
    private final RealmSettings settings;
    private final NodePermits node;
    private final RequestSource source;
    private final SharedLimits limits;
    private final Leasing leasing;
    private final BudgetWatch budgets;
    private final ConversionLimit conversion;

    RealmLimits(
            Store store,
            Keys keys,
            RealmSettings settings,
            InstantSource clock,
            ChallengeListener listener,
            NodePermits node,
            RequestSource source) {
        this.store = store;
        this.settings = settings;
        this.node = node;
        this.source = source;
        this.limits = new SharedLimits(keys, settings, source);
        this.leasing = new Leasing(store, node);
        this.budgets = new BudgetWatch(limits, node, clock, listener);
        this.conversion = new ConversionLimit(keys, settings, node);
    }

    /** Why nothing may be sent, where this node knows it without the store. Takes nothing. */
    Optional<Refusal> known(CodeRequest request, Instant now) {
        return unknownAddress(now)
                .or(() -> limits.of(request).stream()
                        .filter(limit -> node.isFull(limit.name(), now))
                        .findFirst()
                        .map(limit -> refusal(limit, now)));
    }

    /** Whether the prefix gets nothing, because its codes are hardly ever entered. Takes nothing. */
    Optional<Refusal> blocked(Entries entries, CodeRequest request, Instant now) {
        return source.passes(LimitScope.CONVERSION)
                        && !settings.sending().prefix().minimumConversion().isOff()
                ? conversion.refusal(entries, request, now)
                : Optional.empty();
    }

    /**
     * Acquires a permit of each limit. {@link #known} and {@link #blocked} come before it, because others may be
     * refused meanwhile for what is acquired here.
     */
    Acquisition acquire(CodeRequest request, Instant now) {
        List<Permit> held = new ArrayList<>();
        boolean acquired = false;
        try {
            Optional<Refusal> refusal = acquire(request, held, now);
            acquired = refusal.isEmpty();
            return refusal.map(Acquisition::refused).orElseGet(() -> Acquisition.of(held));
        } finally {
            if (!acquired) {
                new Permits(held).giveBack(store, ReturnReason.REFUSED_BY_NARROWER_LIMIT);
            }
        }
    }

    private Optional<Refusal> acquire(CodeRequest request, List<Permit> held, Instant now) {
        List<SharedLimit> exact = new ArrayList<>();
        for (SharedLimit limit : limits.of(request)) {
            Optional<Share> open = node.spend(limit.name(), now);
            if (open.isPresent()) {
                held.add(new Permit.OfLease(limit.limit(), node, open.get()));
            } else if (limit.isExact()) {
                exact.add(limit);
            } else {
                Optional<Share> leased = leasing.lease(limit, now);
                if (leased.isEmpty()) {
                    return Optional.of(usedUp(limit, now));
                }
                held.add(new Permit.OfLease(limit.limit(), node, leased.get()));
                budgets.leased(request, limit);
            }
        }
        return exact.isEmpty() ? Optional.empty() : acquireExact(request, exact, held, now);
    }

    private Optional<Refusal> acquireExact(
            CodeRequest request, List<SharedLimit> exact, List<Permit> held, Instant now) {
        List<Lease> leases = new ArrayList<>();
        Optional<SharedLimit> full = leasing.leaseExact(exact, leases, now);
        if (full.isPresent()) {
            SharedLimit narrower = full.get();
            // Another request that found the wider ones full may have found this very request, which has left them.
            exact.stream().takeWhile(wider -> !wider.equals(narrower)).forEach(wider -> node.notFull(wider.name()));
            return Optional.of(usedUp(narrower, now));
        }
        for (int i = 0; i < exact.size(); i++) {
            held.add(new Permit.OfLease(exact.get(i).limit(), node, node.open(leases.get(i))));
            budgets.leased(request, exact.get(i));
        }
        return Optional.empty();
    }

    /** The provider took the message. */
    void sent(Entries entries, CodeRequest request, Duration codeLifetime, Instant now) {
        if (source.message()) {
            conversion.sent(entries, request, codeLifetime, now);
        }
    }

    /**
     * A right code was entered. What was typed in place of a person has no message of its own, and so no conversion.
     */
    void verified(Entries entries, CodeRequest request, Requester requester, Duration codeLifetime, Instant now) {
        if (requester != Requester.ANONYMOUS_INPUT) {
            conversion.verified(entries, request, requester, codeLifetime, now);
        }
    }

    private Refusal usedUp(SharedLimit limit, Instant now) {
        node.full(limit.name(), now);
        budgets.usedUp(limit, now);
        return refusal(limit, now);
    }

    private Refusal refusal(SharedLimit limit, Instant now) {
        return Refusal.of(
                limit.problem(),
                node.earliestEnd(limit.name(), now)
                        .map(end -> Duration.between(now, end))
                        .orElse(limit.window()));
    }

    private Optional<Refusal> unknownAddress(Instant now) {
        if (!limits.lackAddress()) {
            return Optional.empty();
        }
        if (node.isNews("unknown address", now)) {
            LOG.error("No code is sent to somebody whose network address is not known: check proxy-headers and what the"
                    + " proxy sends.");
        }
        return Optional.of(Refusal.of(Problem.UNAVAILABLE));
    }
}
