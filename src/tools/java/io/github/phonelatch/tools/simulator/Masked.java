package io.github.phonelatch.tools.simulator;

/** A number as it may appear in a log: its last two characters. */
final class Masked {
    private Masked() {}

    static String number(String to) {
        return to.length() <= 4 ? "••••" : "••••" + to.substring(to.length() - 2);
    }
}
