package io.github.phonelatch.phone;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.keycloak.Config;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.Constants;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.UserModel;

/** The roles whose holders need not verify a number. */
public final class ExemptRoles {
    /** The role of a realm's administrators, as settings name it: the one in Keycloak's own client. */
    public static final String ADMINISTRATOR = Constants.REALM_MANAGEMENT_CLIENT_ID + "." + AdminRoles.REALM_ADMIN;

    private static final Logger LOG = Logger.getLogger(ExemptRoles.class);
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private ExemptRoles() {}

    /** Whether the person has one of them, directly, by a group or by a composite role. */
    static boolean has(RealmModel realm, UserModel user, VerificationRules rules) {
        return rules.exemptRoles().stream()
                .anyMatch(name -> named(realm, name).filter(user::hasRole).isPresent());
    }

    /** An entry that names no role exempts nobody. The log says so once. */
    private static Optional<RoleModel> named(RealmModel realm, String name) {
        Optional<RoleModel> role = Roles.find(realm, name).or(() -> administratorOfMaster(realm, name));
        if (role.isEmpty() && WARNED.add(realm.getId() + "/" + name)) {
            LOG.warnf(
                    "Realm '%s': the exempt role '%s' is none of this realm's, and spares nobody. Said once",
                    realm.getName(), name);
        }
        return role;
    }

    /**
     * The master realm has no client of that name, because its administrators administer every realm. They have
     * Keycloak's own role there. In any other realm anybody may create a role of that name, so it does not count.
     */
    private static Optional<RoleModel> administratorOfMaster(RealmModel realm, String name) {
        return ADMINISTRATOR.equals(name) && Config.getAdminRealm().equals(realm.getName())
                ? Optional.ofNullable(realm.getRole(AdminRoles.ADMIN))
                : Optional.empty();
    }
}
