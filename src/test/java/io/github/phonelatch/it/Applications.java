package io.github.phonelatch.it;

import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.RealmAdmin;
import java.util.List;
import java.util.Map;

/** Applications that come to tokens by other ways than a sign-in. */
final class Applications {
    private Applications() {}

    /** Exchanges access tokens of the student portal, and has a service account. */
    static App exchanger(RealmAdmin realm) {
        realm.createClient(Map.of(
                "clientId",
                "exchanger",
                "publicClient",
                false,
                "secret",
                "exchanger-secret",
                "standardFlowEnabled",
                false,
                "serviceAccountsEnabled",
                true,
                "attributes",
                Map.of("standard.token.exchange.enabled", "true")));
        realm.post(
                "clients/" + realm.clientUuid("student-portal") + "/protocol-mappers/models",
                Map.of(
                        "name",
                        "exchanger",
                        "protocol",
                        "openid-connect",
                        "protocolMapper",
                        "oidc-audience-mapper",
                        "config",
                        Map.of("included.client.audience", "exchanger", "access.token.claim", "true")));
        return realm.app("exchanger", "exchanger-secret");
    }

    /** Has people approve sign-ins elsewhere (CIBA). */
    static App frontDesk(RealmAdmin realm) {
        realm.createClient(Map.of(
                "clientId",
                "front-desk",
                "publicClient",
                false,
                "secret",
                "front-desk-secret",
                "standardFlowEnabled",
                false,
                "attributes",
                Map.of("oidc.ciba.grant.enabled", "true")));
        return realm.app("front-desk", "front-desk-secret");
    }

    /** Gives tokens with permissions for its one resource, the {@code shelf} (UMA). */
    static App library(RealmAdmin realm) {
        realm.createClient(Map.of(
                "clientId",
                "library",
                "publicClient",
                false,
                "serviceAccountsEnabled",
                true,
                "authorizationServicesEnabled",
                true,
                "authorizationSettings",
                Map.of("policyEnforcementMode", "PERMISSIVE", "resources", List.of(Map.of("name", "shelf")))));
        return realm.app("library");
    }

    /**
     * Brings another realm's word for who somebody is (JWT profile), which must be a broker of this one.
     *
     * @see #issuer
     */
    static App registry(RealmAdmin realm, RealmAdmin other) {
        realm.updateBroker(
                other.name(), broker -> broker.withObject("/config").put("jwtAuthorizationGrantEnabled", "true"));
        realm.createClient(Map.of(
                "clientId",
                "registry",
                "publicClient",
                false,
                "secret",
                "registry-secret",
                "attributes",
                Map.of(
                        "oauth2.jwt.authorization.grant.enabled",
                        "true",
                        "oauth2.jwt.authorization.grant.idp",
                        other.name())));
        return realm.app("registry", "registry-secret");
    }

    /** The application of that other realm whose ID tokens are made out to this one: they are for a client of its name. */
    static App issuer(RealmAdmin realm, RealmAdmin other) {
        String clientId = realm.uri().toString();
        other.createClient(Map.of("clientId", clientId, "publicClient", true, "directAccessGrantsEnabled", true));
        return other.app(clientId);
    }
}
