package io.github.phonelatch.fakes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.keycloak.credential.CredentialModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.SubjectCredentialManager;
import org.keycloak.models.UserModel;
import org.keycloak.storage.ReadOnlyException;

/** A user with attributes, credentials and roles, whose directory may refuse to write some attributes. */
public final class FakeUser {
    private final String id;
    private final Map<String, List<String>> attributes = new LinkedHashMap<>();
    private final List<CredentialModel> credentials = new ArrayList<>();
    private final Set<RoleModel> roles = new HashSet<>();
    private final Set<String> readOnly = new HashSet<>();
    private final UserModel model;
    private String serviceAccountOf;
    private String directory;
    private boolean enabled = true;
    private boolean keepsCredentials = true;

    public FakeUser(String id) {
        this.id = id;
        SubjectCredentialManager manager = credentialManager();
        this.model = Fake.of(UserModel.class)
                .returning("getId", id)
                .returning("getUsername", id)
                .on("getEmail", arguments -> first("email"))
                .on("getFirstName", arguments -> first("firstName"))
                .on("getLastName", arguments -> first("lastName"))
                .returning("credentialManager", manager)
                .on("isEnabled", arguments -> enabled)
                .on("getServiceAccountClientLink", arguments -> serviceAccountOf)
                .on("getFederationLink", arguments -> directory)
                .on("hasRole", arguments -> roles.contains(arguments[0]))
                .on("getFirstAttribute", arguments -> first((String) arguments[0]))
                .on("getAttributeStream", arguments -> values(arguments).stream())
                .on("setSingleAttribute", arguments -> write((String) arguments[0], List.of((String) arguments[1])))
                .on("setAttribute", arguments -> writeAll((String) arguments[0], (List<?>) arguments[1]))
                .on("removeAttribute", arguments -> write((String) arguments[0], null))
                .make();
    }

    public UserModel model() {
        return model;
    }

    public FakeUser attribute(String name, String... values) {
        attributes.put(name, List.of(values));
        return this;
    }

    /** As Keycloak's transient users: what is stored is taken and forgotten. */
    public FakeUser keepingNoCredentials() {
        keepsCredentials = false;
        return this;
    }

    public FakeUser credential(CredentialModel credential) {
        credential.setId(UUID.randomUUID().toString());
        credentials.add(credential);
        return this;
    }

    public FakeUser role(RoleModel role) {
        roles.add(role);
        return this;
    }

    public FakeUser readOnly(String attribute) {
        readOnly.add(attribute);
        return this;
    }

    public FakeUser serviceAccountOf(String client) {
        serviceAccountOf = client;
        return this;
    }

    /** A directory holds the account, and its password. */
    public FakeUser ofDirectory(String id) {
        directory = id;
        return this;
    }

    public FakeUser disabled() {
        enabled = false;
        return this;
    }

    public List<CredentialModel> credentials() {
        return credentials;
    }

    public Map<String, List<String>> attributes() {
        return attributes;
    }

    private String first(String attribute) {
        return attributes.getOrDefault(attribute, List.of()).stream()
                .findFirst()
                .orElse(null);
    }

    private List<String> values(Object[] arguments) {
        return attributes.getOrDefault((String) arguments[0], List.of());
    }

    private Void write(String name, List<String> values) {
        if (readOnly.contains(name)) {
            throw new ReadOnlyException("not writable");
        }
        if (values == null) {
            attributes.remove(name);
        } else {
            attributes.put(name, values);
        }
        return null;
    }

    private Void writeAll(String name, List<?> values) {
        return write(name, values.stream().map(String.class::cast).toList());
    }

    private SubjectCredentialManager credentialManager() {
        return Fake.of(SubjectCredentialManager.class)
                .on(
                        "getStoredCredentialsByTypeStream",
                        arguments -> List.copyOf(credentials).stream()
                                .filter(credential -> credential.getType().equals(arguments[0])))
                .on(
                        "getStoredCredentialById",
                        arguments -> credentials.stream()
                                .filter(credential -> credential.getId().equals(arguments[0]))
                                .findFirst()
                                .orElse(null))
                .on("createStoredCredential", arguments -> {
                    CredentialModel created = ((CredentialModel) arguments[0]).shallowClone();
                    if (keepsCredentials) {
                        credential(created);
                    }
                    return created;
                })
                .on("updateStoredCredential", arguments -> {
                    CredentialModel updated = (CredentialModel) arguments[0];
                    credentials.replaceAll(
                            present -> present.getId().equals(updated.getId()) ? updated.shallowClone() : present);
                    return null;
                })
                .on(
                        "removeStoredCredentialById",
                        arguments -> credentials.removeIf(
                                credential -> credential.getId().equals(arguments[0])))
                .make();
    }

    @Override
    public String toString() {
        return id;
    }
}
