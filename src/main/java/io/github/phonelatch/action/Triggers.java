package io.github.phonelatch.action;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.GatedClients;
import io.github.phonelatch.phone.Upkeep;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.phone.Withdrawal;
import io.github.phonelatch.signin.Changes;
import io.github.phonelatch.signin.FactorNotes;
import io.github.phonelatch.signin.PassedFactors;
import io.github.phonelatch.signin.PhoneLevel;
import io.github.phonelatch.signin.SecondFactor;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.PhoneAction;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Optional;
import org.keycloak.authentication.RequiredActionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.services.ErrorPageException;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Whether the required action comes next in a sign-in. It is computed anew before each action, because another tab may have
 * changed the user's state meanwhile. The answer is put on the authentication session, or taken off it. It is never stored on
 * the user, where it would shut the direct grant for every client.
 */
final class Triggers {
    private final KeycloakSession session;
    private final RealmModel realm;
    private final UserModel user;
    private final RealmSettings settings;
    private final AuthenticationSessionModel tab;
    private final VerifyPhoneNotes notes;
    private final OtherActions others;
    private final Instant now = KeycloakClock.INSTANCE.instant();
    private final Optional<Verification> held;

    Triggers(KeycloakSession session, RequiredActionContext context) {
        this.session = session;
        this.realm = context.getRealm();
        this.user = context.getUser();
        this.settings = Settings.of(realm);
        this.tab = context.getAuthenticationSession();
        this.notes = new VerifyPhoneNotes(tab);
        this.others = new OtherActions(session, realm, user, tab);
        this.held = VerifiedPhone.held(user, settings);
    }

    void evaluate() {
        if (!Enforcement.active(realm)) {
            // Keycloak asks here for each registration that is enabled, and another one counts.
            return;
        }
        Upkeep.atSignIn(session, realm, user, settings, now);
        FactorNotes.observe(session, tab, held, others.cameThroughReset(), now);
        others.dropChosen();
        notes.continueFrom(session.getContext().getUserSession(), user);
        PassedFactors passed = PassedFactors.of(session, tab);
        if (directGrant()) {
            need((unverified() && !GatedClients.gated(tab.getClient())) || notShown(passed));
            return;
        }
        boolean restart = passed.outdated(held);
        boolean before =
                held.filter(verification -> comesFirst(passed, verification)).isPresent();
        need(unverified() || notShown(passed));
        protect(restart, before);
    }

    // --- a number to verify -----------------------------------------------------------------------------------------

    private boolean unverified() {
        if (VerifiedPhone.find(user, settings, now).isPresent()) {
            return false;
        }
        // A verification may end without an event: by its age, an edited number, a sync, a restored database.
        Withdrawal.withdraw(user);
        return notes.askedByFlow() || Enforcement.demands(realm, user, settings, now);
    }

    /**
     * Whether the phone is the user's second factor and the person has yet to show that they hold it. That is so where an admin
     * entered the number, or the browser was signed in before the number was verified.
     */
    private boolean notShown(PassedFactors passed) {
        return held.filter(verification -> verification.byHand() || passed.signedInBefore(verification))
                        .isPresent()
                && SecondFactor.isPhoneOf(session, realm, user);
    }

    private void need(boolean needed) {
        if (needed) {
            requireSetUp();
            tab.addRequiredAction(Enforcement.ACTION);
            AuthenticationManager.setKcActionToEnforced(Enforcement.ACTION, tab);
        } else {
            if (notes.needed()) {
                tab.removeRequiredAction(Enforcement.ACTION);
            }
            if (Enforcement.ACTION.equals(tab.getClientNote(Constants.KC_ACTION))) {
                // Ours was enforced, perhaps before this sign-in began anew, which our own note does not outlive.
                tab.removeClientNote(Constants.KC_ACTION_ENFORCED);
            }
        }
        notes.need(needed);
    }

    /**
     * Keycloak passes over an action that it does not find under its alias. The sign-in would end with a code that no application
     * gets a token for, so it stops here, with a page.
     */
    private void requireSetUp() {
        if (!directGrant() && !PhoneAction.isFound(realm)) {
            PhoneEvents.nothingGiven(session, tab.getClient().getClientId(), user.getId(), "not_configured");
            throw new ErrorPageException(session, tab, Response.Status.BAD_REQUEST, "phonelatchNotConfigured");
        }
    }

    /**
     * An app that draws its own screens gets its token without the gated roles, and has the number verified with it. The path
     * decides, because a browser posts whatever form it likes.
     */
    private boolean directGrant() {
        return session.getContext().getUri().getPath().endsWith("/protocol/openid-connect/token");
    }

    // --- other actions ----------------------------------------------------------------------------------------------

    /**
     * Whether a code to the current number comes before an action that adds a factor beside it, or removes it. A user whose second
     * factor it is cannot remove it anyhow.
     */
    private boolean comesFirst(PassedFactors passed, Verification verification) {
        boolean addsFactor = others.addFactor();
        if (!addsFactor && !others.removePhone()) {
            return false;
        }
        if (SecondFactor.isPhoneOf(session, realm, user)) {
            return addsFactor
                    && !Changes.mayAddFactor(passed, verification, () -> PhoneLevel.reached(session, tab), now);
        }
        return !addsFactor
                && !Changes.mayReplaceNumber(
                        session,
                        realm,
                        user,
                        passed,
                        verification,
                        settings,
                        () -> PhoneLevel.reached(session, tab),
                        now);
    }

    private void protect(boolean restart, boolean before) {
        Restart.want(tab, restart);
        notes.beforeFactor(before && !restart);
        if (restart) {
            others.takeOffAll();
        } else if (before) {
            others.takeOffFactorsBeforeOurs();
        }
        if (restart || before) {
            requireSetUp();
            tab.addRequiredAction(Enforcement.ACTION);
        } else if (notes.protects() && !notes.needed()) {
            tab.removeRequiredAction(Enforcement.ACTION);
        }
        notes.protects(restart || before);
    }
}
