package io.github.phonelatch.challenge;

import java.util.List;
import java.util.Optional;

/**
 * What limits answer when they are asked for permits: all of them, or none and why.
 *
 * @param refusal says how long to wait, where waiting helps. Empty where the permits were acquired
 */
record Acquisition(Permits permits, Optional<Refusal> refusal) {
    static Acquisition of(List<Permit> permits) {
        return new Acquisition(new Permits(List.copyOf(permits)), Optional.empty());
    }

    static Acquisition refused(Refusal refusal) {
        return new Acquisition(Permits.NONE, Optional.of(refusal));
    }
}
