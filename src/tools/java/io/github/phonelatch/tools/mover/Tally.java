package io.github.phonelatch.tools.mover;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** How many rows became what. Thread-safe. */
final class Tally {
    final AtomicLong movedIn = new AtomicLong();
    final AtomicLong alreadyThere = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong withoutPhone = new AtomicLong();
    private final AtomicLong readable = new AtomicLong();

    /** People whom nobody was asked about. */
    void readable(List<Registrant> people) {
        readable.addAndGet(people.size());
        withoutPhone.addAndGet(
                people.stream().filter(Registrant::phoneUnreadable).count());
    }

    /** What a run came to. */
    String moved() {
        return line("moved in", movedIn.get()) + line("already there", alreadyThere.get()) + rest();
    }

    /** What a look at the file came to. */
    String checked() {
        return line("can be read", readable.get()) + rest();
    }

    private String rest() {
        return line("refused", refused.get())
                + (withoutPhone.get() == 0
                        ? ""
                        : line("without the phone, which is no phone number", withoutPhone.get()));
    }

    private static String line(String what, long count) {
        return what + ": " + count + "\n";
    }
}
