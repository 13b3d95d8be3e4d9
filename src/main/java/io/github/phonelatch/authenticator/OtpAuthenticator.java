package io.github.phonelatch.authenticator;

import io.github.phonelatch.credential.PhoneCredentialProvider;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.StoredProof;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.Authenticator;
import org.keycloak.authentication.CredentialValidator;
import org.keycloak.authentication.RequiredActionFactory;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.credential.CredentialProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** The code at sign-in. Succeeds only on a challenge that was consumed in that very request. */
final class OtpAuthenticator implements Authenticator, CredentialValidator<PhoneCredentialProvider> {
    private final KeycloakSession session;

    OtpAuthenticator(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public PhoneCredentialProvider getCredentialProvider(KeycloakSession ignored) {
        return (PhoneCredentialProvider) session.getProvider(CredentialProvider.class, StoredProof.TYPE);
    }

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public boolean configuredFor(KeycloakSession ignored, RealmModel realm, UserModel user) {
        return CodeStep.number(realm, user).isPresent() && !Excuse.holds(session, realm, user);
    }

    /** Who has no number proves one before the sign-in ends. Who is exempt is not asked for anything. */
    @Override
    public void setRequiredActions(KeycloakSession ignored, RealmModel realm, UserModel user) {
        if (!Excuse.holds(session, realm, user)) {
            // The action itself sees to what follows from it, here and in a later sign-in of the same session.
            session.getContext().getAuthenticationSession().setUserSessionNote(Enforcement.ASKED_BY_FLOW, "true");
        }
    }

    @Override
    public List<RequiredActionFactory> getRequiredActions(KeycloakSession ignored) {
        return List.of((RequiredActionFactory) session.getKeycloakSessionFactory()
                .getProviderFactory(RequiredActionProvider.class, Enforcement.ACTION));
    }

    /** An exempt person needs none, so that they pass where the action is disabled too. */
    @Override
    public boolean areRequiredActionsEnabled(KeycloakSession ignored, RealmModel realm) {
        UserModel user = session.getContext().getAuthenticationSession().getAuthenticatedUser();
        return Authenticator.super.areRequiredActionsEnabled(session, realm)
                || (user != null && Excuse.holds(session, realm, user));
    }

    @Override
    public void authenticate(AuthenticationFlowContext context) {
        CodeStep step = new CodeStep(context);
        if (step.arrived()) {
            context.challenge(step.show());
        } else {
            // This request may have checked a password, and must not hold what that needed while a send waits.
            context.challenge(
                    Response.seeOther(context.getRefreshExecutionUrl()).build());
        }
    }

    @Override
    public void action(AuthenticationFlowContext context) {
        if (CodeStep.number(context.getRealm(), context.getUser()).isEmpty()) {
            // Removed meanwhile: from the beginning, where the flow finds out what this person needs now.
            context.resetFlow();
            return;
        }
        Optional<Response> page = new CodeStep(context).answer();
        if (page.isPresent()) {
            context.challenge(page.get());
        } else {
            // Our own kind of credential would leave Keycloak's counts of failures as they are.
            context.success(OTPCredentialModel.TYPE);
        }
    }

    @Override
    public void close() {}
}
