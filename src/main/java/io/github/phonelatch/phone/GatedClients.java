package io.github.phonelatch.phone;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.keycloak.models.AdminRoles;
import org.keycloak.models.ClientModel;
import org.keycloak.models.ClientScopeModel;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.RoleModel;

/**
 * The clients whose people get tokens before they have verified a number, without the roles: those with the role gate. Where
 * something would let such a token reach more than it says, the client counts as one without a gate, and people without a
 * verification get no token at all.
 */
public final class GatedClients {
    /** The protocol mapper that takes the roles out. */
    public static final String MAPPER = "phonelatch-role-gate";

    private static final Logger LOG = Logger.getLogger(GatedClients.class);
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    /** Why a role gate does not count. */
    public enum Flaw {
        FULL_SCOPE(
                "phonelatchRoleGateFullScope",
                "'Full scope allowed' is on: Keycloak's own APIs look for a person's roles within the client's scope, not in the"
                        + " token"),
        ADMIN_ROLES(
                "phonelatchRoleGateAdminRoles",
                "Roles for managing the realm are in the client's scope: Keycloak's own APIs look for a person's roles within the"
                        + " client's scope, not in the token"),
        SCOPE_WITH_ROLES(
                "phonelatchRoleGateScopeWithRoles",
                "The client scope with the role gate has roles in its scope, so Keycloak leaves it out for people who"
                        + " have none of them");

        private final String messageKey;
        private final String reason;

        Flaw(String messageKey, String reason) {
            this.messageKey = messageKey;
            this.reason = reason;
        }

        /** Of the text that the console shows. */
        public String messageKey() {
            return messageKey;
        }

        /** For the log. */
        public String reason() {
            return reason;
        }
    }

    private GatedClients() {}

    /** Whether the client has a role gate that counts. */
    public static boolean gated(ClientModel client) {
        if (!given(client)) {
            return false;
        }
        Optional<Flaw> flaw = flaw(client);
        if (flaw.isPresent() && WARNED.add(client.getId() + flaw.get())) {
            LOG.warnf(
                    "The role gate of the client '%s' in the realm '%s' does not count, and people without a verified number get no"
                            + " token from it. %s.",
                    client.getClientId(),
                    client.getRealm().getName(),
                    flaw.get().reason());
        }
        return flaw.isEmpty();
    }

    /** Whether the gate also works on the token at hand: a policy of the realm may leave out the client's own mappers. */
    public static boolean gated(ClientSessionContext token) {
        return token.getProtocolMappersStream().anyMatch(mapper -> MAPPER.equals(mapper.getProtocolMapper()))
                && gated(token.getClientSession().getClient());
    }

    /** What is wrong with a gate on this client or client scope itself. */
    public static Optional<Flaw> flawOf(ProtocolMapperContainerModel container) {
        if (container instanceof ClientModel client) {
            return reach(client);
        }
        return container instanceof ClientScopeModel scope && hasRoles(scope)
                ? Optional.of(Flaw.SCOPE_WITH_ROLES)
                : Optional.empty();
    }

    private static Optional<Flaw> flaw(ClientModel client) {
        return reach(client)
                .or(() -> has(client) || defaults(client).anyMatch(scope -> has(scope) && !hasRoles(scope))
                        ? Optional.empty()
                        : Optional.of(Flaw.SCOPE_WITH_ROLES));
    }

    private static Optional<Flaw> reach(ClientModel client) {
        if (client.isFullScopeAllowed()) {
            return Optional.of(Flaw.FULL_SCOPE);
        }
        // Client scopes too, the optional ones included: of a lightweight token Keycloak looks for the roles in those.
        Stream<RoleModel> reached = Stream.of(
                        Stream.of(client), defaults(client), client.getClientScopes(false).values().stream())
                .flatMap(scopes -> scopes)
                .flatMap(ClientScopeModel::getScopeMappingsStream);
        return Stream.concat(client.getRolesStream(), reached).anyMatch(AdminRoles::containsAdminRole)
                ? Optional.of(Flaw.ADMIN_ROLES)
                : Optional.empty();
    }

    /** Optional client scopes do not count, because a token request chooses among them. */
    private static boolean given(ClientModel client) {
        return has(client) || defaults(client).anyMatch(GatedClients::has);
    }

    private static Stream<ClientScopeModel> defaults(ClientModel client) {
        return client.getClientScopes(true).values().stream();
    }

    private static boolean has(ProtocolMapperContainerModel container) {
        return container.getProtocolMappersStream().anyMatch(mapper -> MAPPER.equals(mapper.getProtocolMapper()));
    }

    private static boolean hasRoles(ClientScopeModel scope) {
        return scope.getScopeMappingsStream().findAny().isPresent();
    }
}
