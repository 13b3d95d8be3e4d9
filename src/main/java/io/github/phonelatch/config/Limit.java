package io.github.phonelatch.config;

/**
 * A number that limits something. 0 turns that limit off.
 *
 * <p>Each unit has a type of its own, because two limits of the same type could be swapped without an error of the compiler.
 */
public sealed interface Limit {

    /** The number as the realm stores it, at least 0. */
    int value();

    /** Whether there is no such limit. */
    default boolean isOff() {
        return value() == 0;
    }

    /** So many in any 60 minutes. */
    record PerHour(int value) implements Limit {}

    /** So many in any 24 hours. */
    record PerDay(int value) implements Limit {}

    /** So many one after the other. */
    record InARow(int value) implements Limit {}

    /** At least so many of a hundred. */
    record MinimumPercent(int value) implements Limit {}
}
