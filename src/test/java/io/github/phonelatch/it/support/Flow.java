package io.github.phonelatch.it.support;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** An authentication flow of a test realm, built step by step as an admin builds it in the console. Executions come in the order in which they are added. */
public final class Flow {
    /** Keycloak's requirements of an execution. */
    public enum Requirement {
        REQUIRED,
        ALTERNATIVE,
        CONDITIONAL,
        DISABLED
    }

    private final RealmAdmin realm;
    private final String alias;
    private final String id;
    private int executions;

    private Flow(RealmAdmin realm, String alias, boolean topLevel) {
        this.realm = realm;
        this.alias = alias;
        this.id = realm.create(
                "authentication/flows",
                Map.of("alias", alias, "providerId", "basic-flow", "topLevel", topLevel, "builtIn", false));
    }

    /** A flow with nothing in it. Aliases are unique in a realm, those of sub-flows included. */
    static Flow empty(RealmAdmin realm, String alias) {
        return new Flow(realm, alias, true);
    }

    /** Keycloak's own browser flow without its second factor: cookie, broker, or the form with the password and then {@code afterPassword}. */
    static Flow browser(RealmAdmin realm, String alias, Consumer<Flow> afterPassword) {
        return empty(realm, alias)
                .execution("auth-cookie", Requirement.ALTERNATIVE)
                .execution("identity-provider-redirector", Requirement.ALTERNATIVE)
                .subflow(alias + " forms", Requirement.ALTERNATIVE, forms -> {
                    forms.execution("auth-username-password-form", Requirement.REQUIRED);
                    afterPassword.accept(forms);
                });
    }

    public Flow execution(String provider, Requirement requirement) {
        return execution(provider, requirement, Map.of());
    }

    /** An execution with settings; with none where they are empty. */
    public Flow execution(String provider, Requirement requirement, Map<String, String> config) {
        String execution =
                add(Map.of("authenticator", provider, "authenticatorFlow", false, "requirement", requirement.name()));
        if (!config.isEmpty()) {
            realm.create(
                    "authentication/executions/" + execution + "/config",
                    Map.of("alias", provider + " " + UUID.randomUUID(), "config", config));
        }
        return this;
    }

    public Flow subflow(String alias, Requirement requirement, Consumer<Flow> content) {
        Flow inner = new Flow(realm, alias, false);
        add(Map.of("flowId", inner.id, "authenticatorFlow", true, "requirement", requirement.name()));
        content.accept(inner);
        return this;
    }

    private String add(Map<String, Object> execution) {
        var whole = new HashMap<>(execution);
        whole.put("parentFlow", id);
        whole.put("priority", executions++);
        return realm.create("authentication/executions", whole);
    }

    /** Makes it the realm's flow for sign-ins in a browser. */
    public Flow bindBrowser() {
        return bind("browserFlow");
    }

    /** Makes it the realm's flow for the direct grant. */
    public Flow bindDirectGrant() {
        return bind("directGrantFlow");
    }

    /** Makes it the realm's flow for forgotten passwords. */
    public Flow bindResetCredentials() {
        return bind("resetCredentialsFlow");
    }

    private Flow bind(String place) {
        realm.update(Map.of(place, alias));
        return this;
    }

    /** Makes it the flow for sign-ins in a browser of one application only. */
    public Flow bindBrowserOf(String clientId) {
        realm.updateClient(
                clientId,
                client ->
                        client.withObject("/authenticationFlowBindingOverrides").put("browser", id));
        return this;
    }

    /** Makes it what follows each sign-in through a broker, the first one included. */
    public Flow bindAfterBroker(String brokerAlias) {
        realm.updateBroker(brokerAlias, broker -> broker.put("postBrokerLoginFlowAlias", alias));
        return this;
    }

    public String alias() {
        return alias;
    }
}
