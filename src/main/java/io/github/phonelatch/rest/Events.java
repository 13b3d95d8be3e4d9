package io.github.phonelatch.rest;

import java.util.function.Consumer;
import org.keycloak.events.EventBuilder;
import org.keycloak.events.EventType;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.utils.KeycloakModelUtils;

/** Writes the realm's events of a call, in a transaction of their own. */
final class Events {
    private final KeycloakSession session;
    private final Caller caller;

    Events(KeycloakSession session, Caller caller) {
        this.session = session;
        this.caller = caller;
    }

    void write(Consumer<EventBuilder> event) {
        KeycloakModelUtils.runJobInTransaction(
                session.getKeycloakSessionFactory(), session.getContext(), own -> event.accept(in(own)));
    }

    /** An event to fill in and to end, in that session. */
    EventBuilder in(KeycloakSession own) {
        RealmModel realm = own.getContext().getRealm();
        return new EventBuilder(realm, own, session.getContext().getConnection())
                .event(EventType.CUSTOM_REQUIRED_ACTION)
                .client(caller.clientId())
                .user(caller.userId())
                .session(caller.signIn().sessionId());
    }
}
