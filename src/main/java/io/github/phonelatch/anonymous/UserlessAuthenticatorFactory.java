package io.github.phonelatch.anonymous;

import io.github.phonelatch.authenticator.PhonelatchAuthenticatorFactory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.provider.ProviderConfigProperty;

/** The common part of all steps before anybody is known. */
interface UserlessAuthenticatorFactory extends PhonelatchAuthenticatorFactory {
    /** None, because the phone's own level must not follow from a first factor. */
    @Override
    default @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    default boolean isConfigurable() {
        return false;
    }

    @Override
    default List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    default boolean isUserSetupAllowed() {
        return false;
    }
}
