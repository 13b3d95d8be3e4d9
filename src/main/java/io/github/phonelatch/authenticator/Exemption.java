package io.github.phonelatch.authenticator;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.Enforcement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether a person without a number passes the step because they are exempt. Where the step stands under a level of
 * authentication they do not, because passing would give them that level without a code.
 */
final class Exemption {
    private Exemption() {}

    static boolean holds(KeycloakSession session, RealmModel realm, UserModel user) {
        AuthenticationSessionModel tab = session.getContext().getAuthenticationSession();
        return Enforcement.exempt(realm, user, Settings.of(realm)) && (tab == null || !StepUp.given(realm, tab));
    }
}
