package io.github.phonelatch.gateway.http;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.keycloak.Config;

/** The server options of one provider, as an admin set them. */
public final class ServerOptions {
    private final ProviderName provider;
    private final Config.Scope scope;
    private final List<String> remarks = new ArrayList<>();

    private ServerOptions(ProviderName provider, Config.Scope scope) {
        this.provider = provider;
        this.scope = scope;
    }

    /**
     * Reads all of them. Goes on after a wrong one, so that an admin learns of all wrong ones at once.
     *
     * @param declared in the order in which problems are told
     * @param make makes the provider's own record of them, and is called only where each can be read
     */
    public static <T> OptionsReading<T> read(
            ProviderName provider,
            Config.Scope scope,
            List<ServerOption<?>> declared,
            Function<ServerOptions, T> make) {
        List<String> problems = new ArrayList<>();
        for (ServerOption<?> option : declared) {
            try {
                option.read(scope);
            } catch (IllegalArgumentException e) {
                problems.add(provider.option(option.key()) + " " + e.getMessage());
            }
        }
        if (!problems.isEmpty()) {
            return new OptionsReading.Unusable<>(List.copyOf(problems));
        }
        ServerOptions options = new ServerOptions(provider, scope);
        T made = make.apply(options);
        return new OptionsReading.Usable<>(made, List.copyOf(options.remarks));
    }

    public <T> T get(ServerOption<T> option) {
        return option.read(scope);
    }

    ProviderName provider() {
        return provider;
    }

    /** Keycloak's own options, those of no provider. */
    Config.Scope root() {
        return scope.root();
    }

    void remark(String line) {
        remarks.add(line);
    }
}
