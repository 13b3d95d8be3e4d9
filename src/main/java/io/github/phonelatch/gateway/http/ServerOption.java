package io.github.phonelatch.gateway.http;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * One server option, declared once, so that what reads it and what shows it agree.
 *
 * @param shownDefault what is read where nothing is set. Null: nothing is, and the option may still be required
 * @param meaning unit, range and consequence, for the admin
 * @param parser throws {@link IllegalArgumentException} that completes the sentence "option …" without its value
 */
public record ServerOption<T>(
        String key,
        String type,
        @Nullable Object shownDefault,
        boolean secret,
        String meaning,
        Function<@Nullable String, T> parser) {

    /** An option without a default. {@code source}: where an admin finds its value. */
    public static ServerOption<String> required(
            String key, boolean secret, String source, String meaning, Function<String, String> parser) {
        return new ServerOption<>(key, "string", null, secret, meaning, given -> {
            if (given == null) {
                throw new IllegalArgumentException("is missing: set it to the value from " + source);
            }
            return parser.apply(given);
        });
    }

    public static <T> ServerOption<T> text(
            String key, String shownDefault, String meaning, Function<String, T> parser) {
        return new ServerOption<>(
                key,
                "string",
                shownDefault,
                false,
                meaning,
                given -> parser.apply(given == null ? shownDefault : given));
    }

    public static <T> ServerOption<Optional<T>> optional(
            String key, boolean secret, String meaning, Function<String, T> parser) {
        return new ServerOption<>(
                key,
                "string",
                null,
                secret,
                meaning,
                given -> Optional.ofNullable(given).map(parser));
    }

    public static ServerOption<Integer> number(String key, int shownDefault, int least, int most, String meaning) {
        return new ServerOption<>(
                key,
                "int",
                shownDefault,
                false,
                meaning + " From " + least + " to " + most + ".",
                given -> given == null ? shownDefault : wholeNumber(given, least, most));
    }

    public static ServerOption<Duration> milliseconds(
            String key, int shownDefault, int least, int most, String meaning) {
        return number(key, shownDefault, least, most, meaning + " In milliseconds.")
                .map(Duration::ofMillis);
    }

    public static ServerOption<Duration> seconds(String key, int shownDefault, int least, int most, String meaning) {
        return number(key, shownDefault, least, most, meaning + " In seconds.").map(Duration::ofSeconds);
    }

    /** @throws IllegalArgumentException with what is wrong, never with the value */
    T read(Config.Scope scope) {
        String given = scope.get(key);
        return parser.apply(given == null || given.isBlank() ? null : given.strip());
    }

    ProviderConfigProperty metadata() {
        return new ProviderConfigProperty(key, key, meaning, type, shownDefault, secret);
    }

    private <R> ServerOption<R> map(Function<T, R> change) {
        return new ServerOption<>(key, type, shownDefault, secret, meaning, parser.andThen(change));
    }

    private static int wholeNumber(String given, int least, int most) {
        try {
            int number = Integer.parseInt(given);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // said below, together with the range
        }
        throw new IllegalArgumentException("is no whole number from " + least + " to " + most);
    }
}
