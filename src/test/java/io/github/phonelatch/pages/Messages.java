package io.github.phonelatch.pages;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.keycloak.theme.PropertiesUtil;

/** The message files, read the way Keycloak reads them. */
final class Messages {
    static final Locale ENGLISH = Locale.ENGLISH;

    private static final Path SOURCES =
            Path.of(System.getProperty("phonelatch.basedir", "")).resolve("themes/phonelatch/theme-resources/messages");
    private static final Map<String, Properties> READ = new ConcurrentHashMap<>();

    private Messages() {}

    /** The languages that we have texts in. */
    static List<Locale> languages() {
        try (Stream<Path> files = Files.list(SOURCES)) {
            return files.map(file -> file.getFileName().toString().replaceAll("messages_|\\.properties", ""))
                    .sorted()
                    .map(tag -> Locale.forLanguageTag(tag.replace('_', '-')))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

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
        return read("theme/base/login/messages/messages_" + nameOfKeycloaks(language) + ".properties");
    }

    /** Keycloak's own files of Chinese are named by script, and found for the country. */
    private static String nameOfKeycloaks(Locale language) {
        return switch (language.toString()) {
            case "zh_CN" -> "zh_Hans";
            case "zh_TW" -> "zh_Hant";
            default -> language.toString();
        };
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
