package io.github.phonelatch.tools.mover;

import java.util.Locale;
import java.util.Optional;

/** A column of the export that is read. Constants are named as the columns are. */
enum Column {
    ID,
    NAME,
    EMAIL,
    EMAIL_VERIFIED,
    PASSWORD,
    PHONE,
    STATUS,
    LAST_LOGIN,
    CREATED_AT;

    /** As it stands in the file's first line. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean required() {
        return this == NAME || this == EMAIL;
    }

    static Optional<Column> titled(String title) {
        for (Column column : values()) {
            if (column.title().equalsIgnoreCase(title)) {
                return Optional.of(column);
            }
        }
        return Optional.empty();
    }
}
