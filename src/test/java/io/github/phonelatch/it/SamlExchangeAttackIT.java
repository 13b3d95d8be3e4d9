package io.github.phonelatch.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.it.support.Admin;
import io.github.phonelatch.it.support.App;
import io.github.phonelatch.it.support.Person;
import io.github.phonelatch.it.support.Phone;
import io.github.phonelatch.it.support.RealmAdmin;
import io.github.phonelatch.it.support.Sent;
import io.github.phonelatch.it.support.ServiceProvider;
import io.github.phonelatch.it.support.ServiceProvider.Binding;
import io.github.phonelatch.it.support.SharedServer;
import io.github.phonelatch.it.support.Tokens;
import io.github.phonelatch.server.KeycloakServer;
import io.github.phonelatch.tools.simulator.Simulator;
import io.github.phonelatch.tools.simulator.SimulatorOptions;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Keycloak's old token exchange makes an assertion of an access token, past all flows. A token without roles, as whoever has verified
 * nothing gets it by an application with screens of its own, is not worth one.
 */
class SamlExchangeAttackIT {
    private static Simulator simulator;
    private static KeycloakServer server;
    private static RealmAdmin realm;
    private static App bridge;

    @BeforeAll
    static void serverWithTheOldExchange() {
        simulator = Sent.recorded(Simulator.start(SimulatorOptions.defaults()));
        server = SharedServer.serverWith(simulator)
                .name("saml-exchange")
                .feature("token-exchange:v1")
                .feature("admin-fine-grained-authz:v1")
                .start();
        realm = new Admin(server).newSchoolRealm();
        realm.createClient(Map.of(
                "clientId", "bridge", "publicClient", false, "secret", "bridge-secret", "standardFlowEnabled", false));
        bridge = realm.app("bridge", "bridge-secret");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        simulator.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tokenOfAnUnverifiedPerson_isWorthNoAssertion(boolean encrypted) {
        ServiceProvider application = application(encrypted);
        Person student = realm.newStudent();
        Tokens withoutRoles = realm.schoolMobile().directGrant(student);
        assertThat(withoutRoles.granted()).isTrue();

        Tokens refused = exchange(withoutRoles, application);

        assertThat(refused.granted()).as(refused.body().toString()).isFalse();
        assertThat(refused.error()).isEqualTo("invalid_request");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tokenOfAVerifiedPerson_isWorthOne(boolean encrypted) {
        ServiceProvider application = application(encrypted);
        Person student = realm.newVerifiedStudent(new Phone(simulator));

        Tokens exchanged = exchange(realm.schoolMobile().directGrant(student), application);

        String assertion = new String(Base64.getUrlDecoder().decode(exchanged.accessToken()), StandardCharsets.UTF_8);
        assertThat(application.assertion(assertion).people()).containsExactly(student.email());
    }

    private static Tokens exchange(Tokens tokens, ServiceProvider application) {
        return bridge.token(Map.of(
                "grant_type",
                "urn:ietf:params:oauth:grant-type:token-exchange",
                "subject_token",
                tokens.accessToken(),
                "subject_token_type",
                "urn:ietf:params:oauth:token-type:access_token",
                "requested_token_type",
                "urn:ietf:params:oauth:token-type:saml2",
                "audience",
                application.entityId()));
    }

    /** One for which the bridge may exchange tokens. */
    private static ServiceProvider application(boolean encrypted) {
        ServiceProvider application = ServiceProvider.in(realm, Binding.POST, encrypted);
        String permissions = "clients/" + realm.clientUuid(application.entityId()) + "/management/permissions";
        realm.put(permissions, Map.of("enabled", true));
        String permission =
                realm.get(permissions).at("/scopePermissions/token-exchange").asText();
        String policies = "clients/" + realm.clientUuid("realm-management") + "/authz/resource-server";
        String policy = realm.post(
                        policies + "/policy/client",
                        Map.of(
                                "name",
                                "the bridge, to " + application.entityId(),
                                "clients",
                                List.of(realm.clientUuid("bridge"))))
                .get("id")
                .asText();
        ObjectNode exchange = (ObjectNode) realm.get(policies + "/permission/scope/" + permission);
        exchange.putArray("policies").add(policy);
        realm.put(policies + "/permission/scope/" + permission, exchange);
        return application;
    }
}
