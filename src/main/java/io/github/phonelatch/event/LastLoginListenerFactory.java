package io.github.phonelatch.event;

import io.github.phonelatch.support.VersionedFactory;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.events.EventListenerProvider;
import org.keycloak.events.EventListenerProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.provider.ProviderConfigProperty;

/** The event listener {@code phonelatch-last-login}, for realms that list it. */
public final class LastLoginListenerFactory implements EventListenerProviderFactory, VersionedFactory {
    static final String MINUTES = "minutes";

    private static final Logger LOG = Logger.getLogger(LastLoginListenerFactory.class);
    private static final int DEFAULT_MINUTES = 60;
    private static final int MOST_MINUTES = 1_000_000;

    private LastLogin lastLogin = new LastLogin(Duration.ofMinutes(DEFAULT_MINUTES));

    @Override
    public String getId() {
        return "phonelatch-last-login";
    }

    @Override
    public EventListenerProvider create(KeycloakSession session) {
        return new LastLoginListener(session, lastLogin);
    }

    @Override
    public void init(Config.Scope config) {
        lastLogin = new LastLogin(Duration.ofMinutes(minutes(config.get(MINUTES))));
    }

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}

    @Override
    public List<ProviderConfigProperty> getConfigMetadata() {
        return List.of(new ProviderConfigProperty(
                MINUTES,
                MINUTES,
                "How long a person's last sign-in is not written again: each write drops the person from the caches of all nodes."
                        + " In minutes. 0 writes at every sign-in. From 0 to " + MOST_MINUTES + ".",
                "int",
                DEFAULT_MINUTES));
    }

    /** The server starts with any value, because a wrong one must not lock people out. */
    private static int minutes(@Nullable String given) {
        if (given == null || given.isBlank()) {
            return DEFAULT_MINUTES;
        }
        try {
            int minutes = Integer.parseInt(given.strip());
            if (minutes >= 0 && minutes <= MOST_MINUTES) {
                return minutes;
            }
        } catch (NumberFormatException e) {
            // said below, together with the range
        }
        LOG.warnf(
                "Option spi-events-listener--phonelatch-last-login--%s is no whole number from 0 to %d: %d is used",
                MINUTES, MOST_MINUTES, DEFAULT_MINUTES);
        return DEFAULT_MINUTES;
    }
}
