package io.github.phonelatch.token;

import io.github.phonelatch.phone.Roles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RoleModel;
import org.keycloak.models.utils.KeycloakModelUtils;
import org.keycloak.models.utils.RoleUtils;
import org.keycloak.protocol.oidc.mappers.RoleNameMapper;
import org.keycloak.representations.AccessToken;
import org.keycloak.utils.RoleResolveUtil;

/**
 * The roles of one person and one client as Keycloak resolved them for this request: groups and composites expanded, the
 * client's scope applied, renamed and added to by mappers. Keycloak's later mappers write into tokens what is left here.
 */
final class ResolvedRoles {
    private static final Logger LOG = Logger.getLogger(ResolvedRoles.class);
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private final KeycloakSession session;
    private final ClientSessionContext clientSession;

    ResolvedRoles(KeycloakSession session, ClientSessionContext clientSession) {
        this.session = session;
        this.clientSession = clientSession;
    }

    /**
     * Takes these roles away with those they contain, by whichever grant they came.
     *
     * @param names {@code role} or {@code client.role}, none for every role
     */
    void remove(RealmModel realm, List<String> names) {
        List<RoleModel> roles = new ArrayList<>();
        for (String name : names) {
            Optional<RoleModel> role = Roles.find(realm, name);
            if (role.isEmpty()) {
                warn(realm, name);
                removeAll();
                return;
            }
            roles.add(role.get());
        }
        if (roles.isEmpty()) {
            removeAll();
            return;
        }
        Set<Name> gated = new HashSet<>();
        RoleUtils.expandCompositeRoles(new HashSet<>(roles)).forEach(role -> gated.add(Name.of(role)));
        addNewNames(gated);
        gated.forEach(this::remove);
    }

    private void removeAll() {
        AccessToken.Access ofRealm = ofRealm();
        if (ofRealm != null) {
            clear(ofRealm);
        }
        ofClients().forEach(ResolvedRoles::clear);
    }

    private void remove(Name name) {
        AccessToken.Access access = name.client() == null
                ? ofRealm()
                : RoleResolveUtil.getResolvedClientRoles(session, clientSession, name.client(), false);
        if (access != null && access.getRoles() != null) {
            access.getRoles().remove(name.role());
        }
    }

    /** Renamed roles are there under their new names only, and may have been renamed more than once. */
    private void addNewNames(Set<Name> gated) {
        List<ProtocolMapperModel> renames = clientSession
                .getProtocolMappersStream()
                .filter(mapper -> RoleNameMapper.PROVIDER_ID.equals(mapper.getProtocolMapper()))
                .toList();
        boolean more = true;
        while (more) {
            more = false;
            for (ProtocolMapperModel rename : renames) {
                String before = rename.getConfig().get(RoleNameMapper.ROLE_CONFIG);
                String after = rename.getConfig().get(RoleNameMapper.NEW_ROLE_NAME);
                more |= before != null
                        && after != null
                        && gated.contains(Name.parse(before))
                        && gated.add(Name.parse(after));
            }
        }
    }

    private AccessToken.@Nullable Access ofRealm() {
        return RoleResolveUtil.getResolvedRealmRoles(session, clientSession, false);
    }

    private Collection<AccessToken.Access> ofClients() {
        return RoleResolveUtil.getAllResolvedClientRoles(session, clientSession).values();
    }

    private static void clear(AccessToken.Access access) {
        if (access.getRoles() != null) {
            access.getRoles().clear();
        }
    }

    private void warn(RealmModel realm, String name) {
        ClientModel client = clientSession.getClientSession().getClient();
        if (WARNED.add(client.getId() + '/' + name)) {
            LOG.warnf(
                    "The role gate of the client '%s' in the realm '%s' names the role '%s', which does not exist (any more):"
                            + " people without a verified number get none of their roles.",
                    client.getClientId(), realm.getName(), name);
        }
    }

    /** @param client empty for a role of the realm */
    private record Name(@Nullable String client, String role) {
        static Name of(RoleModel role) {
            return new Name(
                    role.getContainer() instanceof ClientModel client ? client.getClientId() : null, role.getName());
        }

        /** As the mappers that rename and add roles write it. */
        static Name parse(String text) {
            String[] parts = KeycloakModelUtils.parseRole(text);
            return new Name(parts[0], parts[1]);
        }
    }
}
