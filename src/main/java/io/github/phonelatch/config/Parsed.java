package io.github.phonelatch.config;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a stored text says, and what is wrong with it.
 *
 * @param usable the value as far as it could be read. Empty: none of it could
 */
record Parsed<T>(Optional<T> usable, List<Problem> problems) {

    /**
     * Something wrong with a value.
     *
     * @param messageKey of the text that tells an admin
     * @param params of that text, after field and label
     */
    record Problem(String messageKey, List<Object> params) {
        Problem(String messageKey, Object... params) {
            this(messageKey, List.of(params));
        }
    }

    static <T> Parsed<T> of(T value) {
        return new Parsed<>(Optional.of(value), List.of());
    }

    static <T> Parsed<T> wrong(String messageKey, Object... params) {
        return new Parsed<>(Optional.empty(), List.of(new Problem(messageKey, params)));
    }

    <R> Parsed<R> map(Function<? super T, ? extends R> change) {
        return new Parsed<>(usable.map(change), problems);
    }

    T value() {
        return usable.orElseThrow();
    }
}
