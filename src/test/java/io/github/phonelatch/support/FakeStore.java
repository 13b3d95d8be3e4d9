package io.github.phonelatch.support;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The store in memory, with the two kinds of transaction Keycloak has, and with failures and pauses wherever a test wants
 * them. Entries end by the given clock.
 */
public final class FakeStore implements Store {

    public enum Kind {
        /** As Infinispan: put-if-absent and remove act at once and survive a rollback; put lands at commit. */
        INFINISPAN,
        /** As the database: everything lands at commit or not at all, and who writes a key makes others wait for it. */
        DATABASE
    }

    public enum Call {
        PUT_IF_ABSENT,
        PUT,
        GET,
        REMOVE,
        CONTAINS,
        COMMIT
    }

    /** What may go wrong with one call. */
    public enum Fault {
        /** It does nothing and fails. */
        REFUSED,
        /** It does what it should, and its answer is lost. */
        ANSWER_LOST,
        /** It does what it should and is answered, after longer than anybody waits. */
        SLOW
    }

    private record Entry(Map<String, String> notes, Instant endsAt) {}

    private record Hook(Call call, Predicate<String> key, Runnable action, AtomicInteger times) {}

    private final Kind kind;
    private final InstantSource clock;
    /** Guards everything below. */
    private final Object monitor = new Object();

    private final Map<String, Entry> committed = new HashMap<>();
    private final Map<String, Transaction> owners = new HashMap<>();
    private final List<Hook> hooks = new CopyOnWriteArrayList<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger deadlocks = new AtomicInteger();
    private final AtomicInteger untilFault = new AtomicInteger(-1);
    private volatile Fault fault = Fault.REFUSED;
    private volatile Runnable longWait = () -> {};

    public FakeStore(Kind kind, InstantSource clock) {
        this.kind = kind;
        this.clock = clock;
    }

    @Override
    public <T> T run(Function<Entries, T> work) {
        Transaction transaction = new Transaction();
        try {
            T result = work.apply(transaction);
            transaction.commit();
            return result;
        } catch (RuntimeException e) {
            throw new StoreException("the store failed", e);
        } finally {
            transaction.end();
        }
    }

    // --- what tests see and set ---

    /** Calls since the last {@link #countFromHere()}, commits not among them. */
    public int calls() {
        return calls.get();
    }

    /** Those of them that changed something. */
    public int writes() {
        return writes.get();
    }

    public int deadlocks() {
        return deadlocks.get();
    }

    public void countFromHere() {
        calls.set(0);
        writes.set(0);
    }

    /** The n-th call from now on fails, as {@link #faultAt} counts them; those after it do not. */
    public void failAt(int n) {
        faultAt(n, Fault.REFUSED, () -> {});
    }

    /**
     * Something goes wrong with the n-th call from now on, and with no other.
     *
     * @param n from 0, with the commits among them, and of what a commit puts into Infinispan each by itself
     * @param passing what happens while a slow call is waited for
     */
    public void faultAt(int n, Fault what, Runnable passing) {
        fault = what;
        longWait = passing;
        untilFault.set(n);
    }

    /** Whether the fault asked for has happened. */
    public boolean failed() {
        return untilFault.get() < 0;
    }

    /** Every call fails from now on, until {@link #healthy()}. */
    public void down() {
        before(null, key -> true, () -> {
            throw new IllegalStateException("the store is down");
        });
    }

    public void healthy() {
        hooks.clear();
        untilFault.set(-1);
    }

    /** Runs something before each such call, on the caller's thread and outside every lock of ours. */
    public void before(Call call, Predicate<String> key, Runnable action) {
        hooks.add(new Hook(call, key, action, new AtomicInteger(Integer.MAX_VALUE)));
    }

    /** As {@link #before}, for the first such call only. */
    public void beforeFirst(Call call, Predicate<String> key, Runnable action) {
        hooks.add(new Hook(call, key, action, new AtomicInteger(1)));
    }

