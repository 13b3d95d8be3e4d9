package io.github.phonelatch.gateway.engagelab;

import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpGatewayFactory;
import io.github.phonelatch.gateway.http.HttpProvider;
import java.util.List;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** The provider {@code engagelab}. */
public final class EngageLabGatewayFactory implements OtpGatewayFactory, ServerInfoAwareProviderFactory {
    private final HttpProvider<EngageLabOptions> provider = new HttpProvider<>(
            EngageLabOptions.PROVIDER,
            EngageLabOptions.DECLARED,
            EngageLabOptions::of,
            ErrorCodes.TABLE,
            EngageLabGateway::new);

    @Override
    public String getId() {
        return EngageLabOptions.PROVIDER.id();
    }

    @Override
    public void init(Config.Scope config) {
        provider.init(config);
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        provider.postInit(factory);
    }

    @Override
    public OtpGateway create(KeycloakSession session) {
        return provider.create(session);
    }

    @Override
    public void close() {
        provider.close();
    }

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return provider.configMetadata();
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return provider.operationalInfo();
    }
}
