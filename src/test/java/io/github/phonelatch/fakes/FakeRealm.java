package io.github.phonelatch.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.component.ComponentModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionConfigModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.RoleContainerModel;
import org.keycloak.models.RoleModel;

/** A realm with settings of our required action, roles and clients. */
public final class FakeRealm {
    private static final String ACTION = "phonelatch-verify-phone";

    private final Map<String, RoleModel> roles = new HashMap<>();
    private final Map<String, ClientModel> clients = new HashMap<>();
    private final RequiredActionConfigModel settings = new RequiredActionConfigModel();
    private final RequiredActionProviderModel action = new RequiredActionProviderModel();
    private final List<RequiredActionProviderModel> more = new ArrayList<>();
    private final List<ComponentModel> components = new ArrayList<>();
    private final RealmModel model;
    private int loginActionTimeout = 1800;
    private boolean registered = true;
    private int notBefore;

    public FakeRealm(String name) {
        action.setAlias(ACTION);
        action.setProviderId(ACTION);
        action.setEnabled(true);
        this.model = Fake.of(RealmModel.class)
                .returning("getId", name)
                .returning("getName", name)
                .returning("isEventsEnabled", false)
                // No step asks anybody for a code.
                .on("getAuthenticationFlowsStream", arguments -> Stream.empty())
                .on(
                        "getComponentsStream",
                        arguments -> components.stream()
                                .filter(component -> component.getProviderType().equals(arguments[1])))
                .on("getNotBefore", arguments -> notBefore)
                .on("getEventsListenersStream", arguments -> Stream.empty())
                .on("getEnabledEventTypesStream", arguments -> Stream.empty())
                .on("getRole", arguments -> roles.get((String) arguments[0]))
                .on("getClientByClientId", arguments -> clients.get((String) arguments[0]))
                .on("getAccessCodeLifespanUserAction", arguments -> loginActionTimeout)
                .on("getRequiredActionConfigByAlias", arguments -> ACTION.equals(arguments[0]) ? settings : null)
                .on("getRequiredActionProvidersStream", arguments -> actions())
                .on(
                        "getRequiredActionProviderByAlias",
                        arguments -> actions()
                                .filter(known -> known.getAlias().equals(arguments[0]))
                                .findFirst()
                                .orElse(null))
                .make();
    }

    private Stream<RequiredActionProviderModel> actions() {
        return Stream.concat(registered ? Stream.of(action) : Stream.empty(), more.stream());
    }

    public RealmModel model() {
        return model;
    }

    public FakeRealm setting(String key, String value) {
        settings.getConfig().put(key, value);
        return this;
    }

    public FakeRealm nothingStored() {
        settings.setConfig(null);
        return this;
    }

    public FakeRealm loginActionTimeout(int seconds) {
        loginActionTimeout = seconds;
        return this;
    }

    /** Seconds since 1970: what was before is over. */
    public FakeRealm notBefore(long seconds) {
        notBefore = (int) seconds;
        return this;
    }

    /** A part of the realm that has a provider and settings of its own, such as the user profile. */
    public FakeRealm component(Class<?> type, String key, String value) {
        ComponentModel component = new ComponentModel();
        component.setProviderType(type.getName());
        component.put(key, value);
        components.add(component);
        return this;
    }

    public FakeRealm alias(String alias) {
        action.setAlias(alias);
        return this;
    }

    public FakeRealm actionDisabled() {
        action.setEnabled(false);
        return this;
    }

    public FakeRealm actionNotRegistered() {
        registered = false;
        return this;
    }

    /** Another required action, enabled. */
    public FakeRealm action(String id) {
        RequiredActionProviderModel other = new RequiredActionProviderModel();
        other.setAlias(id);
        other.setProviderId(id);
        other.setEnabled(true);
        more.add(other);
        return this;
    }

    public RoleModel role(String name) {
        return roles.computeIfAbsent(name, role -> newRole(role, model));
    }

    /** A role made elsewhere, such as one that contains others. */
    public FakeRealm add(RoleModel role) {
        roles.put(role.getName(), role);
        return this;
    }

    public RoleModel clientRole(String clientId, String name) {
        Map<String, RoleModel> ofClient = new HashMap<>();
        ClientModel client = Fake.of(ClientModel.class)
                .returning("getClientId", clientId)
                .returning("isSurrogateAuthRequired", false)
                .on("getRole", arguments -> ofClient.get((String) arguments[0]))
                .make();
        ofClient.put(name, newRole(name, client));
        clients.put(clientId, client);
        return ofClient.get(name);
    }

    private static RoleModel newRole(String name, RoleContainerModel container) {
        return Fake.of(RoleModel.class)
                .returning("getId", name)
                .returning("getName", name)
                .returning("getContainer", container)
                .returning("isComposite", false)
                .on("getCompositesStream", arguments -> Stream.empty())
                .make();
    }
}
