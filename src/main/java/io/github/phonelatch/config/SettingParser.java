package io.github.phonelatch.config;

import java.util.function.Function;

/** How a value of a setting is written. */
@FunctionalInterface
interface SettingParser<T> {
    Parsed<T> read(String text);

    /** The same notation, read into another type. */
    default <R> SettingParser<R> map(Function<? super T, ? extends R> change) {
        return text -> read(text).map(change);
    }
}
