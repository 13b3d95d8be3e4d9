package io.github.phonelatch.benchmark;

import java.util.Map;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.SingleUseObjectProviderFactory;

/** Keycloak's store of single-use objects, with a line in the log for each call. */
public final class CountingStoreFactory implements SingleUseObjectProviderFactory<SingleUseObjectProvider> {
    /** The log's category. */
    public static final String CATEGORY = "benchmark.store";

    private static final Logger LOG = Logger.getLogger(CATEGORY);

    @Override
    public String getId() {
        return "counting";
    }

    /** Before Keycloak's own. */
    @Override
    public int order() {
        return 1000;
    }

    @Override
    public SingleUseObjectProvider create(KeycloakSession session) {
        return new Counting(session.getProvider(SingleUseObjectProvider.class, "infinispan"));
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    private record Counting(SingleUseObjectProvider store) implements SingleUseObjectProvider {
        /** What the key is for, which is all that may be told of it. */
        private static void count(String call, String key) {
            String[] parts = key.split(":", -1);
            LOG.info(call + " " + (parts[0].equals("phonelatch") ? "phonelatch:" + parts[1] : "keycloak"));
        }

        @Override
        public void put(String key, long lifespanSeconds, Map<String, String> notes) {
            count("put", key);
            store.put(key, lifespanSeconds, notes);
        }

        @Override
        public Map<String, String> get(String key) {
            count("get", key);
            return store.get(key);
        }

        @Override
        public Map<String, String> remove(String key) {
            count("remove", key);
            return store.remove(key);
        }

        @Override
        public boolean replace(String key, Map<String, String> notes) {
            count("replace", key);
            return store.replace(key, notes);
        }

        @Override
        public boolean putIfAbsent(String key, long lifespanInSeconds) {
            count("putIfAbsent", key);
            return store.putIfAbsent(key, lifespanInSeconds);
        }

        @Override
        public boolean contains(String key) {
            count("contains", key);
            return store.contains(key);
        }

        @Override
        public void close() {
            // Keycloak closes it with the session.
        }
    }
}
