package io.github.phonelatch.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;

/**
 * The meters of Phonelatch. Where Keycloak's metrics are off there are none and the calls do nothing. Where they are on
 * no call ever throws, because watching must not change what happens.
 *
 * <p>A label has few values, known beforehand, except for the realm's name. A number, a person or an address is never a
 * label.
 */
public final class Meters {
    public static final Meters OFF = new Meters(null);

    /** Label of every meter that belongs to a realm. */
    public static final String REALM = "realm";

    private static final Logger LOG = Logger.getLogger(Meters.class);
    private static final String PREFIX = "phonelatch.";

    private final @Nullable MeterRegistry registry;
    private final Budgets budgets;
    private final AtomicBoolean failed = new AtomicBoolean();

    private Meters(@Nullable MeterRegistry registry) {
        this.registry = registry;
        this.budgets = new Budgets((realm, scope, used) -> watch(Budgets.METRIC, used, REALM, realm, "scope", scope));
    }

    /** The meters of this server's metrics endpoint, none where it has no such endpoint. */
    public static Meters ofServer() {
        return OfServer.METERS;
    }

    /** Those in a registry of the caller's own. */
    public static Meters in(MeterRegistry registry) {
        return new Meters(registry);
    }

    /** Made on first use, when Keycloak has its configuration. That does not change while the server runs. */
    private static final class OfServer {
        static final Meters METERS = Config.scope("phonelatch").root().getBoolean("metrics-enabled", false)
                ? new Meters(Metrics.globalRegistry)
                : OFF;
    }

    public boolean areOn() {
        return registry != null;
    }

    /**
     * Counts one.
     *
     * @param labels names and values in turn
     */
    public void count(Metric metric, String... labels) {
        with(open -> counter(open, metric, labels).increment());
    }

    /**
     * Registers the counter at 0. Otherwise it is absent until the first count, and a ratio of counters has no value.
     */
    public void prepare(Metric metric, String... labels) {
        with(open -> counter(open, metric, labels));
    }

    /** Measures how long something took, in buckets. */
    public void measure(Metric metric, List<Duration> buckets, Duration took, String... labels) {
        with(open -> Timer.builder(PREFIX + metric.name())
                .description(metric.help())
                .serviceLevelObjectives(buckets.toArray(Duration[]::new))
                .tags(labels)
                .register(open)
                .record(took));
    }

    /**
     * Shows a value that is asked for whenever somebody looks.
     *
     * @return takes it away again
     */
    public Runnable watch(Metric metric, DoubleSupplier value, String... labels) {
        Meter.Id[] id = new Meter.Id[1];
        with(open -> id[0] = Gauge.builder(PREFIX + metric.name(), value::getAsDouble)
                .description(metric.help())
                .tags(labels)
                .register(open)
                .getId());
        return () -> with(open -> {
            if (id[0] != null) {
                open.remove(id[0]);
            }
        });
    }

    /**
     * Shows how much of a budget this node has leased. A repeated call for the same realm and scope replaces the
     * earlier one, at next to no cost.
     *
     * @param scope {@code realm}, or a country's two letters
     * @param used from 0 to 1. The sum over all nodes is the whole
     */
    public void budget(String realm, String scope, DoubleSupplier used) {
        if (registry != null) {
            budgets.put(realm, scope, used);
        }
    }

    /** Removes the meters of a removed realm. */
    public void forget(String realm) {
        budgets.forget(realm);
        with(open -> open.getMeters().stream()
                .filter(meter -> meter.getId().getName().startsWith(PREFIX)
                        && realm.equals(meter.getId().getTag(REALM)))
                .forEach(open::remove));
    }

    private static Counter counter(MeterRegistry open, Metric metric, String... labels) {
        return Counter.builder(PREFIX + metric.name())
                .description(metric.help())
                .tags(labels)
                .register(open);
    }

    private void with(Consumer<MeterRegistry> work) {
        if (registry == null) {
            return;
        }
        try {
            work.accept(registry);
        } catch (RuntimeException e) {
            // Once, because it would come with every request.
            if (failed.compareAndSet(false, true)) {
                LOG.warnf(e, "Metrics of phone verification are incomplete");
            }
        }
    }
}
