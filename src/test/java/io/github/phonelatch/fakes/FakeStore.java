package io.github.phonelatch.fakes;

import io.github.phonelatch.support.Store;
import io.github.phonelatch.support.StoreException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** Shared state in memory, where nothing ends by itself; may be told to fail. */
public final class FakeStore implements Store {
    private final Map<String, Map<String, String>> stored = new ConcurrentHashMap<>();
    private volatile boolean failing;

    public Map<String, Map<String, String>> stored() {
        return stored;
    }

    public void fail() {
        failing = true;
    }

    @Override
    public <T> T run(Function<Entries, T> work) {
        if (failing) {
            throw new StoreException("told to fail", new IllegalStateException());
        }
        return work.apply(new Entries() {
            @Override
            public boolean putIfAbsent(String key, Duration timeToLive) {
                return stored.putIfAbsent(key, Map.of()) == null;
            }

            @Override
            public void put(String key, Duration timeToLive, Map<String, String> notes) {
                stored.put(key, notes);
            }

            @Override
            public Optional<Map<String, String>> get(String key) {
                return Optional.ofNullable(stored.get(key));
            }

            @Override
            public boolean remove(String key) {
                return stored.remove(key) != null;
            }

            @Override
            public boolean contains(String key) {
                return stored.containsKey(key);
            }
        });
    }
}
