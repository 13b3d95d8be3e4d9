package io.github.phonelatch.support;

import java.time.Instant;
import java.time.InstantSource;
import org.keycloak.common.util.Time;

/** Keycloak's own clock, so that everything Keycloak moves for a test moves us too. */
public final class KeycloakClock implements InstantSource {
    public static final KeycloakClock INSTANCE = new KeycloakClock();

    private KeycloakClock() {}

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(Time.currentTimeMillis());
    }
}
