package io.github.phonelatch.action;

import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.AuthenticationProcessor;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Begins a sign-in anew that is older than the verification held now, because it came this far with less than is asked for by
 * now. A browser that is signed in meanwhile goes on by its cookie. Nobody is signed out.
 */
final class Restart {
    private static final String WANTED = "phonelatch.restart";

    private Restart() {}

    static void want(AuthenticationSessionModel tab, boolean wanted) {
        if (wanted) {
            tab.setAuthNote(WANTED, "true");
        } else {
            tab.removeAuthNote(WANTED);
        }
    }

    static boolean wanted(AuthenticationSessionModel tab) {
        return tab.getAuthNote(WANTED) != null;
    }

    static Response begin(KeycloakSession session, RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        AuthenticationProcessor.resetFlow(tab, LoginActionsService.AUTHENTICATE_PATH);
        tab.setAuthNote(LoginActionsService.FORWARDED_ERROR_MESSAGE_NOTE, "phonelatchSignInAgain");
        return Response.seeOther(LoginActionsService.loginActionsBaseUrl(context.getUriInfo())
                        .path(LoginActionsService.AUTHENTICATE_PATH)
                        .queryParam(Constants.CLIENT_ID, tab.getClient().getClientId())
                        .queryParam(Constants.TAB_ID, tab.getTabId())
                        .queryParam(Constants.CLIENT_DATA, AuthenticationProcessor.getClientData(session, tab))
                        .build(context.getRealm().getName()))
                .build();
    }
}
