package io.github.phonelatch.action;

import io.github.phonelatch.page.StepResult;
import io.github.phonelatch.phone.StoredVerification;
import jakarta.ws.rs.core.Response;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Number, code, verified. Only a form post sends a message, and the action succeeds only on a challenge that was consumed in
 * that very request, never because it was reached.
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

    /** As Keycloak reads it, but what an import left there and is no number is the default, not an error for everybody. */
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
                        : new VerifyPhoneForm(session, context).show());
    }

    @Override
    public void processAction(RequiredActionContext context) {
        VerifyPhoneForm visit = new VerifyPhoneForm(session, context);
        if (visit.outdated()) {
            context.challenge(Restart.begin(session, context));
            return;
        }
        if (visit.cancels() || !visit.stillAsked()) {
            // Proven in another tab meanwhile. Keycloak's own next step finds out and goes on; nothing succeeds here.
            context.challenge(Response.seeOther(visit.nextStep()).build());
            return;
        }
        StepResult result = visit.answer();
        if (result instanceof StepResult.Verified right) {
            ActionSuccess.with(context, right.code());
        } else if (result instanceof StepResult.Page page) {
            context.challenge(page.response());
        }
    }

    @Override
    public void close() {}
}
