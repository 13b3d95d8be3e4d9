package io.github.phonelatch.gateway.http;

import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.metrics.Meters;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.KeycloakVersion;
import io.github.phonelatch.support.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.tracing.TracingProvider;

/**
 * The one gateway of an HTTP provider, from the start of the server to its end. The provider's factory hands each of
 * Keycloak's calls on to this.
 *
 * <p>Whatever the options are, the server starts, because an admin must not be locked out by a phone service. The one
 * exception is a Keycloak that is not safe to run on.
 *
 * @param <O> the provider's own record of its options
 */
public final class HttpProvider<O extends HttpAccess> {
    private static final Logger LOG = Logger.getLogger(HttpProvider.class);

    private final ProviderName provider;
    private final List<ServerOption<?>> declared;
    private final Function<ServerOptions, O> make;
    private final ErrorTable errors;
    private final Function<HttpCalls, OtpGateway> gatewayOf;

    private OptionsReading<O> reading = new OptionsReading.Unusable<>(List.of());
    private GatewayMeters meters = new GatewayMeters(Meters.OFF);
    private OtpGateway gateway;
    private boolean tracing;
    private @Nullable HttpCalls toClose;

    /**
     * Knows the provider, and opens nothing yet.
     *
     * @param declared its options, see {@link HttpOption#with}
     * @param make its own record of them
     * @param gatewayOf makes its gateway, which returns these calls from {@link OtpGateway#calls}
     */
    public HttpProvider(
            ProviderName provider,
            List<ServerOption<?>> declared,
            Function<ServerOptions, O> make,
            ErrorTable errors,
            Function<HttpCalls, OtpGateway> gatewayOf) {
        this.provider = provider;
        this.declared = declared;
        this.make = make;
        this.errors = errors;
        this.gatewayOf = gatewayOf;
        this.gateway = new NotConfiguredGateway("the provider " + provider.id() + " has not been initialised", meters);
    }

    public void init(Config.Scope config) {
        KeycloakVersion.requireSafe();
        meters = new GatewayMeters(Meters.ofServer());
        tracing = config.root().getBoolean("tracing-enabled", false);
        reading = ServerOptions.read(provider, config, declared, make);
        if (reading instanceof OptionsReading.Unusable<O> unusable) {
            String problems =
                    "Phone verification is not set up. Option " + String.join("; option ", unusable.problems());
            LOG.warn(problems);
            gateway = new NotConfiguredGateway(problems, meters);
        }
    }

    /** Opens the gateway, here and not earlier, because other providers, such as the truststore, are ready only now. */
    public void postInit(KeycloakSessionFactory factory) {
        meters.prepare();
        if (reading instanceof OptionsReading.Usable<O> usable) {
            usable.remarks().forEach(LOG::warn);
            HttpCalls calls = new HttpCalls(
                    usable.options(),
                    errors,
                    new JsonHttp(
                            usable.options(),
                            errors,
                            JsonHttp.client(usable.options().http(), Trust.of(factory))),
                    KeycloakClock.INSTANCE,
                    meters);
            toClose = calls;
            gateway = gatewayOf.apply(calls);
        }
    }

    public OtpGateway create(KeycloakSession session) {
        return tracing ? new TracedGateway(gateway, session.getProvider(TracingProvider.class)) : gateway;
    }

    public void close() {
        HttpCalls open = toClose;
        if (open != null) {
            open.close();
        }
    }

    public List<ProviderConfigProperty> configMetadata() {
        return declared.stream().map(ServerOption::metadata).toList();
    }

    public Map<String, String> operationalInfo() {
        Map<String, String> info = new LinkedHashMap<>(Version.operationalInfo());
        if (reading instanceof OptionsReading.Usable<O> usable) {
            info.put("base-url", usable.options().http().baseUrl().toString());
            info.put("configured", "true");
        } else if (reading instanceof OptionsReading.Unusable<O> unusable) {
            info.put("configured", "false");
            info.put("problems", String.join("; ", unusable.problems()));
        }
        return info;
    }
}
