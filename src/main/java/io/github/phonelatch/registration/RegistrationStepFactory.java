package io.github.phonelatch.registration;

import io.github.phonelatch.support.VersionedFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.authentication.FormActionFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** The common part of our registration steps' factories. */
interface RegistrationStepFactory extends FormActionFactory, VersionedFactory {
    @Override
    default @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    default boolean isConfigurable() {
        return !getConfigProperties().isEmpty();
    }

    @Override
    default List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    default Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
    }

    @Override
    default boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    default void init(Config.Scope config) {}

    @Override
    default void postInit(KeycloakSessionFactory factory) {}

    @Override
    default void close() {}
}
