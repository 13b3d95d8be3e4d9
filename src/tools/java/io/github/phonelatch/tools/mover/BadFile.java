package io.github.phonelatch.tools.mover;

/** A file that cannot be read as an export, with the reason for whoever made it. */
final class BadFile extends Exception {
    private static final long serialVersionUID = 1L;

    BadFile(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
