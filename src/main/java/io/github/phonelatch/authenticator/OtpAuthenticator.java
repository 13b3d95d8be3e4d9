package io.github.phonelatch.authenticator;

import io.github.phonelatch.page.StepResult;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.signin.FactorNotes;
import io.github.phonelatch.support.KeycloakClock;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/** The code at sign-in. */
final class OtpAuthenticator implements CodeAuthenticator {
    static final OtpAuthenticator INSTANCE = new OtpAuthenticator();

    private OtpAuthenticator() {}

    /** Enabled for an exempt user without a number too, so that they pass where the action is disabled. */
    @Override
    public boolean areRequiredActionsEnabled(KeycloakSession session, RealmModel realm) {
        UserModel user = session.getContext().getAuthenticationSession().getAuthenticatedUser();
        return CodeAuthenticator.super.areRequiredActionsEnabled(session, realm)
                || (user != null && Exemption.holds(session, realm, user));
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        OtpForm step = new OtpForm(
                context,
                SignInCode.number(context.getRealm(), context.getUser()).orElseThrow());
        if (step.arrived()) {
            context.challenge(step.show());
        } else {
            // This request may have checked a password, and must not hold its database connection while a send waits.
            context.challenge(
                    Response.seeOther(context.getRefreshExecutionUrl()).build());
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        Optional<Verification> verification = SignInCode.number(context.getRealm(), context.getUser());
        if (verification.isEmpty()) {
            // The number was removed meanwhile, so the flow begins anew and finds out what this person needs now.
            context.resetFlow();
            return;
        }
        StepResult result = new OtpForm(context, verification.get()).answer();
        if (result instanceof StepResult.Verified right) {
            FactorNotes.passPhone(
                    context.getAuthenticationSession(), verification.get(), KeycloakClock.INSTANCE.instant());
            CodeSuccess.with(context, right.code());
        } else if (result instanceof StepResult.Page page) {
            context.challenge(page.response());
        }
    }
}
