package io.github.phonelatch.action;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.GatedClients;
import io.github.phonelatch.phone.StoredProof;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.phone.Withdrawal;
import io.github.phonelatch.support.KeycloakClock;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.CredentialRegistrator;
import org.keycloak.authentication.InitiatedActionSupport;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.authentication.RequiredActionProvider;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.AuthenticationManager;
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
        return StoredProof.TYPE;
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

    /**
     * Puts the need on the authentication session, or takes it off: it follows the user's state, which another tab may have
     * changed meanwhile, and is never stored on the user, where it would shut the direct grant for every client.
     */
    @Override
    public void evaluateTriggers(RequiredActionContext context) {
        AuthenticationSessionModel tab = context.getAuthenticationSession();
        VisitNotes notes = new VisitNotes(tab);
        RealmModel realm = context.getRealm();
        UserModel user = context.getUser();
        RealmSettings settings = RealmSettings.of(realm);
        Instant now = KeycloakClock.INSTANCE.instant();
        notes.continueFrom(session.getContext().getUserSession(), user);
        boolean unproven = VerifiedPhone.find(user, settings, now).isEmpty();
        if (unproven) {
            // A proof may end without an event: by its age, an edited number, a sync, a restored database.
            Withdrawal.withdraw(user);
        }
        if (unproven
                && (notes.askedByFlow() || Enforcement.demands(realm, user, settings, now))
                && !(directGrant() && GatedClients.gated(tab.getClient()))) {
            tab.addRequiredAction(Enforcement.ACTION);
            AuthenticationManager.setKcActionToEnforced(Enforcement.ACTION, tab);
            notes.need(true);
        } else if (notes.needed()) {
            tab.removeRequiredAction(Enforcement.ACTION);
            if (Enforcement.ACTION.equals(tab.getClientNote(Constants.KC_ACTION))) {
                // What was ours to enforce: of another action the note is none of our business.
                tab.removeClientNote(Constants.KC_ACTION_ENFORCED);
            }
            notes.need(false);
        }
    }

    /**
     * An app that draws its own screens gets its token without the gated roles, and has the number proven with it. By the path,
     * since a browser posts whatever form it likes.
     */
    private boolean directGrant() {
        return session.getContext().getUri().getPath().endsWith("/protocol/openid-connect/token");
    }

    @Override
    public void requiredActionChallenge(RequiredActionContext context) {
        Visit visit = new Visit(session, context);
        context.challenge(visit.show());
    }

    @Override
    public void processAction(RequiredActionContext context) {
        Visit visit = new Visit(session, context);
        if (!visit.stillAsked()) {
            // Proven in another tab meanwhile. Keycloak's own next step finds out and goes on; nothing succeeds here.
            context.challenge(Response.seeOther(visit.nextStep()).build());
            return;
        }
        Optional<Response> page = visit.answer();
        if (page.isPresent()) {
            context.challenge(page.get());
        } else {
            context.success();
        }
    }

    @Override
    public void close() {}
}
