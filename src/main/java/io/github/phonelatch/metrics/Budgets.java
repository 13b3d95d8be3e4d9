package io.github.phonelatch.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** How much of its budgets each realm has used. */
final class Budgets {
    /** Beyond these a realm's budgets are shown as one, so that a list of all countries does not flood whoever stores it. */
    static final int MOST_SHOWN = 30;

    /** The fullest of those that are not shown one by one. */
    static final String OTHERS = "other";

    static final Metric METRIC =
            new Metric("budget.used", "Share of a daily budget of messages that this node has claimed");

    private final Meters meters;
    private final Map<String, OfRealm> realms = new ConcurrentHashMap<>();

    Budgets(Meters meters) {
        this.meters = meters;
    }

    private static final class OfRealm {
        private final Map<String, DoubleSupplier> shown = new ConcurrentHashMap<>();
        private final Map<String, DoubleSupplier> others = new ConcurrentHashMap<>();
    }

    void put(String realm, String scope, DoubleSupplier used) {
        OfRealm ofRealm = realms.computeIfAbsent(realm, name -> new OfRealm());
        if (ofRealm.shown.replace(scope, used) != null || ofRealm.others.replace(scope, used) != null) {
            return;
        }
        synchronized (ofRealm) {
            if (ofRealm.shown.size() < MOST_SHOWN - 1) {
                ofRealm.shown.put(scope, used);
                show(
                        realm,
                        scope,
                        () -> ofRealm.shown.getOrDefault(scope, () -> 0).getAsDouble());
            } else {
                ofRealm.others.put(scope, used);
                show(realm, OTHERS, () -> fullest(ofRealm.others));
            }
        }
    }

    void forget(String realm) {
        realms.remove(realm);
    }

    private void show(String realm, String scope, DoubleSupplier used) {
        meters.watch(METRIC, used, Meters.REALM, realm, "scope", scope);
    }

    private static double fullest(Map<String, DoubleSupplier> budgets) {
        return budgets.values().stream()
                .mapToDouble(DoubleSupplier::getAsDouble)
                .max()
                .orElse(0);
    }
}
