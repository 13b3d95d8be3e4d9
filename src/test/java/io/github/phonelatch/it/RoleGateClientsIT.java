package io.github.phonelatch.it;

import static io.github.phonelatch.it.RoleGates.GATE;
import static io.github.phonelatch.it.RoleGates.mapper;
import static io.github.phonelatch.it.RoleGates.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.Answer;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an admin can save as a role gate, and which of those that got in otherwise count. */
@ExtendWith(SharedServer.class)
class RoleGateClientsIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
    }

    @Test
    void gateOnAClientWithFullScope_isRefused_untilItIsOff() {
        RoleGates.client(realm, "full", client -> client.put("fullScopeAllowed", true));

        Answer refused = save("clients/" + realm.clientUuid("full"), GATE);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("error_description").asText()).startsWith("\"Full scope allowed\" is on");

        realm.updateClient("full", client -> client.put("fullScopeAllowed", false));
        assertThat(save("clients/" + realm.clientUuid("full"), GATE).status()).isEqualTo(201);
    }

    @Test
    void gateForAnUnknownRole_isRefused_byItsName() {
        RoleGates.client(realm, "typo", client -> {});

        Answer refused = save(
                "clients/" + realm.clientUuid("typo"),
                mapper("role gate", "phonelatch-role-gate", Map.of("gated-roles", "student##it's {0}.reader")));

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("error_description").asText())
                .isEqualTo("There is no role it's {0}.reader. Give a role of the realm, or client.role.");
    }

    @Test
    void gateInAClientScope_isSaved_butNotBesideRoles() {
        realm.post("client-scopes", Map.of("name", "plain", "protocol", "openid-connect"));
        realm.post("client-scopes", Map.of("name", "for-teachers", "protocol", "openid-connect"));
        realm.post(
                "client-scopes/" + scope("for-teachers") + "/scope-mappings/realm",
                List.of(realm.get("roles/teacher")));

        assertThat(save("client-scopes/" + scope("plain"), GATE).status()).isEqualTo(201);
        Answer refused = save("client-scopes/" + scope("for-teachers"), GATE);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("error_description").asText()).contains("leaves it out");
    }

    /** Keycloak asks nobody about the mappers of a client that comes as a whole. */
    @Test
    void gateThatCameWithAClientOfFullScope_doesNotCount() {
        App app = RoleGates.client(realm, "imported", client -> {
            RoleGates.add(client, GATE);
            client.put("fullScopeAllowed", true);
        });

        assertRefused(app);
    }

    @Test
    void gateThatCameByPartialImport_doesNotCountEither() {
        realm.partialImport(Map.of(
                "ifResourceExists",
                "FAIL",
                "clients",
                List.of(Map.of(
                        "clientId",
                        "part",
                        "publicClient",
                        true,
                        "directAccessGrantsEnabled",
                        true,
                        "fullScopeAllowed",
                        true,
                        "protocolMappers",
                        List.of(GATE)))));

        assertRefused(realm.app("part"));
    }

    @Test
    void fullScopeSwitchedOnLater_endsTheGate() {
        App app = RoleGates.gated(realm, "widened");
        Tokens before = app.directGrant(realm.newStudent());
        assertThat(before.granted()).isTrue();

        realm.updateClient("widened", client -> client.put("fullScopeAllowed", true));

        assertRefused(app);
        assertThat(before.refresh().error()).isEqualTo("invalid_grant");
    }

    @Test
    void rolesThatManageTheRealm_inTheScope_endTheGate() {
        App app = RoleGates.gated(realm, "office");
        assertThat(app.directGrant(realm.newStudent()).granted()).isTrue();

        RoleGates.clientRoleInScope(realm, "office", "realm-management", "view-users");

        assertRefused(app);
    }

    @Test
    void gateInAnOptionalScope_doesNotCount_evenWhenAskedFor() {
        realm.post(
                "client-scopes",
                Map.of("name", "optional-gate", "protocol", "openid-connect", "protocolMappers", List.of(GATE)));
        App app = RoleGates.client(
                realm,
                "chooser",
                client -> client.putArray("optionalClientScopes").add("optional-gate"));

        assertRefused(app);
        assertThat(app.directGrant(realm.newStudent(), Map.of("scope", "openid optional-gate"))
                        .error())
                .isEqualTo("invalid_grant");
    }

    @Test
    void gateInADefaultScopeWithRoles_doesNotCount() {
        realm.post(
                "client-scopes",
                Map.of("name", "staff-gate", "protocol", "openid-connect", "protocolMappers", List.of(GATE)));
        App app = RoleGates.client(
                realm,
                "staff-app",
                client -> client.putArray("defaultClientScopes").add("roles").add("staff-gate"));
        assertThat(app.directGrant(realm.newStudent()).granted()).isTrue();

        realm.post(
                "client-scopes/" + scope("staff-gate") + "/scope-mappings/realm", List.of(realm.get("roles/teacher")));

        assertRefused(app);
    }

    @Test
    void renamedRole_takesEveryRole_ratherThanNone() {
        realm.post("roles", Map.of("name", "prefect"));
        App app = RoleGates.client(
                realm,
                "renamed-role",
                client -> RoleGates.add(
                        client, mapper("role gate", "phonelatch-role-gate", Map.of("gated-roles", "prefect"))));
        RoleGates.realmRoleInScope(realm, "renamed-role", "student");
        assertThat(roles(app.directGrant(realm.newStudent()))).containsExactly("student");

        realm.put("roles/prefect", Map.of("name", "monitor"));

        assertThat(roles(app.directGrant(realm.newStudent()))).isEmpty();
    }

    private static Answer save(String container, Map<String, ?> mapper) {
        return realm.tryCall("POST", container + "/protocol-mappers/models", Json.of(mapper));
    }

    private static String scope(String name) {
        for (var scope : realm.get("client-scopes")) {
            if (scope.get("name").asText().equals(name)) {
                return scope.get("id").asText();
            }
        }
        throw new AssertionError("no client scope " + name);
    }

    private static void assertRefused(App app) {
        Tokens answer = app.directGrant(realm.newStudent());
        assertThat(answer.error()).isEqualTo("invalid_grant");
        assertThat(answer.errorDescription()).isEqualTo("Account is not fully set up");
    }
}
