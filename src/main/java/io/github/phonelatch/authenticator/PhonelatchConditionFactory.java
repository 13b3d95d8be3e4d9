package io.github.phonelatch.authenticator;

import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticatorFactory;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;

/** The common part of all conditions that we bring. They have no settings. */
interface PhonelatchConditionFactory extends PhonelatchAuthenticatorFactory, ConditionalAuthenticatorFactory {
    @Override
    default boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    default Requirement[] getRequirementChoices() {
        return new Requirement[] {Requirement.REQUIRED, Requirement.DISABLED};
    }
}
