package io.github.phonelatch.tools.mover;

/** A field that cannot be taken, with the reason as what follows the column's name. The reason never quotes the field. */
final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
