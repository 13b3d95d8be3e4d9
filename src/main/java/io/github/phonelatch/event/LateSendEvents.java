package io.github.phonelatch.event;

import io.github.phonelatch.challenge.ChallengeListener;
import io.github.phonelatch.challenge.CodeRequest;
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
public final class LateSendEvents implements ChallengeListener {
    private static final Logger LOG = Logger.getLogger(LateSendEvents.class);

    private final KeycloakSessionFactory sessions;
    private final String realmId;
    private final String ipAddress;

    private LateSendEvents(KeycloakSessionFactory sessions, String realmId, String ipAddress) {
        this.sessions = sessions;
        this.realmId = realmId;
        this.ipAddress = ipAddress;
    }

    /** For messages asked for in this request. */
    public static LateSendEvents of(KeycloakSession session) {
        KeycloakContext context = session.getContext();
        return new LateSendEvents(
                session.getKeycloakSessionFactory(),
                context.getRealm().getId(),
                context.getConnection().getRemoteAddr());
    }

    @Override
    public void settledLate(CodeRequest request, RequestResult result) {
        try {
            KeycloakModelUtils.runJobInTransaction(sessions, session -> {
                RealmModel realm = session.realms().getRealm(realmId);
                if (realm != null) {
                    session.getContext().setRealm(realm);
                    EventBuilder event = new EventBuilder(realm, session)
                            .event(request.purpose() == Purpose.RESET ? EventType.RESET_PASSWORD : EventType.LOGIN)
                            .user(request.userId())
                            .client(request.clientId())
                            .ipAddress(ipAddress);
                    PhoneEvents.requested(event, request, result);
                }
            });
        } catch (RuntimeException e) {
            LOG.errorf(e, "The event of a late answer could not be written");
        }
    }
}
