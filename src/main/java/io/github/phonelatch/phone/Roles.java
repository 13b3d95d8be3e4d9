package io.github.phonelatch.phone;

import java.util.Optional;
import org.keycloak.models.ClientModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;

/** Roles by the names that settings use. */
public final class Roles {
    private Roles() {}

    /**
     * The role of that name, if the realm has it.
     *
     * @param name {@code role} of the realm, or {@code client.role}. All three may hold dots. A role of the realm comes
     *     first
     */
    public static Optional<RoleModel> find(RealmModel realm, String name) {
        RoleModel ofRealm = realm.getRole(name);
        if (ofRealm != null) {
            return Optional.of(ofRealm);
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            ClientModel client = realm.getClientByClientId(name.substring(0, dot));
            RoleModel ofClient = client == null ? null : client.getRole(name.substring(dot + 1));
            if (ofClient != null) {
                return Optional.of(ofClient);
            }
        }
        return Optional.empty();
    }
}
