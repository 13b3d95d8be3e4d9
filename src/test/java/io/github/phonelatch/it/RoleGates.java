package io.github.phonelatch.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Tokens;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Clients with and without the role gate, and what their tokens hold. */
final class RoleGates {
    static final Map<String, Object> GATE = mapper("role gate", "phonelatch-role-gate", Map.of());

    private RoleGates() {}

    /** A client that may do everything, without full scope and without the gate; its secret is its id. */
    static App client(RealmAdmin realm, String id, Consumer<ObjectNode> changes) {
        ObjectNode client = (ObjectNode) Json.of(Map.of(
                "clientId",
                id,
                "publicClient",
                false,
                "secret",
                id,
                "directAccessGrantsEnabled",
                true,
                "fullScopeAllowed",
                false,
                "redirectUris",
                List.of(App.CALLBACK.toString()),
                "attributes",
                Map.of(
                        "standard.token.exchange.enabled",
                        "true",
                        "oidc.ciba.grant.enabled",
                        "true",
                        "oauth2.device.authorization.grant.enabled",
                        "true",
                        "oauth2.device.polling.interval",
                        "1")));
        changes.accept(client);
        realm.post("clients", client);
        return realm.app(id, id);
    }

    /** The same with the gate. */
    static App gated(RealmAdmin realm, String id) {
        return client(realm, id, client -> add(client, GATE));
    }

    static void add(ObjectNode client, Map<String, ?> mapper) {
        client.withArray("protocolMappers").add(Json.of(mapper));
    }

    static Map<String, Object> mapper(String name, String provider, Map<String, String> config) {
        return Map.of("name", name, "protocol", "openid-connect", "protocolMapper", provider, "config", config);
    }

    /** Makes somebody an audience of the client's tokens, whatever roles the person has. */
    static Map<String, Object> audience(String clientId) {
        return mapper(
                "audience " + clientId,
                "oidc-audience-mapper",
                Map.of("included.client.audience", clientId, "access.token.claim", "true"));
    }

    static void addMapper(RealmAdmin realm, String clientId, Map<String, ?> mapper) {
        realm.post("clients/" + realm.clientUuid(clientId) + "/protocol-mappers/models", mapper);
    }

    static void realmRoleInScope(RealmAdmin realm, String clientId, String role) {
        realm.post(
                "clients/" + realm.clientUuid(clientId) + "/scope-mappings/realm", List.of(realm.get("roles/" + role)));
    }

    static void clientRoleInScope(RealmAdmin realm, String clientId, String owner, String role) {
        String uuid = realm.clientUuid(owner);
        realm.post(
                "clients/" + realm.clientUuid(clientId) + "/scope-mappings/clients/" + uuid,
                List.of(realm.get("clients/" + uuid + "/roles/" + role)));
    }

    static Set<String> roles(Tokens tokens) {
        return roles(tokens.accessClaims());
    }

    /** The realm's roles, and client.role, in the claims where Keycloak puts them. */
    static Set<String> roles(JsonNode claims) {
        Set<String> roles = new TreeSet<>();
        claims.at("/realm_access/roles").forEach(role -> roles.add(role.asText()));
        claims.path("resource_access")
                .properties()
                .forEach(client -> client.getValue()
                        .path("roles")
                        .forEach(role -> roles.add(client.getKey() + "." + role.asText())));
        return roles;
    }
}