    public Set<String> keys() {
        synchronized (monitor) {
            Set<String> keys = new TreeSet<>();
            committed.forEach((key, entry) -> {
                if (alive(entry)) {
                    keys.add(key);
                }
            });
            return keys;
        }
    }

    /** Everything stored, as one who reads the store sees it. */
    public String dump() {
        synchronized (monitor) {
            return committed.toString();
        }
    }

    /** Changes the notes of stored entries behind the back of the core. */
    public void rewrite(Predicate<String> key, Function<Map<String, String>, Map<String, String>> change) {
        synchronized (monitor) {
            committed.replaceAll((name, entry) ->
                    key.test(name) ? new Entry(Map.copyOf(change.apply(entry.notes())), entry.endsAt()) : entry);
        }
    }

    private boolean alive(Entry entry) {
        return entry != null && clock.instant().isBefore(entry.endsAt());
    }

    /** How many entries are kept, with those that have ended and were not swept away. */
    public int size() {
        synchronized (monitor) {
            return committed.size();
        }
    }

    /** What is stored under a key, and until when. */
    public record Stored(Map<String, String> notes, Instant endsAt) {}

    /** Everything that has not ended. */
    public Map<String, Stored> stored() {
        synchronized (monitor) {
            Map<String, Stored> stored = new TreeMap<>();
            committed.forEach((key, entry) -> {
                if (alive(entry)) {
                    stored.put(key, new Stored(entry.notes(), entry.endsAt()));
                }
            });
            return stored;
        }
    }

    /** Puts in what another server has stored. */
    public void restore(Map<String, Stored> stored) {
        synchronized (monitor) {
            stored.forEach((key, entry) -> committed.put(key, new Entry(Map.copyOf(entry.notes()), entry.endsAt())));
        }
    }

    /** What was stored and has ended, forgotten for good, as the store does by itself from time to time. */
    public void sweep() {
        synchronized (monitor) {
            committed.values().removeIf(entry -> !alive(entry));
        }
    }

    private void called(Call call, String key) {
        if (call != Call.COMMIT) {
            calls.incrementAndGet();
        }
        for (Hook hook : hooks) {
            if ((hook.call() == null || hook.call() == call)
                    && hook.key().test(key)
                    && hook.times().getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                hook.action().run();
            }
        }
    }

    /** Does what a call does, unless this is the one with which something goes wrong. */
    private <T> T point(Supplier<T> effect) {
        if (untilFault.get() < 0 || untilFault.getAndDecrement() != 0) {
            return effect.get();
        }
        if (fault == Fault.REFUSED) {
            throw new IllegalStateException("the store is down");
        }
        T result = effect.get();
        if (fault == Fault.ANSWER_LOST) {
            throw new IllegalStateException("the store's answer was lost");
        }
        longWait.run();
        return result;
    }

    private final class Transaction implements Entries {
        /** Not yet committed; an empty value is a removal. */
        private final Map<String, Optional<Entry>> pending = new HashMap<>();

        private final Set<String> put = new HashSet<>();
        private final Set<String> owned = new HashSet<>();
        private final Thread thread = Thread.currentThread();
        private Transaction waitsFor;
        private boolean over;

        @Override
        public boolean putIfAbsent(String key, Duration timeToLive) {
            called(Call.PUT_IF_ABSENT, key);
            return point(() -> {
                synchronized (monitor) {
                    Entry entry = entry(key, timeToLive, Map.of());
                    own(key);
                    if (alive(kind == Kind.INFINISPAN ? committed.get(key) : seen(key))) {
                        return false;
                    }
                    writes.incrementAndGet();
                    if (kind == Kind.INFINISPAN) {
                        committed.put(key, entry);
                    } else {
                        pending.put(key, Optional.of(entry));
                    }
                    return true;
                }
            });
        }

