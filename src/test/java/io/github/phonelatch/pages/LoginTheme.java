package io.github.phonelatch.pages;

import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/** One of Keycloak's login themes with its parent and, last, our theme resources: the order in which the server looks. */
final class LoginTheme implements Theme {
    private final String name;
    private final List<String> folders;

    LoginTheme(String name) {
        this.name = name;
        this.folders = Stream.concat(
                        themes().map(theme -> "theme/" + theme + "/login/"), Stream.of("theme-resources/templates/"))
                .toList();
    }

    /** It and those that it inherits from. */
    private Stream<String> themes() {
        return switch (name) {
            case "base" -> Stream.of("base");
            case "phonelatch" -> Stream.of("phonelatch", "keycloak.v2", "base");
            default -> Stream.of(name, "base");
        };
    }

    /** A file that pages load, such as {@code css/styles.css}. */
    Optional<URL> resource(String path) {
        return Stream.concat(
                        themes().map(theme -> "theme/" + theme + "/login/resources/"),
                        Stream.of("theme-resources/resources/"))
                .map(folder -> getClass().getClassLoader().getResource(folder + path))
                .filter(found -> found != null)
                .findFirst();
    }

    @Override
    public URL getTemplate(String template) {
        return folders.stream()
                .map(folder -> getClass().getClassLoader().getResource(folder + template))
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);
    }

    @Override
    public Properties getProperties() {
        Properties properties = new Properties();
        List<String> grandparentFirst = new ArrayList<>(themes().toList());
        Collections.reverse(grandparentFirst);
        grandparentFirst.forEach(
                theme -> properties.putAll(Messages.read("theme/" + theme + "/login/theme.properties")));
        return properties;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Type getType() {
        return Type.LOGIN;
    }

    @Override
    public String getParentName() {
        return null;
    }

    @Override
    public String getImportName() {
        return null;
    }

    @Override
    public InputStream getResourceAsStream(String path) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Properties getMessages(Locale locale) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Properties getMessages(String baseBundlename, Locale locale) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Properties getEnhancedMessages(RealmModel realm, Locale locale) {
        throw new UnsupportedOperationException();
    }
}
