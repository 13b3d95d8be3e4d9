package io.github.phonelatch.tools.simulator;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Calls that arrived, whatever was answered. The counts by number and by message are kept for the newest of them only. */
final class CallCounts {
    private static final int LONGEST_NAME = 320;

    private final int limit;
    private final Map<String, Integer> sendsByNumber = new LinkedHashMap<>();
    private final Map<String, Integer> verifiesByMessage = new LinkedHashMap<>();
    private int sends;
    private int verifies;
    private int templateCalls;

    CallCounts(int limit) {
        this.limit = limit;
    }

    void send(String to) {
        sends++;
        count(sendsByNumber, to);
    }

    void verify(String messageId) {
        verifies++;
        count(verifiesByMessage, messageId);
    }

    void template() {
        templateCalls++;
    }

    int sends() {
        return sends;
    }

    int sends(String to) {
        return sendsByNumber.getOrDefault(to, 0);
    }

    int verifies() {
        return verifies;
    }

    int verifies(String messageId) {
        return verifiesByMessage.getOrDefault(messageId, 0);
    }

    int templateCalls() {
        return templateCalls;
    }

    void reset() {
        sendsByNumber.clear();
        verifiesByMessage.clear();
        sends = 0;
        verifies = 0;
        templateCalls = 0;
    }

    private void count(Map<String, Integer> counts, String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return;
        }
        Integer before = counts.remove(name);
        counts.put(name, before == null ? 1 : before + 1);
        if (counts.size() > limit) {
            Iterator<String> oldestFirst = counts.keySet().iterator();
            oldestFirst.next();
            oldestFirst.remove();
        }
    }
}
