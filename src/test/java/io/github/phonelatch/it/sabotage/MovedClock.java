package io.github.phonelatch.it.sabotage;

import org.keycloak.Config;
import org.keycloak.common.util.Time;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.services.resource.RealmResourceProvider;
import org.keycloak.services.resource.RealmResourceProviderFactory;

/**
 * Moves the clock of the whole server forward, as minutes do that a test cannot wait: {@code GET /realms/<realm>/moved-clock?seconds=600}.
 * The answer is Keycloak's 404, since there is no resource: what was asked for has happened by then.
 */
public final class MovedClock implements RealmResourceProviderFactory {
    public static final String ID = "moved-clock";
    public static final String SECONDS = "seconds";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public RealmResourceProvider create(KeycloakSession session) {
        return new Resource(session);
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    private record Resource(KeycloakSession session) implements RealmResourceProvider {
        @Override
        public Object getResource() {
            Time.setOffset(Integer.parseInt(
                    session.getContext().getUri().getQueryParameters().getFirst(SECONDS)));
            return null;
        }

        @Override
        public void close() {}
    }
}
