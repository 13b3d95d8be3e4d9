package io.github.phonelatch.rest;

import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.config.RealmSettings;
import jakarta.ws.rs.ForbiddenException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.protocol.oidc.utils.WebOriginsUtils;
import org.keycloak.services.cors.Cors;

/**
 * Which pages of a browser may read an answer: those of the web origins of the application that the token was issued to. As long
 * as that is not known, those of any application that may call, which then learn that their token has expired.
 */
final class Origins {
    private final KeycloakSession session;
    private @Nullable Set<String> allowed;

    Origins(KeycloakSession session) {
        this.session = session;
    }

    /** @throws Refused where the request comes from another origin */
    void of(ClientModel client) {
        allowed = WebOriginsUtils.resolveValidWebOrigins(session, client);
        try {
            cors();
        } catch (ForbiddenException e) {
            throw Refused.of(
                    ProblemType.ORIGIN_NOT_ALLOWED, "The page's origin is not among the application's web origins.");
        }
    }

    /** For what is no secret. */
    void any() {
        allowed = Set.of(Cors.ACCESS_CONTROL_ALLOW_ORIGIN_WILDCARD);
    }

    /** Writes what a browser has to know into the answer; nothing where it must not read it. */
    void allow() {
        try {
            cors().auth().exposedHeaders("Retry-After", "WWW-Authenticate").add();
        } catch (ForbiddenException e) {
            // Its page does not get to read the answer: that is all there is to do.
            return;
        }
    }

    private Cors cors() {
        // Late, for an answer that has none: nothing is read in the request's own session before the provider has
        // answered.
        Set<String> origins =
                allowed == null ? ofAll(session, session.getContext().getRealm()) : allowed;
        return session.getProvider(Cors.class).checkAllowedOrigins(new ArrayList<>(origins));
    }

    private static Set<String> ofAll(KeycloakSession session, RealmModel realm) {
        Set<String> origins = new HashSet<>();
        RealmSettings.of(realm).apiClients().stream()
                .map(realm::getClientByClientId)
                .filter(Objects::nonNull)
                .forEach(client -> origins.addAll(WebOriginsUtils.resolveValidWebOrigins(session, client)));
        return origins;
    }
}
