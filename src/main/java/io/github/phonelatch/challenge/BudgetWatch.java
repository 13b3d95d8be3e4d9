package io.github.phonelatch.challenge;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Lets admins watch the daily budgets, because only they know whether one that is used up is an attack or set too
 * low.
 */
final class BudgetWatch {
    private static final Logger LOG = Logger.getLogger(BudgetWatch.class);

    private final SharedLimits limits;
    private final NodePermits node;
    private final InstantSource clock;
    private final ChallengeListener listener;

    BudgetWatch(SharedLimits limits, NodePermits node, InstantSource clock, ChallengeListener listener) {
        this.limits = limits;
        this.node = node;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * This node leased some more of a limit. Of the counts of one budget, one for each kind of requester, the fullest
     * is shown.
     */
    void leased(CodeRequest request, SharedLimit limit) {
        scope(limit.limit(), request).ifPresent(scope -> {
            List<String> names = limits.names(limit, request.number());
            // What is kept for the metrics holds nothing of this request.
            NodePermits leases = node;
            InstantSource time = clock;
            listener.budgetLeased(
                    scope,
                    () -> names.stream()
                                    .mapToInt(name -> leases.leased(name, time.instant()))
                                    .max()
                                    .orElse(0)
                            / (double) limit.count());
        });
    }

    /** A limit was found used up. One line in ten minutes says so of a budget. */
    void usedUp(SharedLimit limit, Instant now) {
        setting(limit.limit())
                .filter(setting -> node.isNews(limit.name(), now))
                .ifPresent(setting -> LOG.warnf(
                        "No more codes are sent: the %d messages of 24 hours that the setting %s allows are used up.",
                        limit.count(), setting));
    }

    private static Optional<String> scope(Limit limit, CodeRequest request) {
        return switch (limit) {
            case REALM -> Optional.of("realm");
            case COUNTRY -> Optional.of(request.number().country());
            case PREFIX, ADDRESS, PERSON, NUMBER, ATTEMPTS, FAILURES_PER_HOUR, FAILURES_IN_A_ROW -> Optional.empty();
        };
    }

    private static Optional<String> setting(Limit limit) {
        return switch (limit) {
            case REALM -> Optional.of("realm-budget-per-day");
            case COUNTRY -> Optional.of("country-budgets");
            case PREFIX, ADDRESS, PERSON, NUMBER, ATTEMPTS, FAILURES_PER_HOUR, FAILURES_IN_A_ROW -> Optional.empty();
        };
    }
}
