package io.github.phonelatch.config;

import io.github.phonelatch.config.Parsed.Problem;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.support.Networks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How settings are written. Every parser trims, and reports what is wrong instead of throwing. */
final class SettingParsers {
    /** The highest count of any setting. */
    static final int HIGHEST_COUNT = 1_000_000;

    /** In place of a country: every one that is not listed. */
    static final String ANY_COUNTRY = "*";

    /** Keycloak's separator of list values. */
    private static final String SEPARATOR = "##";

    private SettingParsers() {}

    static SettingParser<Integer> wholeNumber(int least, int most) {
        return text -> {
            int number;
            try {
                number = Integer.parseInt(text.trim());
            } catch (NumberFormatException e) {
                return Parsed.wrong("phonelatch-setting-number", least, most);
            }
            return number < least || number > most
                    ? Parsed.wrong("phonelatch-setting-number", least, most)
                    : Parsed.of(number);
        };
    }

    static SettingParser<Integer> count() {
        return wholeNumber(0, HIGHEST_COUNT);
    }

    static SettingParser<Duration> seconds(int least, int most) {
        return wholeNumber(least, most).map(Duration::ofSeconds);
    }

    /** Of 24 hours each. */
    static SettingParser<Duration> days(int least, int most) {
        return wholeNumber(least, most).map(Duration::ofDays);
    }

    static SettingParser<Boolean> onOff() {
        return text -> switch (text.trim()) {
            case "true" -> Parsed.of(true);
            case "false" -> Parsed.of(false);
            default -> Parsed.wrong("phonelatch-setting-on-off");
        };
    }

    static SettingParser<String> oneOf(List<String> options) {
        return text -> options.contains(text.trim())
                ? Parsed.of(text.trim())
                : Parsed.wrong("phonelatch-setting-not-an-option", text.trim(), String.join(", ", options));
    }

    static <E extends Enum<E>> SettingParser<E> lowerCaseNameOf(Class<E> type) {
        return oneOf(lowerCaseNames(type))
                .map(name -> Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_')));
    }

    static List<String> lowerCaseNames(Class<? extends Enum<?>> type) {
        return names(type).stream()
                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    static List<String> names(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
    }

    static SettingParser<Optional<String>> country() {
        return text -> text.isBlank()
                ? Parsed.of(Optional.empty())
                : knownCountry(text)
                        .map(country -> Parsed.of(Optional.of(country)))
                        .orElseGet(() -> Parsed.wrong("phonelatch-setting-unknown-country", text.trim()));
    }

    static SettingParser<Set<String>> countries() {
        return text -> {
            Parsed<List<String>> read = each(text, SettingParsers::knownCountry, "phonelatch-setting-unknown-country");
            // Sorted, so that a page lists them the same way each time. A list without a known country allows nothing.
            return new Parsed<>(
                    Optional.of(Collections.unmodifiableSet(
                            new TreeSet<>(read.usable().orElse(List.of())))),
                    read.problems());
        };
    }

    static <E extends Enum<E>> SettingParser<Set<E>> setOf(Class<E> type) {
        List<String> names = names(type);
        return text -> {
            Parsed<List<E>> read = each(
                    text,
                    name -> names.contains(name) ? Optional.of(Enum.valueOf(type, name)) : Optional.empty(),
                    "phonelatch-setting-unknown-value");
            return read.map(list -> list.stream().collect(Collectors.toUnmodifiableSet()));
        };
    }

    static SettingParser<List<String>> list() {
        return text -> {
            List<String> elements = elements(text);
            return new Parsed<>(elements.isEmpty() ? Optional.empty() : Optional.of(elements), List.of());
        };
    }

    /** A list that may be empty. */
    static SettingParser<List<String>> listOrNone() {
        return text -> Parsed.of(elements(text));
    }

    /** Ids of the provider, each up to that length. */
    static SettingParser<List<String>> ids(int longest) {
        return text -> {
            if (!text.isEmpty() && text.isBlank()) {
                return Parsed.wrong("phonelatch-setting-blank");
            }
            List<String> ids = elements(text);
            // A list with one that is too long is refused whole, because the order of the others would mean something
            // else.
            return ids.stream().anyMatch(id -> id.length() > longest)
                    ? Parsed.wrong("phonelatch-setting-too-long", longest)
                    : Parsed.of(ids);
        };
    }

    static SettingParser<Networks> networks() {
        return text -> {
            Parsed<List<Networks.Network>> read = each(text, Networks.Network::of, "phonelatch-setting-network");
            // An unreadable network is not trusted.
            return new Parsed<>(Optional.of(new Networks(read.usable().orElse(List.of()))), read.problems());
        };
    }

    /** {@code GB=20000##*=100}: a count for each country, and one for every other. */
    static SettingParser<Map<String, Limit.PerDay>> budgets() {
        record Budget(String country, Limit.PerDay count) {}
        return text -> {
            Parsed<List<Budget>> read = each(
                    text,
                    element -> {
                        int equals = element.indexOf('=');
                        String count = element.substring(equals + 1).trim();
                        Optional<String> country = Optional.of(element.substring(0, Math.max(0, equals))
                                        .trim())
                                .flatMap(name -> name.equals(ANY_COUNTRY) ? Optional.of(name) : knownCountry(name));
                        return count.matches("[0-9]{1,9}") && Integer.parseInt(count) <= HIGHEST_COUNT
                                ? country.map(known -> new Budget(known, new Limit.PerDay(Integer.parseInt(count))))
                                : Optional.empty();
                    },
                    "phonelatch-setting-budget");
            Map<String, Limit.PerDay> budgets = new TreeMap<>();
            List<Problem> problems = new ArrayList<>(read.problems());
            for (Budget budget : read.usable().orElse(List.of())) {
                // The first one counts, because nobody can know which of the two was meant.
                if (budgets.putIfAbsent(budget.country(), budget.count()) != null) {
                    problems.add(new Problem("phonelatch-setting-budget-twice", List.of(budget.country())));
                }
            }
            return new Parsed<>(Optional.of(Collections.unmodifiableMap(budgets)), List.copyOf(problems));
        };
    }

    private static <E> Parsed<List<E>> each(String text, Function<String, Optional<E>> known, String messageKey) {
        List<E> values = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (String element : elements(text)) {
            known.apply(element).ifPresentOrElse(values::add, () -> problems.add(new Problem(messageKey, element)));
        }
        return new Parsed<>(values.isEmpty() ? Optional.empty() : Optional.of(values), List.copyOf(problems));
    }

    /** The console leaves empty elements where a line was added and nothing typed. */
    private static List<String> elements(String text) {
        return Arrays.stream(text.split(SEPARATOR))
                .map(String::trim)
                .filter(element -> !element.isEmpty())
                .distinct()
                .toList();
    }

    private static Optional<String> knownCountry(String text) {
        String country = text.trim().toUpperCase(Locale.ROOT);
        return PhoneNumber.countries().contains(country) ? Optional.of(country) : Optional.empty();
    }
}
