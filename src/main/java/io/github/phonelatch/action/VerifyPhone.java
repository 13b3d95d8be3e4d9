package io.github.phonelatch.action;

import io.github.phonelatch.page.StepResult;
import io.github.phonelatch.phone.StoredVerification;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriBuilder;
import java.net.URI;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.services.resources.LoginActionsService;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The required action: a number, a code to it, verified. Only a form post sends a message. The action succeeds only with a code
 * that was consumed in that very request, never because it was reached.
 */
final class VerifyPhone implements RequiredActionProvider, CredentialRegistrator {
    private final KeycloakSession session;

    VerifyPhone(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public InitiatedActionSupport initiatedActionSupport() {
        return InitiatedActionSupport.SUPPORTED;
    }

    /** Makes Keycloak ask for the phone's own level before a {@code kc_action} may replace it, where a flow has levels. */
    @Override
    public String getCredentialType(KeycloakSession ignored, AuthenticationSessionModel authenticationSession) {
        return StoredVerification.TYPE;
    }

    /** As Keycloak reads it. A text that an import left there and that is no number counts as the default. */
    @Override
    public int getMaxAuthAge(KeycloakSession ignored) {
        try {
            return RequiredActionProvider.super.getMaxAuthAge(session);
        } catch (NumberFormatException e) {
            return Constants.KC_ACTION_MAX_AGE;
        }
    }

    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        new Triggers(session, context).evaluate();
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        context.challenge(
                Restart.wanted(context.getAuthenticationSession())
                        ? Restart.begin(session, context)
                        : new VerifyPhoneForm(new VerifyPhoneRequest(session, context)).show());
    }

    @Override
    public void processAction(RequiredActionContext context) {
        VerifyPhoneRequest request = new VerifyPhoneRequest(session, context);
        if (request.outdated()) {
            context.challenge(Restart.begin(session, context));
            return;
        }
        if (request.cancels() || !request.stillAsked()) {
            // Verified in another tab meanwhile, so nothing succeeds here. Keycloak's own next step goes on.
            context.challenge(Response.seeOther(nextStep(context)).build());
            return;
        }
        StepResult result = new VerifyPhoneForm(request).answer();
        if (result instanceof StepResult.Verified right) {
            ActionSuccess.with(context, right.code());
        } else if (result instanceof StepResult.Page page) {
            context.challenge(page.response());
        }
    }

    /** Where Keycloak computes anew what this sign-in still needs. */
    private static URI nextStep(RequiredActionContext context) {
        return UriBuilder.fromUri(context.getActionUrl())
                .replaceQueryParam(LoginActionsService.SESSION_CODE)
                .build();
    }

    @Override
    public void close() {}
}
