package io.github.phonelatch.it.sabotage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.SingleUseObjectProviderFactory;

/**
 * Keycloak's own one-time state, whose calls fail as a file says, those for our keys alone: Keycloak needs the rest to sign
 * anybody in. The file holds {@code <order> <first> <last> <fault>}: the calls from the first to the last, counted from 0 since the
 * order was changed, go wrong. A second file beside it says with which order the last of them did.
 */
public final class FailingStore implements SingleUseObjectProviderFactory<SingleUseObjectProvider> {
    public static final String ID = "failing";
    /** Where the file is: {@code --spi-single-use-object--failing--orders}. */
    public static final String OPTION = "spi-single-use-object--failing--orders";

    /** It does nothing and fails. */
    public static final String REFUSED = "refused";
    /** It does what it should, and its answer is lost. */
    public static final String ANSWER_LOST = "answer-lost";
    /** It fails after two seconds. */
    public static final String TIMED_OUT = "timed-out";

    private static final String OURS = "phonelatch:";

    private volatile Path orders;
    private KeycloakSessionFactory factory;
    private String order = "";
    private int calls;

    @Override
    public SingleUseObjectProvider create(KeycloakSession session) {
        return new Failing(
                this,
                factory.getProviderFactory(SingleUseObjectProvider.class, "infinispan")
                        .create(session));
    }

    @Override
    public String getId() {
        return ID;
    }

    /** Above Keycloak's own. */
    @Override
    public int order() {
        return 1000;
    }

    @Override
    public void init(Config.Scope config) {
        String path = config.get("orders");
        orders = path == null ? null : Path.of(path);
    }

    @Override
    public void postInit(KeycloakSessionFactory sessions) {
        factory = sessions;
    }

    @Override
    public void close() {}

    /** What is to go wrong with this call; empty where nothing. */
    private synchronized String fault(String key) {
        if (!key.startsWith(OURS) || orders == null) {
            return "";
        }
        try {
            String[] words = Files.readString(orders).strip().split(" ", -1);
            if (words.length != 4) {
                return "";
            }
            if (!words[0].equals(order)) {
                order = words[0];
                calls = 0;
            }
            int call = calls++;
            if (call < Integer.parseInt(words[1]) || call > Integer.parseInt(words[2])) {
                return "";
            }
            Files.writeString(orders.resolveSibling(orders.getFileName() + ".done"), order);
            return words[3];
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private <T> T call(String key, Supplier<T> effect) {
        String fault = fault(key);
        if (fault.isEmpty()) {
            return effect.get();
        }
        if (fault.equals(TIMED_OUT)) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
        }
        String lost = fault.equals(ANSWER_LOST) ? ", " + effect.get() : "";
        throw new IllegalStateException("sabotaged: " + fault + (lost.isEmpty() ? "" : " after it was done"));
    }

    private record Failing(FailingStore sabotage, SingleUseObjectProvider real) implements SingleUseObjectProvider {
        @Override
        public void put(String key, long lifespanSeconds, Map<String, String> notes) {
            sabotage.call(key, () -> {
                real.put(key, lifespanSeconds, notes);
                return true;
            });
        }

        @Override
        public Map<String, String> get(String key) {
            return sabotage.call(key, () -> real.get(key));
        }

        @Override
        public Map<String, String> remove(String key) {
            return sabotage.call(key, () -> real.remove(key));
        }

        @Override
        public boolean replace(String key, Map<String, String> notes) {
            return sabotage.call(key, () -> real.replace(key, notes));
        }

        @Override
        public boolean putIfAbsent(String key, long lifespanInSeconds) {
            return sabotage.call(key, () -> real.putIfAbsent(key, lifespanInSeconds));
        }

        @Override
        public boolean contains(String key) {
            return sabotage.call(key, () -> real.contains(key));
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
