package io.github.phonelatch.tools.mover;

/**
 * Why a row, or one field of it, was not taken.
 *
 * @param column its title, or empty where it is the row as a whole
 * @param reason for whoever reads the report; it quotes no field
 */
record Fault(String column, String reason) {
    static Fault of(Column column, String reason) {
        return new Fault(column.title(), reason);
    }

    static Fault row(String reason) {
        return new Fault("", reason);
    }
}
