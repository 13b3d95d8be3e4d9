package io.github.phonelatch.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
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
                .on("getNotBefore", arguments -> notBefore)
                .on("getEventsListenersStream", arguments -> Stream.empty())
                .on("getEnabledEventTypesStream", arguments -> Stream.empty())
                .on("getRole", arguments -> roles.get((String) arguments[0]))
                .on("getClientByClientId", arguments -> clients.get((String) arguments[0]))
                .on("getAccessCodeLifespanUserAction", arguments -> loginActionTimeout)
                .on("getComponent", arguments -> component((String) arguments[0]))
                .on(
                        "getComponentsStream",
                        arguments -> components.stream()
                                .filter(component -> component.getParentId().equals(arguments[0])
                                        && component.getProviderType().equals(arguments[1])))
                // They are changed in place.
                .on("updateRequiredActionProvider", arguments -> null)
                .on("removeRequiredActionProvider", arguments -> more.remove(arguments[0]))
                .on("getRequiredActionProvidersStream", arguments -> actions())
                .on(
                        "getRequiredActionProviderByAlias",
                        arguments -> actions()
                                .filter(known -> Objects.equals(known.getAlias(), arguments[0]))
                                .findFirst()
                                .orElse(null))
                .make();
    }

    private Stream<RequiredActionProviderModel> actions() {
        action.setConfig(settings.getConfig());
        return Stream.concat(registered ? Stream.of(action) : Stream.empty(), more.stream());
    }

    private ComponentModel component(String id) {
        return components.stream()
                .filter(component -> component.getId().equals(id))
                .findFirst()
                .orElse(null);
    }

    /** A part of the realm, such as a directory or a mapper of one. */
    public FakeRealm component(
            String id, String parent, String type, String provider, Map<String, String> settingsOfIt) {
        ComponentModel component = new ComponentModel();
        component.setId(id);
        component.setParentId(parent);
        component.setProviderType(type);
        component.setProviderId(provider);
        settingsOfIt.forEach(component.getConfig()::putSingle);
        components.add(component);
        return this;
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

    /** Ours once more. */
    public FakeRealm registeredAlsoUnder(@Nullable String alias, boolean enabled) {
        RequiredActionProviderModel again = new RequiredActionProviderModel();
        again.setAlias(alias);
        again.setProviderId(ACTION);
        again.setEnabled(enabled);
        more.add(0, again);
        return this;
    }

    /** A part of the realm that has a provider and settings of its own, such as the user profile. */
    public FakeRealm component(Class<?> type, String key, String value) {
        ComponentModel component = new ComponentModel();
        component.setParentId(model.getId());
        component.setProviderType(type.getName());
        component.put(key, value);
        components.add(component);
        return this;
    }

    public FakeRealm alias(@Nullable String alias) {
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
