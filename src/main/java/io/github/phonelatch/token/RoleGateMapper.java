package io.github.phonelatch.token;

import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.GatedClients;
import io.github.phonelatch.phone.Roles;
import io.github.phonelatch.signin.GateRule;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.VersionedFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.Constants;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperContainerModel;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.ProtocolMapperConfigException;
import org.keycloak.protocol.ProtocolMapperUtils;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * The role gate: until their number is verified, people get this client's tokens without the gated roles. It takes them
 * out of the set that all of Keycloak's role and audience mappers read, so that no claim's name has to be known here.
 */
public final class RoleGateMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper,
                OIDCIDTokenMapper,
                UserInfoTokenMapper,
                TokenIntrospectionTokenMapper,
                VersionedFactory {
    static final String GATED_ROLES = "gated-roles";

    private static final List<ProviderConfigProperty> PROPERTIES = List.of(new ProviderConfigProperty(
            GATED_ROLES,
            "Gated roles",
            "Roles that tokens lack until the person's phone number is verified: role of the realm, or client.role, each with the"
                    + " roles it contains. None listed: every role.",
            ProviderConfigProperty.MULTIVALUED_STRING_TYPE,
            null));

    @Override
    public String getId() {
        return GatedClients.MAPPER;
    }

    @Override
    public String getDisplayType() {
        return "Phonelatch: role gate";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "For apps that draw their own screens. People whose phone number is not verified get tokens, but without these"
                + " roles, instead of no token at all. On the client itself or in a default client scope, with 'Full scope"
                + " allowed' off. Do not map groups into the tokens of such a client, and give APIs their audience by an Audience"
                + " mapper, not by roles.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    /** After the mappers that rename or add roles, before those that write roles and audiences. */
    @Override
    public int getPriority() {
        return (ProtocolMapperUtils.PRIORITY_HARDCODED_ROLE_MAPPER
                        + ProtocolMapperUtils.PRIORITY_AUDIENCE_RESOLVE_MAPPER)
                / 2;
    }

    @Override
    public void validateConfig(
            KeycloakSession session,
            RealmModel realm,
            ProtocolMapperContainerModel container,
            ProtocolMapperModel mapper)
            throws ProtocolMapperConfigException {
        Optional<GatedClients.Flaw> flaw = GatedClients.flawOf(container);
        if (flaw.isPresent()) {
            throw new ProtocolMapperConfigException(
                    flaw.get().reason(), flaw.get().messageKey());
        }
        for (String name : gatedRoles(mapper)) {
            if (Roles.find(realm, name).isEmpty()) {
                throw new ProtocolMapperConfigException(
                        "phonelatchRoleGateUnknownRole",
                        "There is no role {0}. Give a role of the realm, or client.role.",
                        name);
            }
        }
    }

    // Each method by itself, because the one they could share is called only where a mapper's settings include the
    // token.

    @Override
    public AccessToken transformAccessToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        gate(mapper, session, userSession, clientSession);
        return token;
    }

    @Override
    public IDToken transformIDToken(
            IDToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        gate(mapper, session, userSession, clientSession);
        return token;
    }

    @Override
    public AccessToken transformUserInfoToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        gate(mapper, session, userSession, clientSession);
        return token;
    }

    @Override
    public AccessToken transformIntrospectionToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        gate(mapper, session, userSession, clientSession);
        return token;
    }

    private static void gate(
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        RealmModel realm = userSession.getRealm();
        if (GateRule.refuses(session, realm, userSession, () -> Settings.of(realm), KeycloakClock.INSTANCE.instant())) {
            new ResolvedRoles(session, clientSession).remove(realm, gatedRoles(mapper));
        }
    }

    private static List<String> gatedRoles(ProtocolMapperModel mapper) {
        String stored = mapper.getConfig() == null ? null : mapper.getConfig().get(GATED_ROLES);
        return stored == null
                ? List.of()
                : Arrays.stream(Constants.CFG_DELIMITER_PATTERN.split(stored))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .toList();
    }
}
