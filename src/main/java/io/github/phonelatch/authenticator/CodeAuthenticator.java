package io.github.phonelatch.authenticator;

import io.github.phonelatch.credential.PhoneCredentialProvider;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.StoredVerification;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** A step that asks for a code is for every user who has a verified number, exempt or not. */
interface CodeAuthenticator extends Authenticator, CredentialValidator<PhoneCredentialProvider> {
    @Override
    default PhoneCredentialProvider getCredentialProvider(KeycloakSession session) {
        return (PhoneCredentialProvider) session.getProvider(CredentialProvider.class, StoredVerification.TYPE);
    }

    @Override
    default boolean requiresUser() {
        return true;
    }

    @Override
    default boolean configuredFor(KeycloakSession session, RealmModel realm, UserModel user) {
        return SignInCode.number(realm, user).isPresent();
    }

    /** A user without a number verifies one before the sign-in ends, except an exempt one. */
    @Override
    default void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        if (!Exemption.holds(session, realm, user)) {
            // The action itself sees to what follows from it, here and in a later sign-in of the same session.
            session.getContext().getAuthenticationSession().setUserSessionNote(Enforcement.ASKED_BY_FLOW, "true");
        }
    }

    @Override
    default List<RequiredActionFactory> getRequiredActions(KeycloakSession session) {
        return List.of((RequiredActionFactory) session.getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, Enforcement.ACTION));
    }

    @Override
    default void close() {}
}
