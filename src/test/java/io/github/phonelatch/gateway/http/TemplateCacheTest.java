package io.github.phonelatch.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.TemplateResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TemplateCacheTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TemplateResult APPROVED =
            new TemplateResult.Template("t", true, Duration.ofMinutes(5), 6, true, List.of("sms"));
    private static final TemplateResult UNKNOWN = new TemplateResult.Unknown("t");
    private static final TemplateResult NO_ANSWER =
            new TemplateResult.Failed(new GatewayFailure(Kind.UNAVAILABLE, null, "no answer"));

    @Test
    void approvedTemplate_isAskedForOnceInFiveMinutes() {
        assertKeptFor(
                new TemplateResult.Template("t", true, Duration.ZERO, 0, true, List.of()), TemplateCache.APPROVED);
    }

    @Test
    void pendingUnknownOrUnreadable_isAskedForAgainSoon() {
        assertKeptFor(
                new TemplateResult.Template("t", false, Duration.ZERO, 0, true, List.of()),
                TemplateCache.ANYTHING_ELSE);
        assertKeptFor(new TemplateResult.Unknown("t"), TemplateCache.ANYTHING_ELSE);
    }

    @Test
    void manyTemplates_doNotFillTheMemory() {
        AtomicInteger reads = new AtomicInteger();
        TemplateCache cache = new TemplateCache(() -> Instant.EPOCH, PATIENCE);
        Consumer<Consumer<TemplateResult>> read = told -> {
            reads.incrementAndGet();
            told.accept(UNKNOWN);
        };
        for (int i = 0; i < 1_000; i++) {
            cache.get("t" + i, read, NO_ANSWER);
        }
        cache.get(
                "t999",
                told -> {
                    throw new AssertionError("the newest was forgotten");
                },
                NO_ANSWER);
        cache.get("t0", read, NO_ANSWER);
        assertThat(reads.get()).isEqualTo(1_001);
    }

    @Test
    void manyAtOnce_areOneCall() throws Exception {
        AtomicInteger reads = new AtomicInteger();
        CompletableFuture<Consumer<TemplateResult>> asked = new CompletableFuture<>();
        TemplateCache cache = new TemplateCache(() -> Instant.EPOCH, PATIENCE);
        Consumer<Consumer<TemplateResult>> read = told -> {
            reads.incrementAndGet();
            asked.complete(told);
        };
        CompletableFuture<TemplateResult> first = CompletableFuture.supplyAsync(() -> cache.get("t", read, NO_ANSWER));
        Consumer<TemplateResult> answer = asked.get(10, TimeUnit.SECONDS);
        Thread second = new Thread(() -> cache.get("t", read, NO_ANSWER));
        second.start();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (second.getState() != Thread.State.TIMED_WAITING && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        answer.accept(UNKNOWN);
        second.join(10_000);

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo(UNKNOWN);
        assertThat(second.isAlive()).isFalse();
        assertThat(reads.get()).isEqualTo(1);
    }

    @Test
    void readerThatTakesTooLong_isNotWaitedForAgain_andWhatItReadsIsThereForTheNext() {
        List<Consumer<TemplateResult>> readers = new ArrayList<>();
        TemplateCache cache = new TemplateCache(() -> Instant.EPOCH, Duration.ofMillis(20));
        assertThat(cache.get("t", readers::add, NO_ANSWER)).isEqualTo(NO_ANSWER);
        assertThat(cache.get("t", readers::add, NO_ANSWER)).isEqualTo(NO_ANSWER);
        assertThat(readers).hasSize(1);

        readers.get(0).accept(APPROVED);

        assertThat(cache.get("t", readers::add, NO_ANSWER)).isEqualTo(APPROVED);
    }

    @Test
    void templateThatCannotBeReadAgain_isStillWhatItWas_untilTheProviderSaysOtherwise() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        AtomicReference<TemplateResult> provider = new AtomicReference<>(APPROVED);
        AtomicInteger reads = new AtomicInteger();
        TemplateCache cache = new TemplateCache(now::get, PATIENCE);
        Consumer<Consumer<TemplateResult>> read = told -> {
            reads.incrementAndGet();
            told.accept(provider.get());
        };
        cache.get("t", read, NO_ANSWER);

        provider.set(NO_ANSWER);
        now.updateAndGet(then -> then.plus(TemplateCache.APPROVED));
        assertThat(cache.get("t", read, NO_ANSWER)).isEqualTo(APPROVED);
        now.updateAndGet(then -> then.plus(TemplateCache.ANYTHING_ELSE));
        assertThat(cache.get("t", read, NO_ANSWER)).isEqualTo(APPROVED);
        assertThat(reads.get()).isEqualTo(3);

        provider.set(UNKNOWN);
        now.updateAndGet(then -> then.plus(TemplateCache.ANYTHING_ELSE));
        assertThat(cache.get("t", read, NO_ANSWER)).isEqualTo(UNKNOWN);
        provider.set(NO_ANSWER);
        now.updateAndGet(then -> then.plus(TemplateCache.ANYTHING_ELSE));
        assertThat(cache.get("t", read, NO_ANSWER)).isEqualTo(NO_ANSWER);
    }

    private static void assertKeptFor(TemplateResult result, Duration time) {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
        AtomicInteger reads = new AtomicInteger();
        TemplateCache cache = new TemplateCache(now::get, PATIENCE);
        Consumer<Consumer<TemplateResult>> read = told -> {
            reads.incrementAndGet();
            told.accept(result);
        };
        cache.get("t", read, NO_ANSWER);
        now.set(Instant.EPOCH.plus(time).minusMillis(1));
        assertThat(cache.get("t", read, NO_ANSWER)).isEqualTo(result);
        assertThat(reads.get()).isEqualTo(1);
        now.set(Instant.EPOCH.plus(time));
        cache.get("t", read, NO_ANSWER);
        assertThat(reads.get()).isEqualTo(2);
    }
}
