package io.github.phonelatch.tools.mover;

/** Why it cannot go on. What is in Keycloak by then stays, and the same command goes on from there. */
final class Stopped extends Exception {
    private static final long serialVersionUID = 1L;

    Stopped(String why) {
        super(why, null, false, false);
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
