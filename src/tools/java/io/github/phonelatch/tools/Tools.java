package io.github.phonelatch.tools;

/** Entry point of the tools jar: {@code java -jar …-tools.jar <program> [options]}. */
public final class Tools {
    private Tools() {}

    public static void main(String[] args) {
        System.err.println("usage: java -jar keycloak-phonelatch-<version>-tools.jar simulator [options]");
        System.exit(2);
    }
}
