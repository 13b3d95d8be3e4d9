package io.github.phonelatch.it;

import static io.github.phonelatch.it.RoleGates.mapper;
import static io.github.phonelatch.it.RoleGates.roles;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Json;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Wherever a role may come from and whatever it may become in a token, the gate takes it. */
@ExtendWith(SharedServer.class)
class RoleGateTokensIT {
    private static RealmAdmin realm;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
        realm.createClient(Map.of("clientId", "library", "publicClient", false));
        realm.post("clients/" + realm.clientUuid("library") + "/roles", Map.of("name", "reader"));
        realm.post("clients/" + realm.clientUuid("library") + "/roles", Map.of("name", "staff"));
        realm.post("roles", Map.of("name", "member"));
        realm.post("roles", Map.of("name", "chess"));
        realm.post(
                "roles-by-id/" + realm.get("roles/member").get("id").asText() + "/composites",
                List.of(realm.get("roles/chess")));
        realm.post(
                "roles-by-id/" + realm.get("roles/member").get("id").asText() + "/composites",
                List.of(realm.get("clients/" + realm.clientUuid("library") + "/roles/reader")));
    }

    /** One app with the gate for the roles named, and more mappers. */
    private static App app(String id, String gatedRoles, List<Map<String, Object>> mappers) {
        App app = RoleGates.client(realm, id, client -> {
            RoleGates.add(client, mapper("role gate", "phonelatch-role-gate", Map.of("gated-roles", gatedRoles)));
            mappers.forEach(more -> RoleGates.add(client, more));
        });
        for (String role : List.of("student", "member", "chess")) {
            RoleGates.realmRoleInScope(realm, id, role);
        }
        RoleGates.clientRoleInScope(realm, id, "library", "reader");
        return app;
    }

    private static Person member(Person person) {
        realm.addRealmRole(person, "member");
        return person;
    }

    private static Map<String, Object> claim(String provider, String claim, boolean lightweight) {
        return mapper(
                claim,
                provider,
                Map.of(
                        "claim.name",
                        claim,
                        "multivalued",
                        "true",
                        "jsonType.label",
                        "String",
                        "access.token.claim",
                        "true",
                        "id.token.claim",
                        "true",
                        "userinfo.token.claim",
                        "true",
                        "introspection.token.claim",
                        "true",
                        "lightweight.claim",
                        Boolean.toString(lightweight)));
    }

    @Test
    void groupsRolesCompositesAndClientRoles_areGone_withTheAudiencesTheyGive(Phone phone) {
        App app = app("plain", "", List.of());

        Tokens unverified = app.directGrant(member(realm.newStudent()));
        Tokens verified = app.directGrant(member(realm.newVerifiedStudent(phone)));

        assertThat(roles(verified)).containsExactly("chess", "library.reader", "member", "student");
        assertThat(verified.accessClaims().get("aud").toString()).contains("library");
        assertThat(roles(unverified)).isEmpty();
        assertThat(unverified.accessClaims().has("realm_access")).isFalse();
        assertThat(unverified.accessClaims().has("resource_access")).isFalse();
        assertThat(unverified.accessClaims().has("aud")).isFalse();
    }

    @Test
    void claimsOfAnyName_inEveryToken_areWithoutTheRoles(Phone phone) {
        App app = app(
                "claims",
                "",
                List.of(
                        claim("oidc-usermodel-realm-role-mapper", "https://school\\.example/rights", false),
                        claim("oidc-usermodel-client-role-mapper", "perms", false),
                        mapper("hardcoded", "oidc-hardcoded-role-mapper", Map.of("role", "library.staff")),
                        mapper(
                                "renamed",
                                "oidc-role-name-mapper",
                                Map.of("role", "chess", "new.role.name", "library.chess"))));
        Map<String, String> everything = Map.of("scope", "openid microprofile-jwt");

        Tokens verified = app.directGrant(member(realm.newVerifiedStudent(phone)), everything);
        Tokens unverified = app.directGrant(member(realm.newStudent()), everything);

        assertThat(verified.accessClaims().get("https://school.example/rights").toString())
                .contains("student", "member");
        assertThat(verified.idClaims().get("perms").toString()).contains("reader", "staff", "chess");
        assertThat(verified.accessClaims().get("groups").toString()).contains("student");
        for (JsonNode claims : List.of(
                unverified.accessClaims(),
                unverified.idClaims(),
                unverified.userinfo().body())) {
            assertThat(claims.toString())
                    .doesNotContain("student", "member", "chess", "reader", "staff", "library")
                    .contains("sub");
        }
    }

    @Test
    void namedRoles_areTaken_fromWhereverTheyCome_underWhateverName(Phone phone) {
        App app = app(
                "named",
                "chess##library.staff",
                List.of(
                        mapper("hardcoded", "oidc-hardcoded-role-mapper", Map.of("role", "library.staff")),
                        mapper(
                                "renamed",
                                "oidc-role-name-mapper",
                                Map.of("role", "chess", "new.role.name", "library.chess"))));

        Tokens verified = app.directGrant(member(realm.newVerifiedStudent(phone)));
        Tokens unverified = app.directGrant(member(realm.newStudent()));

        assertThat(roles(verified))
                .containsExactly("library.chess", "library.reader", "library.staff", "member", "student");
        assertThat(roles(unverified)).containsExactly("library.reader", "member", "student");
        assertThat(roles(unverified.refresh())).containsExactly("library.reader", "member", "student");
    }

    @Test
    void namedRole_takesTheRolesItContains() {
        App app = app("containing", "member", List.of());

        assertThat(roles(app.directGrant(member(realm.newStudent())))).containsExactly("student");
    }

    @Test
    void lightweightToken_holdsNoRole_andItsIntrospectionNeither(Phone phone) {
        App app = app(
                "light",
                "",
                List.of(claim("oidc-usermodel-realm-role-mapper", "rights", true), RoleGates.audience("light")));
        realm.updateClient(
                "light",
                client -> client.withObject("/attributes").put("client.use.lightweight.access.token.enabled", "true"));

        Tokens verified = app.directGrant(realm.newVerifiedStudent(phone));
        Tokens unverified = app.directGrant(realm.newStudent());

        assertThat(verified.accessClaims().get("rights").toString()).contains("student");
        assertThat(unverified.accessClaims().toString()).doesNotContain("student");
        assertThat(roles(app.introspect(verified.accessToken()))).contains("student");
        JsonNode seen = app.introspect(unverified.accessToken());
        assertThat(seen.get("active").asBoolean()).as(Json.of(seen).toString()).isTrue();
        assertThat(seen.toString()).doesNotContain("student");
    }

    @Test
    void gateInADefaultScope_worksLikeOneOnTheClient(Phone phone) {
        String scope = "role-gate";
        realm.post(
                "client-scopes",
                Map.of("name", scope, "protocol", "openid-connect", "protocolMappers", List.of(RoleGates.GATE)));
        App app = RoleGates.client(
                realm,
                "by-scope",
                client -> client.putArray("defaultClientScopes").add("roles").add(scope));
        RoleGates.realmRoleInScope(realm, "by-scope", "student");

        assertThat(roles(app.directGrant(realm.newStudent()))).isEmpty();
        assertThat(roles(app.directGrant(realm.newStudent(), Map.of("scope", "openid roles"))))
                .isEmpty();
        assertThat(roles(app.directGrant(realm.newVerifiedStudent(phone)))).containsExactly("student");
    }
}
