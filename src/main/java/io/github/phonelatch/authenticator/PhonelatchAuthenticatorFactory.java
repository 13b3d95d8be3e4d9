package io.github.phonelatch.authenticator;

import io.github.phonelatch.support.VersionedFactory;
import java.util.List;
import org.keycloak.Config;
import org.keycloak.authentication.AuthenticatorFactory;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** The common part of all steps and conditions that we bring. */
public interface PhonelatchAuthenticatorFactory extends AuthenticatorFactory, VersionedFactory {
    @Override
    default boolean isConfigurable() {
        return !getConfigProperties().isEmpty();
    }

    @Override
    default List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
