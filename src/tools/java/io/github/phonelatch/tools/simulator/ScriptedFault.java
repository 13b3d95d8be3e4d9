package io.github.phonelatch.tools.simulator;

import java.util.Locale;
import java.util.Optional;

/**
 * A fault that waits for its call.
 *
 * @param to the number, or {@code *} for every one
 * @param timesLeft absent for one that stays until the scripts are cleared
 */
public record ScriptedFault(Call on, String to, Fault fault, Optional<Integer> timesLeft) {
    /** The kinds of call a fault can wait for. */
    public enum Call {
        SEND,
        VERIFY,
        TEMPLATE;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Override
    public String toString() {
        return on.wireName() + " to " + (to.equals(Scripts.EVERYONE) ? to : Masked.number(to)) + ": " + fault;
    }
}
