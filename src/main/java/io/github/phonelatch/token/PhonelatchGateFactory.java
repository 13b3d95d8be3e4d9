package io.github.phonelatch.token;

import io.github.phonelatch.event.PhoneEvents;
import io.github.phonelatch.support.KeycloakVersion;
import io.github.phonelatch.support.VersionedFactory;
import jakarta.ws.rs.core.Response;
import org.keycloak.Config;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.services.CorsErrorResponseException;
import org.keycloak.services.cors.Cors;

/** The token interceptor {@code phonelatch-gate}. */
public final class PhonelatchGateFactory implements TokenPostProcessorFactory, VersionedFactory {
    @Override
    public String getId() {
        return "phonelatch-gate";
    }

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return new PhonelatchGate(session, (client, user) -> {
            PhoneEvents.nothingGiven(session, client.getClientId(), user.getId(), "no_token");
            // Keycloak's own words for a pending required action, so that apps have to know one answer only. The
            // exception made for interceptors becomes a 500 outside the token endpoint's own grants, so it is not used.
            return new CorsErrorResponseException(
                    session.getProvider(Cors.class).checkAllowedOrigins(session, client),
                    OAuthErrorException.INVALID_GRANT,
                    "Account is not fully set up",
                    Response.Status.BAD_REQUEST);
        });
    }

    @Override
    public void init(Config.Scope config) {
        KeycloakVersion.requireSafe();
    }

    /** Keycloak runs the highest first, so a refused request costs no other interceptor's work. */
    @Override
    public int order() {
        return 100;
    }
}
