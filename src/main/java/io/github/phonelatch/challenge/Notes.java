package io.github.phonelatch.challenge;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/** Reads and writes the text fields of stored records. */
final class Notes {
    private Notes() {}

    static String of(Instant instant) {
        return Long.toString(instant.toEpochMilli());
    }

    static String text(Map<String, String> notes, String field) {
        return Objects.requireNonNull(notes.get(field), field);
    }

    static Instant instant(Map<String, String> notes, String field) {
        return Instant.ofEpochMilli(Long.parseLong(text(notes, field)));
    }
}
