package io.github.phonelatch.tools.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The faults of one kind of call, by number. Counted ones come first, in the order given; then the lasting one. */
final class Scripts {
    static final String EVERYONE = "*";
    private static final int LIMIT = 1000;

    private record Counted(Fault fault, int times) {}

    private final ScriptedFault.Call call;
    private final Map<String, Deque<Counted>> counted = new LinkedHashMap<>();
    private final Map<String, Fault> lasting = new LinkedHashMap<>();

    Scripts(ScriptedFault.Call call) {
        this.call = call;
    }

    /** From now on, whatever was said for this number before. */
    void always(String to, Fault fault) {
        mustHaveRoom();
        counted.remove(to);
        lasting.put(to, fault);
    }

    void times(String to, Fault fault, int times) {
        if (times < 1) {
            throw new IllegalArgumentException("times is 1 or more");
        }
        mustHaveRoom();
        counted.computeIfAbsent(to, number -> new ArrayDeque<>()).add(new Counted(fault, times));
    }

    /** The fault of the next call, which uses up one of a counted one. What is said of the number itself goes before everyone's. */
    Optional<Fault> next(String to) {
        return takeCounted(to)
                .or(() -> Optional.ofNullable(lasting.get(to)))
                .or(() -> takeCounted(EVERYONE))
                .or(() -> Optional.ofNullable(lasting.get(EVERYONE)));
    }

    List<ScriptedFault> all() {
        List<ScriptedFault> all = new ArrayList<>();
        counted.forEach((to, faults) ->
                faults.forEach(one -> all.add(new ScriptedFault(call, to, one.fault(), Optional.of(one.times())))));
        lasting.forEach((to, fault) -> all.add(new ScriptedFault(call, to, fault, Optional.empty())));
        return all;
    }

    void clear() {
        counted.clear();
        lasting.clear();
    }

    private Optional<Fault> takeCounted(String to) {
        Deque<Counted> faults = counted.get(to);
        if (faults == null) {
            return Optional.empty();
        }
        Counted first = faults.removeFirst();
        if (first.times() > 1) {
            faults.addFirst(new Counted(first.fault(), first.times() - 1));
        }
        if (faults.isEmpty()) {
            counted.remove(to);
        }
        return Optional.of(first.fault());
    }

    private void mustHaveRoom() {
        if (all().size() >= LIMIT) {
            throw new IllegalArgumentException("at most " + LIMIT + " faults at a time: clear some");
        }
    }
}
