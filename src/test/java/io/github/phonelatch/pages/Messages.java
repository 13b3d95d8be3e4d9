package io.github.phonelatch.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import org.keycloak.theme.PropertiesUtil;

/** The message files, read the way Keycloak reads them. */
final class Messages {
    static final Locale ENGLISH = Locale.ENGLISH;

    private static final Map<String, Properties> READ = new ConcurrentHashMap<>();

    private Messages() {}

    static Properties ours(Locale language) {
        return read("theme-resources/messages/messages_" + language + ".properties");
    }

    /** What a login page of that language finds: Keycloak's texts, then ours, each falling back to English. */
    static Properties ofLoginPage(Locale language) {
        Properties all = new Properties();
        for (Locale locale : new Locale[] {ENGLISH, language}) {
            all.putAll(keycloaks(locale));
            all.putAll(ours(locale));
        }
        return all;
    }

    static Properties keycloaks(Locale language) {
        return read("theme/base/login/messages/messages_" + language + ".properties");
    }

    static Properties read(String resource) {
        Properties copy = new Properties();
        copy.putAll(READ.computeIfAbsent(resource, Messages::load));
        return copy;
    }

    private static Properties load(String resource) {
        Properties properties = new Properties();
        try (InputStream in = Messages.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException(resource + " is not on the class path");
            }
            PropertiesUtil.readCharsetAware(properties, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }
}
