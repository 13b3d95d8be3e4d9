package io.github.phonelatch.it.support;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Phone numbers that no other test uses, each under a prefix of its own so that counts per prefix do not meet. They
 * are valid British mobile numbers outside the range in which the simulator chooses outcomes. A hundred in a row differ
 * in their last two digits, which are all that masked numbers show.
 */
public final class Numbers {
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(3900));

    private Numbers() {}

    /** Another one of the same prefix: for each step, from 1 to 9999, one of its own. */
    public static String neighbour(String number, int step) {
        int end = number.length() - 4;
        return number.substring(0, end) + "%04d".formatted((Integer.parseInt(number.substring(end)) + step) % 10_000);
    }

    /** For example {@code +447417230042}. */
    public static String next() {
        int number = NEXT.getAndIncrement();
        int prefix = 7401_00 + Math.floorMod(number, 3900);
        return "+44%06d%02d%02d"
                .formatted(prefix, ThreadLocalRandom.current().nextInt(100), Math.floorMod(number, 100));
    }
}
