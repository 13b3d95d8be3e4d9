package io.github.phonelatch.authenticator;

import io.github.phonelatch.support.Version;
import java.util.Map;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** The common part of all steps and conditions that we bring. */
public interface PhonelatchAuthenticatorFactory extends AuthenticatorFactory, ServerInfoAwareProviderFactory {
    @Override
    default Map<String, String> getOperationalInfo() {
        return Version.operationalInfo();
    }

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
