package io.github.phonelatch.rest;

import io.github.phonelatch.application.ProblemType;
import io.github.phonelatch.config.Settings;
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
 * The pages of a browser that may read an answer. They are those of the web origins of the application that the token was
 * issued to. Until that is known, they are those of every application that may call, so that it learns of an expired token.
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

    /** Lets every page read the answer, which is no secret. */
    void any() {
        allowed = Set.of(Cors.ACCESS_CONTROL_ALLOW_ORIGIN_WILDCARD);
    }

    /** Writes the headers that let a browser read the answer, and none where it must not. */
    void allow() {
        try {
            cors().auth().exposedHeaders("Retry-After", "WWW-Authenticate").add();
        } catch (ForbiddenException e) {
            // The page of another origin does not get to read the answer.
            return;
        }
    }

    private Cors cors() {
        // Read late, because the request's own session reads nothing before the provider has answered.
        Set<String> origins =
                allowed == null ? ofAll(session, session.getContext().getRealm()) : allowed;
        return session.getProvider(Cors.class).checkAllowedOrigins(new ArrayList<>(origins));
    }

    private static Set<String> ofAll(KeycloakSession session, RealmModel realm) {
        Set<String> origins = new HashSet<>();
        Settings.of(realm).apiClients().stream()
                .map(realm::getClientByClientId)
                .filter(Objects::nonNull)
                .forEach(client -> origins.addAll(WebOriginsUtils.resolveValidWebOrigins(session, client)));
        return origins;
    }
}
