package io.github.phonelatch.support;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.SingleUseObjectProvider;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * The store on Keycloak's single-use objects, which are kept in embedded or external Infinispan, or in the database.
 *
 * <p>Keycloak's {@code replace} is not used, because it is not atomic and removes the time to live.
 */
public final class KeycloakStore implements Store {
    private final KeycloakSessionFactory sessions;

    /** Each use has a transaction of its own, whatever becomes of the session's. */
    public static KeycloakStore of(KeycloakSession session) {
        return new KeycloakStore(session.getKeycloakSessionFactory());
    }

    KeycloakStore(KeycloakSessionFactory sessions) {
        this.sessions = sessions;
    }

    @Override
    public <T> T run(Function<Entries, T> work) {
        try {
            return KeycloakModelUtils.runJobInTransactionWithResult(
                    sessions, session -> work.apply(new SingleUse(session.singleUseObjects())));
        } catch (RuntimeException e) {
            // Any failure, from a lost connection to a failed commit, must not be read as "absent, so allowed".
            throw new StoreException("the store of one-time state failed", e);
        }
    }

    private record SingleUse(SingleUseObjectProvider objects) implements Entries {
        @Override
        public boolean putIfAbsent(String key, Duration timeToLive) {
            return objects.putIfAbsent(key, seconds(timeToLive));
        }

        @Override
        public void put(String key, Duration timeToLive, Map<String, String> notes) {
            objects.put(key, seconds(timeToLive), notes);
        }

        @Override
        public Optional<Map<String, String>> get(String key) {
            return Optional.ofNullable(objects.get(key));
        }

        @Override
        public boolean remove(String key) {
            return objects.remove(key) != null;
        }

        @Override
        public boolean contains(String key) {
            return objects.contains(key);
        }

        private static long seconds(Duration timeToLive) {
            return Math.max(1, timeToLive.plusMillis(999).toSeconds());
        }
    }
}
