package io.github.phonelatch.support;

import io.github.phonelatch.support.Store.Entries;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Counting that is exact in a cluster: at most {@code limit} entries may exist for a key, each for the window's length, and
 * each is taken with put-if-absent. A window is therefore rolling. Reading a number and writing it back would let parallel
 * requests share a count.
 *
 * <p>Slots are taken and freed in ascending order, and never round the end: the database locks each row that is asked for until the
 * transaction ends, and two that go round in different orders would wait for each other.
 */
public final class Slots {
    private Slots() {}

    /**
     * A slot that was taken.
     *
     * @param index from 0. Slots are taken from 0 up, so this is also how many were taken before it
     */
    public record Slot(String key, int index) {
        /** Gives it back, because the thing it was taken for did not happen. */
        public void release(Entries entries) {
            entries.remove(key);
        }
    }

    /**
     * Takes the first free slot.
     *
     * @return empty where all are taken
     */
    public static Optional<Slot> take(Entries entries, String key, int limit, Duration window) {
        return takeFrom(entries, key, 0, limit, window);
    }

    /**
     * Takes the first free slot from this one on, and none before it. Where there are many, a search from anywhere
     * finds one sooner.
     *
     * @return empty where all of these are taken
     */
    public static Optional<Slot> takeFrom(Entries entries, String key, int first, int limit, Duration window) {
        for (int index = first; index < limit; index++) {
            String slot = name(key, index);
            if (entries.putIfAbsent(slot, window)) {
                return Optional.of(new Slot(slot, index));
            }
        }
        return Optional.empty();
    }

    /**
     * Whether a slot could be taken now. For display only, because another request may take it in between. Looks at the
     * last slot first, which is taken last, so that one look is mostly enough.
     */
    public static boolean free(Entries entries, String key, int limit) {
        return IntStream.rangeClosed(1, limit).anyMatch(fromLast -> !entries.contains(name(key, limit - fromLast)));
    }

    /**
     * Frees the first slots, and those after them as far as they are taken.
     *
     * @param atLeast how many slots are freed whether or not they are taken
     */
    public static void clear(Entries entries, String key, int atLeast, int limit) {
        boolean more = true;
        for (int index = 0; index < limit && more; index++) {
            boolean taken = entries.remove(name(key, index));
            more = taken || index + 1 < atLeast;
        }
    }

    /** Takes every slot, free or taken, for this long from now. */
    public static void hold(Entries entries, String key, int limit, Duration window) {
        for (int index = 0; index < limit; index++) {
            entries.put(name(key, index), window, Map.of());
        }
    }

    /** The notes stored with the taken slots. */
    public static List<Map<String, String>> notes(Entries entries, String key, int limit) {
        return IntStream.range(0, limit)
                .mapToObj(index -> entries.get(name(key, index)))
                .flatMap(Optional::stream)
                .toList();
    }

    private static String name(String key, int index) {
        return key + ":" + index;
    }
}
