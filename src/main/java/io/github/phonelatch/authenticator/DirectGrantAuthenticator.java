package io.github.phonelatch.authenticator;

import io.github.phonelatch.page.StepResult;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.signin.FactorNotes;
import io.github.phonelatch.support.KeycloakClock;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The code in the direct grant. */
final class DirectGrantAuthenticator implements CodeAuthenticator {
    static final DirectGrantAuthenticator INSTANCE = new DirectGrantAuthenticator();

    private DirectGrantAuthenticator() {}

    /** There is no page to verify a number on, so a user without one goes on and is refused as an account that is not set up. */
    @Override
    public boolean areRequiredActionsEnabled(KeycloakSession session, RealmModel realm) {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {
        CodeAuthenticator.super.setRequiredActions(session, realm, user);
        AuthenticationSessionModel tab = session.getContext().getAuthenticationSession();
        // Where the action is disabled, neither it nor the gate would stop anybody. Where the step stands under a
        // level, Keycloak gives that level to a user who has yet to set the step up, and no token may say so.
        if (StepUp.given(realm, tab) || (!Enforcement.active(realm) && !Exemption.holds(session, realm, user))) {
            tab.addRequiredAction(Enforcement.ACTION);
        }
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        DirectGrant grant = new DirectGrant(context);
        StepResult result = grant.answer();
        if (result instanceof StepResult.Verified right) {
            FactorNotes.passPhone(context.getAuthenticationSession(), grant.number(), KeycloakClock.INSTANCE.instant());
            CodeSuccess.with(context, right.code());
        } else if (result instanceof StepResult.Page page) {
            // A failure would be counted by Keycloak a second time: a wrong code is counted where it was compared.
            context.challenge(page.response());
        }
    }

    /** There is no page that could come back. */
    @Override
    public void action(AuthenticationFlowContext context) {}
}
