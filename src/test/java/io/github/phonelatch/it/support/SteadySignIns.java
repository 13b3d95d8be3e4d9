package io.github.phonelatch.it.support;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * First sign-ins that begin at the same pace, whether or not those before have ended: password, number, code, tokens. Each by somebody
 * new with a phone of their own, who tries once more where a page says so.
 */
public final class SteadySignIns {
    private static final Duration BETWEEN_TWO = Duration.ofMillis(333);
    private static final Duration LAST_WITHIN = Duration.ofMinutes(1);
    /** Ten seconds of them. A machine that is further behind is too slow for this pace, and more would only make it slower. */
    private static final int MOST_UNDER_WAY = 30;

    private final Supplier<Person> people;
    private final Supplier<Phone> phones;
    private final App app;
    private final AtomicInteger ended = new AtomicInteger();
    private final Semaphore underWay = new Semaphore(MOST_UNDER_WAY);

    public SteadySignIns(Supplier<Person> people, Supplier<Phone> phones, App app) {
        this.people = people;
        this.phones = phones;
        this.app = app;
    }

    /**
     * What became of them.
     *
     * @param repeated how often somebody was told to try again on the page they were on, and did
     * @param failures what stood in the way of each that gave no tokens
     */
    public record Counted(int all, int repeated, List<String> failures) {}

    /** Begins so many and waits for the last of them. */
    public Counted first(int number) {
        CountDownLatch begun = new CountDownLatch(number);
        return during(begun::countDown, begun::await);
    }

    /** Counts those that begin while something is done, and waits for the last of them. */
    public Counted during(Runnable thing) {
        return during(() -> {}, thing::run);
    }

    /** Returns when so many more have ended, for whoever does something meanwhile. */
    public void awaitMore(int number) {
        int target = ended.get() + number;
        Await.until(number + " more sign-ins", LAST_WITHIN, () -> ended.get() >= target);
    }

    private interface Waiting {
        void run() throws InterruptedException;
    }

    private Counted during(Runnable whenOneBegins, Waiting thing) {
        AtomicInteger all = new AtomicInteger();
        AtomicInteger repeated = new AtomicInteger();
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        ExecutorService threads = Executors.newCachedThreadPool();
        ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
        try {
            ScheduledFuture<?> beginnings = pace.scheduleAtFixedRate(
                    () -> {
                        if (underWay.tryAcquire()) {
                            all.incrementAndGet();
                            threads.execute(() -> signIn(repeated, failures));
                            whenOneBegins.run();
                        }
                    },
                    0,
                    BETWEEN_TWO.toMillis(),
                    TimeUnit.MILLISECONDS);
            thing.run();
            beginnings.cancel(false);
            threads.shutdown();
            if (!threads.awaitTermination(LAST_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
                failures.add("not ended within " + LAST_WITHIN);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted among sign-ins", e);
        } finally {
            pace.shutdownNow();
            threads.shutdownNow();
        }
        return new Counted(all.get(), repeated.get(), List.copyOf(failures));
    }

    private void signIn(AtomicInteger repeated, List<String> failures) {
        String at = "creation of the person";
        try {
            Person person = people.get();
            Phone phone = phones.get();
            at = "password";
            Page page = app.open(person);
            at = "number, on " + page;
            page = page.number(phone.number());
            if (page.isNumberPage()) {
                at = "number again, on " + page;
                repeated.incrementAndGet();
                page = page.number(phone.number());
            }
            at = "code, on " + page;
            page = page.code(phone.code());
            if (page.isCodePage()) {
                at = "code again, on " + page;
                repeated.incrementAndGet();
                page = page.code(phone.code());
            }
            at = "tokens, on " + page;
            Tokens tokens = page.tokens();
            if (!tokens.granted()) {
                failures.add("tokens: " + tokens.body());
            }
        } catch (RuntimeException | AssertionError e) {
            failures.add(at + ": " + e);
        } finally {
            ended.incrementAndGet();
            underWay.release();
        }
    }
}
