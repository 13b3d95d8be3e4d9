package io.github.phonelatch.authenticator;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.StoredProof;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.authenticators.util.LoAUtil;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.AuthenticationFlowResolver;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether an exempt person passes the step unasked. Not where it stands under a level of authentication: whoever passed would
 * then be said to have reached that level, by a code that was never typed.
 */
final class Excuse {
    private Excuse() {}

    static boolean holds(KeycloakSession session, RealmModel realm, UserModel user) {
        return Enforcement.exempt(realm, user, RealmSettings.of(realm)) && !underLevel(session, realm);
    }

    private static boolean underLevel(KeycloakSession session, RealmModel realm) {
        AuthenticationSessionModel tab = session.getContext().getAuthenticationSession();
        return tab != null
                // Levels are of the browser flow only.
                && LoginActionsService.AUTHENTICATE_PATH.equals(
                        tab.getAuthNote(AuthenticationProcessor.CURRENT_FLOW_PATH))
                && LoAUtil.getCredentialTypesToLoAMap(
                                        session, realm, AuthenticationFlowResolver.resolveBrowserFlow(tab))
                                .getOrDefault(StoredProof.TYPE, Constants.NO_LOA)
                        != Constants.NO_LOA;
    }
}
