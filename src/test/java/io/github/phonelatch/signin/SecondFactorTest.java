package io.github.phonelatch.signin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.phonelatch.fakes.Fake;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.keycloak.cache.AlternativeLookupProvider;
import org.keycloak.models.AuthenticationExecutionModel;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.AuthenticationFlowModel;
import org.keycloak.models.AuthenticatorConfigModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.IdentityProviderStorageProvider;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;
import org.keycloak.representations.idm.ClientPolicyExecutorRepresentation;
import org.keycloak.representations.idm.ClientProfileRepresentation;
import org.keycloak.representations.idm.ClientProfilesRepresentation;
import org.keycloak.services.clientpolicy.ClientPolicyException;
import org.keycloak.services.clientpolicy.ClientPolicyManager;

/** A table of realms: where the step stands, and whether the phone is then the second factor of a teacher. */
class SecondFactorTest {

    static Stream<Arguments> realms() {
        return Stream.of(
                row("no flow has the step", false, realm -> realm.bindBrowser(realm.flow("browser"))),
                row(
                        "the browser flow",
                        true,
                        realm -> realm.bindBrowser(realm.flow("browser").step())),
                row(
                        "the direct grant",
                        true,
                        realm -> realm.bindDirectGrant(realm.flow("direct").directGrantStep())),
                row(
                        "the reset flow, which signs in",
                        true,
                        realm -> realm.bindReset(realm.flow("reset").step())),
                row(
                        "the first broker sign-in",
                        true,
                        realm -> realm.bindFirstBroker(realm.flow("first").step())),
                row(
                        "a flow that is bound nowhere",
                        false,
                        realm -> realm.flow("draft").step()),
                row(
                        "a flow of one client alone",
                        true,
                        realm -> realm.bindClient("browser", realm.flow("own").step())),
                row(
                        "the direct grant of one client alone",
                        true,
                        realm -> realm.bindClient(
                                "direct_grant", realm.flow("own").directGrantStep())),
                row(
                        "the flow after an identity provider",
                        true,
                        realm -> realm.bindBroker(realm.flow("post").step())),
                row(
                        "a flow that a client policy chooses",
                        true,
                        realm -> realm.bindPolicy(realm.flow("policy").step())),
                row("another flow than the policy chooses", false, realm -> {
                    realm.flow("draft").step();
                    realm.bindPolicy(realm.flow("policy"));
                }),
                row("policies that cannot be read", true, realm -> {
                    realm.flow("draft").step();
                    realm.policiesUnreadable();
                }),
                row(
                        "a step that is disabled",
                        false,
                        realm -> realm.bindBrowser(realm.flow("browser").step(Requirement.DISABLED))),
                row(
                        "a step beside others",
                        true,
                        realm -> realm.bindBrowser(realm.flow("browser").step(Requirement.ALTERNATIVE))),
                row(
                        "a part around it that is disabled",
                        false,
                        realm -> realm.bindBrowser(
                                realm.flow("browser").part(Requirement.DISABLED, part -> part.step()))),
                row(
                        "the role that they have",
                        true,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.CONDITIONAL,
                                        part -> part.role("teacher", false).step()))),
                row(
                        "another role",
                        false,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.CONDITIONAL,
                                        part -> part.role("student", false).step()))),
                row(
                        "everybody but those with another role",
                        true,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.CONDITIONAL,
                                        part -> part.role("student", true).step()))),
                row(
                        "everybody but those with their role",
                        false,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.CONDITIONAL,
                                        part -> part.role("teacher", true).step()))),
                row(
                        "a role that is not there",
                        false,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.CONDITIONAL,
                                        part -> part.role("gone", false).step()))),
                row(
                        "a role condition without settings",
                        false,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.CONDITIONAL,
                                        part -> part.condition("conditional-user-role")
                                                .step()))),
                row(
                        "a level of authentication",
                        true,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.CONDITIONAL,
                                        part -> part.condition("conditional-level-of-authentication")
                                                .step()))),
                row(
                        "a condition that nobody here knows",
                        true,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.CONDITIONAL,
                                        part -> part.condition("moon-is-full").step()))),
                row(
                        "their role, in a part of another role's",
                        false,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.CONDITIONAL,
                                        outer -> outer.role("student", false)
                                                .part(
                                                        Requirement.CONDITIONAL,
                                                        part -> part.role("teacher", false)
                                                                .step())))),
                row(
                        "a required part with a role in it, which is no condition there",
                        true,
                        realm -> realm.bindBrowser(realm.flow("browser")
                                .part(
                                        Requirement.REQUIRED,
                                        part -> part.role("student", false).step()))));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("realms")
    void phone_isTheSecondFactorOfATeacher(String where, boolean expected, Consumer<Realm> setUp) {
        Realm realm = new Realm();
        setUp.accept(realm);

        assertThat(SecondFactor.isPhoneOf(realm.session(), realm.model(), realm.teacher()))
                .isEqualTo(expected);
    }

    private static Arguments row(String where, boolean expected, Consumer<Realm> setUp) {
        return Arguments.of(where, expected, setUp);
    }

    /** Flows, and who uses them. */
    static final class Realm {
        private final Map<String, AuthenticationFlowModel> flows = new LinkedHashMap<>();
        private final List<AuthenticationExecutionModel> executions = new ArrayList<>();
        private final Map<String, AuthenticatorConfigModel> settings = new HashMap<>();
        private final Map<String, String> bound = new HashMap<>();
        private final Map<String, String> clients = new HashMap<>();
        private final Map<String, RoleModel> roles = Map.of("teacher", role("teacher"), "student", role("student"));
        private String broker = "";
        private String policy = "";
        private boolean unreadable;

        final class Part {
            private final AuthenticationFlowModel flow;

            Part(AuthenticationFlowModel flow) {
                this.flow = flow;
            }

            Part step() {
                return step(Requirement.REQUIRED);
            }

            Part step(Requirement requirement) {
                add(flow, "phonelatch-otp", requirement);
                return this;
            }

            Part directGrantStep() {
                add(flow, "phonelatch-direct-grant", Requirement.REQUIRED);
                return this;
            }

            Part condition(String authenticator) {
                add(flow, authenticator, Requirement.REQUIRED);
                return this;
            }

            Part role(String name, boolean negated) {
                AuthenticationExecutionModel condition = add(flow, "conditional-user-role", Requirement.REQUIRED);
                AuthenticatorConfigModel config = new AuthenticatorConfigModel();
                config.setConfig(Map.of("condUserRole", name, "negate", Boolean.toString(negated)));
                condition.setAuthenticatorConfig("settings-" + settings.size());
                settings.put(condition.getAuthenticatorConfig(), config);
                return this;
            }

            Part part(Requirement requirement, Consumer<Part> content) {
                AuthenticationFlowModel inner = newFlow("part-" + flows.size(), false);
                AuthenticationExecutionModel around = add(flow, null, requirement);
                around.setAuthenticatorFlow(true);
                around.setFlowId(inner.getId());
                content.accept(new Part(inner));
                return this;
            }
        }

        Part flow(String alias) {
            return new Part(newFlow(alias, true));
        }

        void bindBrowser(Part part) {
            bound.put("getBrowserFlow", part.flow.getId());
        }

        void bindDirectGrant(Part part) {
            bound.put("getDirectGrantFlow", part.flow.getId());
        }

        void bindReset(Part part) {
            bound.put("getResetCredentialsFlow", part.flow.getId());
        }

        void bindFirstBroker(Part part) {
            bound.put("getFirstBrokerLoginFlow", part.flow.getId());
        }

        void bindClient(String binding, Part part) {
            clients.put(binding, part.flow.getId());
        }

        void bindBroker(Part part) {
            broker = part.flow.getId();
        }

        void bindPolicy(Part part) {
            policy = part.flow.getAlias();
        }

        void policiesUnreadable() {
            unreadable = true;
        }

        private AuthenticationFlowModel newFlow(String alias, boolean topLevel) {
            AuthenticationFlowModel flow = new AuthenticationFlowModel();
            flow.setId("id of " + alias);
            flow.setAlias(alias);
            flow.setTopLevel(topLevel);
            flows.put(flow.getId(), flow);
            return flow;
        }

        private AuthenticationExecutionModel add(
                AuthenticationFlowModel flow, String authenticator, Requirement requirement) {
            AuthenticationExecutionModel execution = new AuthenticationExecutionModel();
            execution.setId("execution-" + executions.size());
            execution.setAuthenticator(authenticator);
            execution.setRequirement(requirement);
            execution.setParentFlow(flow.getId());
            executions.add(execution);
            return execution;
        }

        RealmModel model() {
            Fake<RealmModel> realm = Fake.of(RealmModel.class)
                    .returning("getId", "school")
                    .returning("getName", "school")
                    .on("getAuthenticationFlowsStream", arguments -> flows.values().stream())
                    .on("getAuthenticationFlowById", arguments -> flows.get((String) arguments[0]))
                    .on(
                            "getAuthenticationExecutionsStream",
                            arguments -> executions.stream()
                                    .filter(execution ->
                                            execution.getParentFlow().equals(arguments[0])))
                    .on(
                            "getAuthenticationExecutionByFlowId",
                            arguments -> executions.stream()
                                    .filter(execution -> arguments[0].equals(execution.getFlowId()))
                                    .findFirst()
                                    .orElse(null))
                    .on("getAuthenticatorConfigById", arguments -> settings.get((String) arguments[0]))
                    .on("getRole", arguments -> roles.get((String) arguments[0]))
                    .on(
                            "searchClientByAuthenticationFlowBindingOverrides",
                            arguments -> clients.entrySet().stream()
                                    .filter(entry ->
                                            entry.getValue().equals(((Map<?, ?>) arguments[0]).get(entry.getKey())))
                                    .map(entry -> Fake.of(ClientModel.class).make()));
            for (String flow : List.of(
                    "getBrowserFlow",
                    "getRegistrationFlow",
                    "getClientAuthenticationFlow",
                    "getDirectGrantFlow",
                    "getResetCredentialsFlow",
                    "getDockerAuthenticationFlow",
                    "getFirstBrokerLoginFlow")) {
                realm.on(flow, arguments -> flows.get(bound.get(flow)));
            }
            return realm.make();
        }

        KeycloakSession session() {
            return Fake.session()
                    .returning(
                            "getProvider",
                            Fake.of(AlternativeLookupProvider.class)
                                    .on("lookupRoleFromString", arguments -> roles.get((String) arguments[1]))
                                    .make())
                    .returning(
                            "identityProviders",
                            Fake.of(IdentityProviderStorageProvider.class)
                                    .on(
                                            "getByFlow",
                                            arguments -> broker.equals(arguments[0])
                                                    ? Stream.of("district")
                                                    : Stream.empty())
                                    .make())
                    .returning(
                            "clientPolicy",
                            Fake.of(ClientPolicyManager.class)
                                    .on("getClientProfiles", arguments -> profiles())
                                    .make())
                    .make();
        }

        private ClientProfilesRepresentation profiles() {
            if (unreadable) {
                SecondFactorTest.sneak(new ClientPolicyException("broken"));
            }
            ClientPolicyExecutorRepresentation executor = new ClientPolicyExecutorRepresentation();
            executor.setExecutorProviderId("auth-flow-enforcer");
            executor.setConfiguration(JsonNodeFactory.instance.objectNode().put("auth-flow-alias", policy));
            ClientProfileRepresentation profile = new ClientProfileRepresentation();
            profile.setExecutors(List.of(executor));
            ClientProfilesRepresentation profiles = new ClientProfilesRepresentation();
            profiles.setProfiles(List.of(profile));
            return profiles;
        }

        UserModel teacher() {
            return Fake.of(UserModel.class)
                    .returning("getId", "a teacher")
                    .on("hasRole", arguments -> Set.of(roles.get("teacher")).contains(arguments[0]))
                    .make();
        }

        private static RoleModel role(String name) {
            return Fake.of(RoleModel.class).returning("getName", name).make();
        }
    }

    /** As Keycloak's own method throws it, which a fake does not declare. */
    @SuppressWarnings("unchecked") // The compiler is to believe that it is one it need not know of.
    private static <E extends Throwable> void sneak(Throwable thrown) throws E {
        throw (E) thrown;
    }
}
