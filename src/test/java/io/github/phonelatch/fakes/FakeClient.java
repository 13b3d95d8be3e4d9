package io.github.phonelatch.fakes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/** A client with mappers, client scopes and the roles in its scope. */
public final class FakeClient {
    private final List<ProtocolMapperModel> mappers = new ArrayList<>();
    private final Map<String, ClientScopeModel> defaults = new LinkedHashMap<>();
    private final Map<String, ClientScopeModel> optional = new LinkedHashMap<>();
    private final List<RoleModel> inScope = new ArrayList<>();
    private final ClientModel model;
    private boolean fullScope;

    public FakeClient(String clientId) {
        RealmModel realm = new FakeRealm("school").model();
        this.model = Fake.of(ClientModel.class)
                .returning("getId", clientId)
                .returning("getClientId", clientId)
                .returning("getRealm", realm)
                .on("isFullScopeAllowed", arguments -> fullScope)
                .on("getProtocolMappersStream", arguments -> mappers.stream())
                .on("getClientScopes", arguments -> (Boolean) arguments[0] ? defaults : optional)
                .on("getScopeMappingsStream", arguments -> inScope.stream())
                .on("getRolesStream", arguments -> Stream.empty())
                .make();
    }

    public ClientModel model() {
        return model;
    }

    public FakeClient fullScope() {
        fullScope = true;
        return this;
    }

    public FakeClient inScope(RoleModel role) {
        inScope.add(role);
        return this;
    }

    public FakeClient mapper(String provider) {
        mappers.add(newMapper(provider));
        return this;
    }

    public FakeClient defaultScope(String name, ClientScopeModel scope) {
        defaults.put(name, scope);
        return this;
    }

    public FakeClient optionalScope(String name, ClientScopeModel scope) {
        optional.put(name, scope);
        return this;
    }

    /** A client scope with one mapper and the roles in its scope. */
    public static ClientScopeModel scope(String provider, RoleModel... inScope) {
        return Fake.of(ClientScopeModel.class)
                .on("getProtocolMappersStream", arguments -> Stream.of(newMapper(provider)))
                .on("getScopeMappingsStream", arguments -> Stream.of(inScope))
                .make();
    }

    /** A role of the client that manages the realm. */
    public static RoleModel adminRole(String name) {
        ClientModel management = Fake.of(ClientModel.class)
                .returning("getClientId", "realm-management")
                .returning("getRealm", new FakeRealm("school").model())
                .make();
        return role(name, management);
    }

    public static RoleModel role(String name) {
        return role(name, new FakeRealm("school").model());
    }

    private static RoleModel role(String name, Object container, RoleModel... children) {
        return Fake.of(RoleModel.class)
                .returning("getId", name)
                .returning("getName", name)
                .returning("getContainer", container)
                .returning("isComposite", children.length > 0)
                .on("getCompositesStream", arguments -> Stream.of(children))
                .make();
    }

    /** A role of the realm that contains another one. */
    public static RoleModel composite(String name, RoleModel child) {
        return role(name, new FakeRealm("school").model(), child);
    }

    private static ProtocolMapperModel newMapper(String provider) {
        ProtocolMapperModel mapper = new ProtocolMapperModel();
        mapper.setId(provider);
        mapper.setProtocolMapper(provider);
        mapper.setProtocol("openid-connect");
        mapper.setConfig(new HashMap<>());
        return mapper;
    }
}
