package io.github.phonelatch.event;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.StoredVerification;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.signin.PassedFactors;
import io.github.phonelatch.signin.SecondFactor;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.keycloak.events.Details;
import org.keycloak.events.Event;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Undoes a factor that was added beside the phone from a page that was opened earlier, when that was allowed. Keycloak
 * asks us before it shows the page of another action, but not when that page is submitted. The whole request is rolled
 * back.
 */
final class AddedFactors {
    private static final Logger LOG = Logger.getLogger(AddedFactors.class);

    private final KeycloakSession session;

    AddedFactors(KeycloakSession session) {
        this.session = session;
    }

    /** Looks at a credential that was just stored in a sign-in. If the check fails, it is undone too. */
    void check(Event event) {
        try {
            undoWhereNotShown(event);
        } catch (RuntimeException e) {
            LOG.errorf(
                    e,
                    "User %s: what was stored as a credential could not be looked at, and is undone",
                    event.getUserId());
            session.getTransactionManager().setRollbackOnly();
        }
    }

    private void undoWhereNotShown(Event event) {
        AuthenticationSessionModel tab = session.getContext().getAuthenticationSession();
        String type = event.getDetails() == null ? null : event.getDetails().get(Details.CREDENTIAL_TYPE);
        UserModel user = tab == null ? null : tab.getAuthenticatedUser();
        if (tab == null || user == null || type == null || type.equals(StoredVerification.TYPE)) {
            return;
        }
        RealmModel realm = tab.getRealm();
        Optional<Verification> held = VerifiedPhone.held(user, Settings.of(realm));
        if (!Enforcement.active(realm) || held.isEmpty() || !SecondFactor.isPhoneOf(session, realm, user)) {
            return;
        }
        PassedFactors passed = PassedFactors.of(session, tab);
        boolean allowed =
                type.equals(PasswordCredentialModel.TYPE) ? !passed.outdated(held) : passed.everPassed(held.get());
        if (!allowed) {
            session.getTransactionManager().setRollbackOnly();
            tell(event, realm.getId());
        }
    }

    private void tell(Event event, String realmId) {
        LOG.warnf(
                "Realm %s, user %s: a factor was to be added without a code to the current number, from a page opened before. Nothing"
                        + " is stored",
                realmId, event.getUserId());
        KeycloakSessionFactory sessions = session.getKeycloakSessionFactory();
        KeycloakModelUtils.runJobInTransaction(sessions, own -> {
            RealmModel realm = own.realms().getRealm(realmId);
            own.getContext().setRealm(realm);
            new EventBuilder(realm, own)
                    .event(EventType.UPDATE_CREDENTIAL)
                    .client(event.getClientId())
                    .user(event.getUserId())
                    .ipAddress(event.getIpAddress())
                    .detail(Details.CREDENTIAL_TYPE, event.getDetails().get(Details.CREDENTIAL_TYPE))
                    .detail("phonelatch_outcome", "current_number_not_shown")
                    .error("current_number_not_shown");
        });
    }
}
