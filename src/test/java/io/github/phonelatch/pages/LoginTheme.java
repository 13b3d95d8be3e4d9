package io.github.phonelatch.pages;

import java.io.InputStream;
import java.net.URL;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.keycloak.models.RealmModel;
import org.keycloak.theme.Theme;

/** One of Keycloak's login themes with its parent and, last, our theme resources: the order in which the server looks. */
final class LoginTheme implements Theme {
    private final String name;
    private final List<String> folders;

    LoginTheme(String name) {
        this.name = name;
        this.folders = name.equals("base")
                ? List.of("theme/base/login/", "theme-resources/templates/")
                : List.of("theme/" + name + "/login/", "theme/base/login/", "theme-resources/templates/");
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
        Properties properties = Messages.read("theme/base/login/theme.properties");
        properties.putAll(Messages.read("theme/" + name + "/login/theme.properties"));
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
