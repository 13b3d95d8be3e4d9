package io.github.phonelatch.event;

import io.github.phonelatch.challenge.Claim;
import io.github.phonelatch.challenge.Journal;
import io.github.phonelatch.challenge.Purpose;
import io.github.phonelatch.challenge.RequestResult;
import org.jboss.logging.Logger;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Writes the event of a send that came back after its page had been answered, when there is no request to write it in. */
public final class LateEvents implements Journal {
    private static final Logger LOG = Logger.getLogger(LateEvents.class);

    private final KeycloakSessionFactory sessions;
    private final String realmId;
    private final String ipAddress;

    private LateEvents(KeycloakSessionFactory sessions, String realmId, String ipAddress) {
        this.sessions = sessions;
        this.realmId = realmId;
        this.ipAddress = ipAddress;
    }

    /** For messages asked for in this request. */
    public static LateEvents of(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        return new LateEvents(
                session.getKeycloakSessionFactory(),
                context.getRealm().getId(),
                context.getConnection().getRemoteAddr());
    }

    @Override
    public void settledLate(Claim claim, RequestResult result) {
        try {
            KeycloakModelUtils.runJobInTransaction(sessions, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm != null) {
                    session.getContext().setRealm(realm);
                    EventBuilder event = new EventBuilder(realm, session)
                            .event(claim.purpose() == Purpose.RESET ? EventType.RESET_PASSWORD : EventType.LOGIN)
                            .user(claim.userId())
                            .client(claim.clientId())
                            .ipAddress(ipAddress);
                    PhoneEvents.requested(event, claim, result);
                }
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "The event of a late answer could not be written");
        }
    }
}
