package io.github.phonelatch.it;

import static io.github.phonelatch.it.RoleGates.roles;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.HttpBrowser;
import io.github.phonelatch.it.support.Page;
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

/** A token without roles, and everything its holder may try to get some with it. */
@ExtendWith(SharedServer.class)
class RoleGateAttackIT {
    private static RealmAdmin realm;
    private static App app;
    private static App light;

    @BeforeAll
    static void realm(Admin admin) {
        realm = admin.newSchoolRealm();
        app = RoleGates.gated(realm, "app");
        light = RoleGates.gated(realm, "light");
        realm.updateClient(
                "light",
                client -> client.withObject("/attributes").put("client.use.lightweight.access.token.enabled", "true"));
        for (String client : List.of("app", "light")) {
            RoleGates.realmRoleInScope(realm, client, "student");
            RoleGates.clientRoleInScope(realm, client, "account", "manage-account");
        }
    }

    /** Keycloak's account interface changes names, passwords and second factors. */
    @Test
    void accountInterface_isClosedToAGatedToken(Phone phone) {
        for (App each : List.of(app, light)) {
            String unverified = each.directGrant(realm.newStudent()).accessToken();
            assertThat(each.account(unverified, "GET", null).status()).isEqualTo(401);
        }
        String verified = app.directGrant(realm.newVerifiedStudent(phone)).accessToken();
        assertThat(app.account(verified, "GET", null).status()).isEqualTo(200);
    }

    @Test
    void accountInterface_isClosedToAGatedTokenMadeOutToIt() {
        App direct = RoleGates.client(realm, "direct", client -> {
            RoleGates.add(client, RoleGates.GATE);
            RoleGates.add(client, RoleGates.audience("account"));
        });
        RoleGates.clientRoleInScope(realm, "direct", "account", "manage-account");
        String unverified = direct.directGrant(realm.newStudent()).accessToken();

        assertThat(direct.account(unverified, "GET", null).status()).isEqualTo(403);
        assertThat(direct.account(unverified, "GET", "credentials", null).status())
                .isEqualTo(403);
        assertThat(direct.account(unverified, "POST", Map.of("firstName", "Other"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void adminInterface_isClosedToAnAdminsGatedToken(Phone phone) {
        Person office = realm.newStudent();
        realm.addClientRole(office, "realm-management", "view-users");

        for (App each : List.of(app, light)) {
            String token = each.directGrant(office).accessToken();
            assertThat(each.admin(token, "users").status()).isEqualTo(403);
        }

        // The proof that the role is worth something: a client that has it in its scope, with a number proven.
        App console = RoleGates.client(realm, "console", client -> client.put("fullScopeAllowed", true));
        assertThat(console.directGrant(office).error()).isEqualTo("invalid_grant");
        Person verified = realm.newVerifiedStudent(phone);
        realm.addClientRole(verified, "realm-management", "view-users");
        assertThat(console.admin(console.directGrant(verified).accessToken(), "users")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void browser_isNotTakenForADirectGrant_whateverItSends() {
        Map<String, String> disguise = Map.of("grant_type", "password", "path", "/protocol/openid-connect/token");
        Person student = realm.newStudent();

        Page page = app.open(new HttpBrowser(), disguise);
        Page asked = page.form("kc-form-login")
                .with("username", student.email())
                .with("password", student.password())
                .forged("grant_type", "password")
                .submit();

        assertThat(asked.isNumberPage()).as(asked.toString()).isTrue();
        AttackAssertions.noCode(asked);
    }

    @Test
    void directGrant_isNotTakenForABrowser_andGainsNothingByParameters() {
        Person student = realm.newStudent();

        for (Map<String, String> parameters : List.of(
                Map.of("phone_number_verified", "true", "phoneNumberVerified", "true"),
                Map.of("scope", "openid phone-exempt student"),
                Map.of("scope", ""),
                Map.of("kc_action", "phonelatch-verify-phone", "action", "verify", "code", "123456"))) {
            Tokens answer = app.directGrant(student, parameters);
            if (answer.granted()) {
                assertThat(roles(answer)).isEmpty();
            }
        }
    }

    @Test
    void narrowerScope_atTheRefresh_doesNotShakeTheGateOff() {
        for (String scope : List.of("openid", "roles", "openid roles")) {
            Tokens tokens = app.directGrant(realm.newStudent());
            Tokens next = app.token(
                    Map.of("grant_type", "refresh_token", "refresh_token", tokens.refreshToken(), "scope", scope));
            if (next.granted()) {
                assertThat(roles(next)).isEmpty();
                assertThat(roles(next.refresh())).isEmpty();
            }
        }
        assertThat(roles(app.directGrant(realm.newStudent()).refresh())).isEmpty();
    }

    /** A policy that narrows exchanged tokens leaves out the mappers of the client itself, the gate among them. */
    @Test
    void exchangeThatLeavesTheGateOut_isRefused(Admin admin, Phone phone) {
        RealmAdmin strict = admin.newSchoolRealm();
        App narrowed = RoleGates.gated(strict, "narrowed");
        RoleGates.realmRoleInScope(strict, "narrowed", "student");
        Person student = strict.newStudent();
        String before = narrowed.directGrant(student).accessToken();
        assertThat(roles(narrowed.exchange(before))).isEmpty();

        strict.put(
                "client-policies/profiles",
                Map.of(
                        "profiles",
                        List.of(Map.of(
                                "name",
                                "downscope",
                                "executors",
                                List.of(Map.of(
                                        "executor",
                                        "downscope-assertion-grant-enforcer",
                                        "configuration",
                                        Map.of()))))));
        strict.put(
                "client-policies/policies",
                Map.of(
                        "policies",
                        List.of(Map.of(
                                "name",
                                "downscope",
                                "enabled",
                                true,
                                "conditions",
                                List.of(Map.of("condition", "any-client", "configuration", Map.of())),
                                "profiles",
                                List.of("downscope")))));

        Tokens answer = narrowed.exchange(before);
        assertThat(answer.error()).isEqualTo("invalid_grant");
        assertThat(answer.errorDescription()).isEqualTo("Account is not fully set up");
        String verified = narrowed.directGrant(strict.newVerifiedStudent(phone)).accessToken();
        assertThat(narrowed.exchange(verified).granted()).isTrue();
    }

    /** Keycloak's policies ask for the person's real roles. */
    @Test
    void permissions_areNotForTheUnverified_ofAGatedApplicationEither(Phone phone) {
        realm.post(
                "clients",
                Map.of(
                        "clientId",
                        "shelves",
                        "publicClient",
                        false,
                        "fullScopeAllowed",
                        false,
                        "serviceAccountsEnabled",
                        true,
                        "authorizationServicesEnabled",
                        true,
                        "authorizationSettings",
                        Map.of("policyEnforcementMode", "PERMISSIVE", "resources", List.of(Map.of("name", "shelf"))),
                        "protocolMappers",
                        List.of(RoleGates.GATE)));
        App shelves = realm.app("shelves");

        Tokens refused = shelves.permissions(app.directGrant(realm.newStudent()).accessToken());
        assertThat(refused.error()).isEqualTo("invalid_grant");

        String verified = app.directGrant(realm.newVerifiedStudent(phone)).accessToken();
        assertThat(shelves.permissions(verified).granted()).isTrue();
    }
}
