package io.github.phonelatch.gateway.http;

import io.github.phonelatch.gateway.TemplateResult;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What was last read of each template, and one reader at a time per template. An approved template is kept
 * longer, because it hardly changes. For anything else an admin may be waiting to see the change. A template that cannot be
 * read again is still what it was, so that an outage of the provider makes no code live longer or shorter.
 */
final class TemplateCache {
    static final Duration APPROVED = Duration.ofMinutes(5);
    static final Duration ANYTHING_ELSE = Duration.ofSeconds(10);

    private static final int LARGEST = 200;

    private final InstantSource clock;
    private final Duration patience;
    private final Map<String, Kept> kept = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Kept> eldest) {
            return size() > LARGEST;
        }
    };
    private final Map<String, CompletableFuture<TemplateResult>> underWay = new ConcurrentHashMap<>();

    /** @param patience how long anybody waits for a reader. What it reads later is there for the next one */
    TemplateCache(InstantSource clock, Duration patience) {
        this.clock = clock;
        this.patience = patience;
    }

    /**
     * @param read begins to read, and tells once what it read. Throws nothing
     * @param noAnswer what it means that it did not tell in time
     */
    TemplateResult get(String id, Consumer<Consumer<TemplateResult>> read, TemplateResult noAnswer) {
        TemplateResult known = fresh(id);
        if (known != null) {
            return known;
        }
        CompletableFuture<TemplateResult> mine = new CompletableFuture<>();
        CompletableFuture<TemplateResult> others = underWay.putIfAbsent(id, mine);
        if (others == null) {
            read.accept(result -> {
                TemplateResult now = keep(id, result);
                underWay.remove(id, mine);
                mine.complete(now);
            });
        }
        try {
            return (others == null ? mine : others).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return keep(id, noAnswer);
        } catch (TimeoutException e) {
            // Kept like any other failure, so that not everybody who comes now has to find out for themselves.
            return keep(id, noAnswer);
        } catch (ExecutionException e) {
            throw new AssertionError("completed with a value only", e);
        }
    }

    private @Nullable TemplateResult fresh(String id) {
        synchronized (kept) {
            Kept found = kept.get(id);
            return found != null && clock.instant().isBefore(found.until()) ? found.result() : null;
        }
    }

    /** Gives what counts from now on. */
    private TemplateResult keep(String id, TemplateResult read) {
        synchronized (kept) {
            Kept last = kept.get(id);
            TemplateResult result = read instanceof TemplateResult.Failed
                            && last != null
                            && last.result() instanceof TemplateResult.Template
                    ? last.result()
                    : read;
            boolean approved = read instanceof TemplateResult.Template template && template.approved();
            Instant until = clock.instant().plus(approved ? APPROVED : ANYTHING_ELSE);
            kept.put(id, new Kept(result, until));
            return result;
        }
    }

    private record Kept(TemplateResult result, Instant until) {}
}
