package io.github.phonelatch.support;

import java.util.Map;
import java.util.Set;
import org.keycloak.Config;

/** Server options from a map: those of the provider, and those of the server. */
public final class MapScope extends Config.AbstractScope {
    private final Map<String, String> options;
    private final Map<String, String> root;

    public MapScope(Map<String, String> options, Map<String, String> root) {
        this.options = options;
        this.root = root;
    }

    @Override
    public String get(String key) {
        return options.get(key);
    }

    @Override
    public Config.Scope scope(String... scope) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    public Set<String> getPropertyNames() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Config.Scope root() {
        return new MapScope(root, root);
    }
}
