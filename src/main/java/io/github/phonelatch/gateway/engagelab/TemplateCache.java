package io.github.phonelatch.gateway.engagelab;

import io.github.phonelatch.gateway.TemplateResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What was last read of each template, and one reader at a time per template. An approved template hardly changes; for
 * anything else an admin may be waiting to see the change.
 */
final class TemplateCache {
    static final Duration APPROVED = Duration.ofMinutes(5);
    static final Duration ANYTHING_ELSE = Duration.ofSeconds(10);

    private static final int LARGEST = 200;

    private final InstantSource clock;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > LARGEST;
        }
    };
    private final Map<String, CompletableFuture<TemplateResult>> underWay = new ConcurrentHashMap<>();

    TemplateCache(InstantSource clock) {
        this.clock = clock;
    }

    /** @param read never throws, and ends within the time its callers may wait */
    TemplateResult get(String id, Supplier<TemplateResult> read) {
        TemplateResult known = fresh(id);
        if (known != null) {
            return known;
        }
        CompletableFuture<TemplateResult> mine = new CompletableFuture<>();
        CompletableFuture<TemplateResult> others = underWay.putIfAbsent(id, mine);
        if (others != null) {
            return others.join();
        }
        try {
            TemplateResult result = read.get();
            keep(id, result);
            mine.complete(result);
            return result;
        } finally {
            mine.cancel(false); // only where reading broke its promise: nobody may wait for ever
            underWay.remove(id, mine);
        }
    }

    private @Nullable TemplateResult fresh(String id) {
        synchronized (kept) {
            Kept found = kept.get(id);
            return found != null && clock.instant().isBefore(found.until()) ? found.result() : null;
        }
    }

    private void keep(String id, TemplateResult result) {
        boolean approved = result instanceof TemplateResult.Template template && template.approved();
        Instant until = clock.instant().plus(approved ? APPROVED : ANYTHING_ELSE);
        synchronized (kept) {
            kept.put(id, new Kept(result, until));
        }
    }

    private record Kept(TemplateResult result, Instant until) {}
}
