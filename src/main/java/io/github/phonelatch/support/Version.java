package io.github.phonelatch.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Properties;

/** Our version and commit, as built. */
public final class Version {
    private static final Properties BUILT = read();

    private Version() {}

    /** For example {@code 1.0.0}. Also part of the path of our scripts and styles. */
    public static String version() {
        return BUILT.getProperty("version");
    }

    /** For the server-info page of the console: support starts there. */
    public static Map<String, String> operationalInfo() {
        return Map.of("phonelatch-version", version(), "phonelatch-commit", BUILT.getProperty("commit"));
    }

    private static Properties read() {
        try (InputStream in = Version.class.getResourceAsStream("/phonelatch-version.properties")) {
            if (in == null) {
                throw new IllegalStateException("phonelatch-version.properties is missing from the jar");
            }
            Properties properties = new Properties();
            properties.load(in);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
