package io.github.phonelatch.challenge;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Reads and writes the text fields of stored records. */
final class RecordFields {
    /** Of every record. A record of another version counts as absent. */
    static final String VERSION = "1";

    private RecordFields() {}

    static boolean areOfAnotherVersion(Map<String, String> notes) {
        return !VERSION.equals(notes.get("v"));
    }

    static String of(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }

    static String text(Map<String, String> notes, String field) {
        return Objects.requireNonNull(notes.get(field), field);
    }

    /** Empty for a word of a later release. */
    static <E extends Enum<E>> Optional<E> word(Map<String, String> notes, String field, Class<E> words) {
        String word = text(notes, field);
        return Arrays.stream(words.getEnumConstants())
                .filter(known -> known.name().equals(word))
                .findFirst();
    }

    static Instant instant(Map<String, String> notes, String field) {
        return Instant.ofEpochMilli(Long.parseLong(text(notes, field)));
    }
}
