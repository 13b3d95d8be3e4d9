package io.github.phonelatch.gateway.engagelab;

import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpGatewayFactory;
import io.github.phonelatch.metrics.Meters;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.KeycloakVersion;
import io.github.phonelatch.support.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;
import org.keycloak.tracing.TracingProvider;

/**
 * The provider {@code engagelab}. Whatever its options are, the server starts, so that an admin is never locked out by a
 * phone service; the one exception is a Keycloak that is not safe to run on.
 */
public final class EngageLabGatewayFactory implements OtpGatewayFactory, ServerInfoAwareProviderFactory {
    public static final String ID = "engagelab";

    private static final Logger LOG = Logger.getLogger(EngageLabGatewayFactory.class);

    private EngageLabOptions.Reading reading = new EngageLabOptions.Reading.Unusable(List.of());
    private GatewayMeters meters = new GatewayMeters(Meters.OFF);
    private OtpGateway gateway = new NotConfiguredGateway("the provider engagelab has not been initialised", meters);
    private boolean tracing;
    private @Nullable EngageLabGateway toShutDown;

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public void init(Config.Scope config) {
        KeycloakVersion.requireSafe();
        meters = new GatewayMeters(Meters.ofServer());
        tracing = config.root().getBoolean("tracing-enabled", false);
        reading = EngageLabOptions.read(config);
        if (reading instanceof EngageLabOptions.Reading.Unusable unusable) {
            String problems =
                    "Phone verification is not set up. Option " + String.join("; option ", unusable.problems());
            LOG.warn(problems);
            gateway = new NotConfiguredGateway(problems, meters);
        }
    }

    /** Here and not earlier, because other providers, such as the truststore, are ready only now. */
    @Override
    public void postInit(KeycloakSessionFactory factory) {
        meters.prepare();
        if (reading instanceof EngageLabOptions.Reading.Usable usable) {
            usable.remarks().forEach(LOG::warn);
            open(usable.options(), Trust.of(factory));
        }
    }

    @Override
    public OtpGateway create(KeycloakSession session) {
        return tracing ? new TracedGateway(gateway, session.getProvider(TracingProvider.class)) : gateway;
    }

    @Override
    public void close() {
        EngageLabGateway open = toShutDown;
        if (open != null) {
            open.shutDown();
        }
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return EngageLabOptions.metadata();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        Map<String, String> info = new LinkedHashMap<>(Version.operationalInfo());
        if (reading instanceof EngageLabOptions.Reading.Usable usable) {
            info.put("base-url", usable.options().baseUrl().toString());
            info.put("configured", "true");
        } else if (reading instanceof EngageLabOptions.Reading.Unusable unusable) {
            info.put("configured", "false");
            info.put("problems", String.join("; ", unusable.problems()));
        }
        return info;
    }

    private void open(EngageLabOptions options, Trust trust) {
        EngageLabGateway opened = new EngageLabGateway(
                options,
                new EngageLabHttp(options, EngageLabHttp.client(options, trust)),
                KeycloakClock.INSTANCE,
                meters);
        toShutDown = opened;
        gateway = opened;
    }
}
