package io.github.phonelatch.event;

import java.time.Instant;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.AbstractKeycloakTransaction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.KeycloakSessionTask;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/**
 * Keeps when people signed in last. It writes after the sign-in is committed, in a transaction of its own, so that a
 * failure never undoes the sign-in and a sign-in that was rolled back leaves no trace.
 */
final class LastLoginListener implements EventListenerProvider {
    private static final Logger LOG = Logger.getLogger(LastLoginListener.class);

    private final KeycloakSession session;
    private final LastLogin lastLogin;

    LastLoginListener(KeycloakSession session, LastLogin lastLogin) {
        this.session = session;
        this.lastLogin = lastLogin;
    }

    @Override
    public void onEvent(Event event) {
        String realmId = event.getRealmId();
        String userId = event.getUserId();
        String sessionId = event.getSessionId();
        Instant at = Instant.ofEpochMilli(event.getTime());
        if (event.getType() == EventType.LOGIN && userId != null) {
            session.getTransactionManager()
                    .enlistAfterCompletion(new Afterwards(
                            session.getKeycloakSessionFactory(),
                            own -> write(own, realmId, userId, sessionId, at),
                            realmId,
                            userId));
        }
    }

    @Override
    public void onEvent(AdminEvent event, boolean includeRepresentation) {}

    @Override
    public void close() {}

    private void write(KeycloakSession own, String realmId, String userId, @Nullable String sessionId, Instant at) {
        RealmModel realm = own.realms().getRealm(realmId);
        if (realm != null) {
            own.getContext().setRealm(realm);
            UserModel user = own.users().getUserById(realm, userId);
            if (user != null) {
                lastLogin.keep(own, realm, user, sessionId, at);
            }
        }
    }

    private static final class Afterwards extends AbstractKeycloakTransaction {
        private final KeycloakSessionFactory sessions;
        private final KeycloakSessionTask work;
        private final String realmId;
        private final String userId;

        Afterwards(KeycloakSessionFactory sessions, KeycloakSessionTask work, String realmId, String userId) {
            this.sessions = sessions;
            this.work = work;
            this.realmId = realmId;
            this.userId = userId;
        }

        @Override
        protected void commitImpl() {
            try {
                KeycloakModelUtils.runJobInTransaction(sessions, work);
            } catch (RuntimeException e) {
                LOG.warnf(e, "Realm %s, user %s: the time of the sign-in could not be kept", realmId, userId);
            }
        }

        @Override
        protected void rollbackImpl() {}
    }
}
