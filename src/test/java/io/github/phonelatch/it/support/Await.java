package io.github.phonelatch.it.support;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what happens elsewhere, looking often and not longer than said. */
public final class Await {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private Await() {}

    public static void until(String what, BooleanSupplier condition) {
        until(what, PATIENCE, condition);
    }

    public static void until(String what, Duration patience, BooleanSupplier condition) {
        value(what, patience, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    public static <T> T value(String what, Supplier<Optional<T>> source) {
        return value(what, PATIENCE, source);
    }

    private static <T> T value(String what, Duration patience, Supplier<Optional<T>> source) {
        Instant deadline = Instant.now().plus(patience);
        do {
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            try {
                Thread.sleep(25);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for " + what, e);
            }
        } while (Instant.now().isBefore(deadline));
        throw new AssertionError("after " + patience.toSeconds() + " s still not: " + what);
    }
}
