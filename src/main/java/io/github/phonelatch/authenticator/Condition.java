package io.github.phonelatch.authenticator;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A condition about the person who signs in. It has no page and asks for nothing. */
interface Condition extends ConditionalAuthenticator {
    @Override
    default boolean requiresUser() {
        return true;
    }

    @Override
    default void action(AuthenticationFlowContext context) {}

    @Override
    default void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    default void close() {}
}
