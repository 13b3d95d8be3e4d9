package io.github.phonelatch.event;

import io.github.phonelatch.metrics.Meters;
import io.github.phonelatch.notice.Notices;
import io.github.phonelatch.support.KeycloakVersion;
import io.github.phonelatch.support.VersionedFactory;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.models.RealmModel;

/** The event listener {@code phonelatch-events}. Global: no realm has to list it, and none can forget to. */
public final class PhonelatchEventListenerFactory implements EventListenerProviderFactory, VersionedFactory {
    private final Notices notices = new Notices();

    @Override
    public String getId() {
        return "phonelatch-events";
    }

    @Override
    public boolean isGlobal() {
        return true;
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new PhonelatchEventListener(session);
    }

    @Override
    public void init(Config.Scope config) {
        KeycloakVersion.requireSafe();
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {
        factory.register(notices);
        factory.register(event -> {
            if (event instanceof RealmModel.RealmRemovedEvent removed) {
                Meters.ofServer().forget(removed.getRealm().getName());
            } else if (event instanceof RealmModel.RealmPostCreateEvent created) {
                ActionCheck.afterCreation(created.getCreatedRealm());
            }
        });
    }

    @Override
    public void close() {
        notices.close();
    }
}
