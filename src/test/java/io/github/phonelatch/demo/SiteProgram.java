package io.github.phonelatch.demo;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A site as a program of its own, for a container: its folder is the argument, and the environment tells what {@link Demo}
 * tells its sites: the JSON of the settings in {@code SETTINGS}, and in {@code SERVERS} all that a page may send anything to.
 * Needs nothing but Java, since it is compiled without the rest.
 */
final class SiteProgram {
    private static final int PORT = 8080;

    private SiteProgram() {}

    public static void main(String[] arguments) throws IOException {
        Site.start(Path.of(arguments[0]), new InetSocketAddress(PORT))
                .talksTo(
                        told("SETTINGS"),
                        Arrays.stream(told("SERVERS").split(" "))
                                .map(URI::create)
                                .toList());
    }

    private static String told(String name) {
        String value = System.getenv(name);
        if (value == null) {
            throw new IllegalStateException("the environment has no " + name);
        }
        return value;
    }
}
