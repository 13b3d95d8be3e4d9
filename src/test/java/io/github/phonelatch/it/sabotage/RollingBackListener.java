package io.github.phonelatch.it.sabotage;

import org.keycloak.Config;
import org.keycloak.events.Event;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.events.EventType;
import org.keycloak.events.admin.AdminEvent;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;

/** Has the transaction of each sign-in to one application rolled back, after it was told that it had succeeded. */
public final class RollingBackListener implements EventListenerProviderFactory {
    public static final String ID = "rolling-back";
    /** The client whose sign-ins are spoiled. */
    public static final String CLIENT = "spoiled-app";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new Listener(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    private record Listener(KeycloakSession session) implements EventListenerProvider {
        @Override
        public void onEvent(Event event) {
            if (event.getType() == EventType.LOGIN && CLIENT.equals(event.getClientId())) {
                session.getTransactionManager().setRollbackOnly();
            }
        }

        @Override
        public void onEvent(AdminEvent event, boolean includeRepresentation) {}

        @Override
        public void close() {}
    }
}