        @Override
        public void put(String key, Duration timeToLive, Map<String, String> notes) {
            called(Call.PUT, key);
            point(() -> {
                synchronized (monitor) {
                    if (kind == Kind.INFINISPAN && !put.add(key)) {
                        throw new IllegalStateException("Can't add session: task in progress for session");
                    }
                    own(key);
                    writes.incrementAndGet();
                    pending.put(key, Optional.of(entry(key, timeToLive, Map.copyOf(notes))));
                }
                return null;
            });
        }

        @Override
        public Optional<Map<String, String>> get(String key) {
            called(Call.GET, key);
            return point(() -> {
                synchronized (monitor) {
                    return Optional.ofNullable(seen(key))
                            .filter(FakeStore.this::alive)
                            .map(Entry::notes);
                }
            });
        }

        @Override
        public boolean remove(String key) {
            called(Call.REMOVE, key);
            return point(() -> {
                synchronized (monitor) {
                    own(key);
                    // On Infinispan a put of this very transaction is not seen here, and lands all the same.
                    boolean existed = alive(kind == Kind.INFINISPAN ? committed.remove(key) : seen(key));
                    if (kind == Kind.DATABASE) {
                        pending.put(key, Optional.empty());
                    }
                    writes.addAndGet(existed ? 1 : 0);
                    return existed;
                }
            });
        }

        @Override
        public boolean contains(String key) {
            called(Call.CONTAINS, key);
            return point(() -> {
                synchronized (monitor) {
                    return alive(kind == Kind.INFINISPAN ? committed.get(key) : seen(key));
                }
            });
        }

        private Entry entry(String key, Duration timeToLive, Map<String, String> notes) {
            if (over) {
                throw new IllegalStateException("used after its transaction ended");
            }
            if (key.length() > 255) {
                throw new IllegalArgumentException("key too long for the database: " + key.length());
            }
            if (timeToLive.isNegative() || timeToLive.isZero()) {
                throw new IllegalArgumentException("lifespan must be positive");
            }
            return new Entry(
                    notes,
                    clock.instant().plusSeconds(timeToLive.plusMillis(999).toSeconds()));
        }

        private Entry seen(String key) {
            Optional<Entry> own = pending.get(key);
            return own == null ? committed.get(key) : own.orElse(null);
        }

        /** A row's lock: kept until the transaction ends, whatever became of the write. */
        private void own(String key) {
            if (kind == Kind.INFINISPAN) {
                return;
            }
            Transaction owner = owners.get(key);
            while (owner != null && owner != this) {
                if (owner.thread == Thread.currentThread()) {
                    throw new AssertionError("a test's own thread would wait for itself: " + key);
                }
                waitsFor = owner;
                for (Transaction next = owner; next != null; next = next.waitsFor) {
                    if (next == this) {
                        deadlocks.incrementAndGet();
                        waitsFor = null;
                        throw new IllegalStateException("deadlock detected");
                    }
                }
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted", e);
                }
                waitsFor = null;
                owner = owners.get(key);
            }
            owners.put(key, this);
            owned.add(key);
        }

        void commit() {
            called(Call.COMMIT, "");
            List<String> order = new ArrayList<>(pending.keySet());
            if (kind == Kind.DATABASE) {
                point(() -> {
                    synchronized (monitor) {
                        order.forEach(this::land);
                        return null;
                    }
                });
                return;
            }
            point(() -> null);
            // One by one and in no order: others may see one and not yet the other.
            for (String key : order) {
                point(() -> {
                    synchronized (monitor) {
                        land(key);
                        return null;
                    }
                });
            }
        }

        private void land(String key) {
            pending.get(key).ifPresentOrElse(entry -> committed.put(key, entry), () -> committed.remove(key));
        }

        void end() {
            synchronized (monitor) {
                over = true;
                owned.forEach(owners::remove);
                monitor.notifyAll();
            }
        }
    }
}
