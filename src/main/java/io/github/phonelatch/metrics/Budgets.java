package io.github.phonelatch.metrics;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/** How much of its budgets each realm has used. */
final class Budgets {
    /** Budgets beyond these are shown as one, so that a list of all countries does not flood the metrics store. */
    static final int MOST_SHOWN = 30;

    /** The name under which the rest is shown: the highest of them. */
    static final String OTHERS = "other";

    static final Metric METRIC =
            new Metric("budget.used", "Share of a daily budget of messages that this node has leased");

    private final Display display;
    private final Map<String, OfRealm> realms = new ConcurrentHashMap<>();

    Budgets(Display display) {
        this.display = display;
    }

    /** Registers a meter of {@link #METRIC}. */
    @FunctionalInterface
    interface Display {
        void show(String realm, String scope, DoubleSupplier used);
    }

    private static final class OfRealm {
        private final Map<String, DoubleSupplier> shown = new ConcurrentHashMap<>();
        private final Map<String, DoubleSupplier> others = new ConcurrentHashMap<>();

        private boolean replace(String scope, DoubleSupplier used) {
            return shown.replace(scope, used) != null || others.replace(scope, used) != null;
        }
    }

    void put(String realm, String scope, DoubleSupplier used) {
        OfRealm ofRealm = realms.computeIfAbsent(realm, name -> new OfRealm());
        if (ofRealm.replace(scope, used)) {
            return;
        }
        synchronized (ofRealm) {
            if (ofRealm.replace(scope, used)) {
                return;
            }
            if (ofRealm.shown.size() < MOST_SHOWN - 1) {
                ofRealm.shown.put(scope, used);
                display.show(
                        realm,
                        scope,
                        () -> ofRealm.shown.getOrDefault(scope, () -> 0).getAsDouble());
            } else {
                ofRealm.others.put(scope, used);
                display.show(realm, OTHERS, () -> fullest(ofRealm.others));
            }
        }
    }

    void forget(String realm) {
        realms.remove(realm);
    }

    private static double fullest(Map<String, DoubleSupplier> budgets) {
        return budgets.values().stream()
                .mapToDouble(DoubleSupplier::getAsDouble)
                .max()
                .orElse(0);
    }
}
