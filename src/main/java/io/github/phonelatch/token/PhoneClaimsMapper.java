package io.github.phonelatch.token;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Verification;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.signin.GateRule;
import io.github.phonelatch.support.KeycloakClock;
import io.github.phonelatch.support.VersionedFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.keycloak.models.ClientSessionContext;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.ProtocolMapperModel;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.mappers.AbstractOIDCProtocolMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAccessTokenMapper;
import org.keycloak.protocol.oidc.mappers.OIDCAttributeMapperHelper;
import org.keycloak.protocol.oidc.mappers.OIDCIDTokenMapper;
import org.keycloak.protocol.oidc.mappers.TokenIntrospectionTokenMapper;
import org.keycloak.protocol.oidc.mappers.UserInfoTokenMapper;
import org.keycloak.provider.ProviderConfigProperty;
import org.keycloak.representations.AccessToken;
import org.keycloak.representations.IDToken;

/**
 * The claims {@code phone_number} and {@code phone_number_verified}, computed from the verification for each token anew, never from
 * the attribute that says so. An access token travels to every API, so it carries the number only where an admin wants it.
 */
public final class PhoneClaimsMapper extends AbstractOIDCProtocolMapper
        implements OIDCAccessTokenMapper,
                OIDCIDTokenMapper,
                UserInfoTokenMapper,
                TokenIntrospectionTokenMapper,
                VersionedFactory {
    static final String NUMBER_IN_ACCESS_TOKEN = "number.in.access.token";

    private static final String NUMBER = "phone_number";
    private static final String VERIFIED = "phone_number_verified";

    private static final List<ProviderConfigProperty> PROPERTIES = properties();

    @Override
    public String getId() {
        return "phonelatch-phone-claims";
    }

    @Override
    public String getDisplayType() {
        return "Phonelatch: phone claims";
    }

    @Override
    public String getDisplayCategory() {
        return TOKEN_MAPPER_CATEGORY;
    }

    @Override
    public String getHelpText() {
        return "Adds phone_number and phone_number_verified, the latter true only while the number is verified. Use it in"
                + " place of the two mappers of the phone scope, which believe the user's attributes.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return PROPERTIES;
    }

    /** After the mappers of the same claims that read attributes, so that the verification overrules them. */
    @Override
    public int getPriority() {
        return 100;
    }

    /** Keycloak handles userinfo as an access token. It holds the number, because userinfo is the person's own data. */
    @Override
    public AccessToken transformUserInfoToken(
            AccessToken token,
            ProtocolMapperModel mapper,
            KeycloakSession session,
            UserSessionModel userSession,
            ClientSessionContext clientSession) {
        if (OIDCAttributeMapperHelper.includeInUserInfo(mapper)) {
            addClaims(session, token, userSession, true);
        }
        return token;
    }

    /** An access token, what introspection says of one, or an ID token. */
    @Override
    protected void setClaim(
            IDToken token,
            ProtocolMapperModel mapper,
            UserSessionModel userSession,
            KeycloakSession session,
            ClientSessionContext clientSession) {
        boolean accessToken = token instanceof AccessToken;
        addClaims(
                session,
                token,
                userSession,
                !accessToken || "true".equals(mapper.getConfig().get(NUMBER_IN_ACCESS_TOKEN)));
    }

    private static void addClaims(
            KeycloakSession session, IDToken token, UserSessionModel userSession, boolean withNumber) {
        RealmModel realm = userSession.getRealm();
        UserModel user = userSession.getUser();
        RealmSettings settings = Settings.of(realm);
        // Put where Keycloak's own mappers put these claims, because its typed fields would repeat them in the token.
        Optional<PhoneNumber> verified = GateRule.outdated(session, realm, userSession, () -> settings)
                ? Optional.empty()
                : VerifiedPhone.find(user, settings, KeycloakClock.INSTANCE.instant())
                        .map(Verification::number);
        token.setOtherClaims(VERIFIED, verified.isPresent());
        if (withNumber) {
            verified.or(() -> VerifiedPhone.known(user, settings))
                    .ifPresent(number -> token.setOtherClaims(NUMBER, number.e164()));
        }
    }

    private static List<ProviderConfigProperty> properties() {
        List<ProviderConfigProperty> properties = new ArrayList<>();
        properties.add(new ProviderConfigProperty(
                NUMBER_IN_ACCESS_TOKEN,
                "Number in access token",
                "Off: access tokens and introspection say whether the number is verified, but not the number. On: every API"
                        + " that gets the token reads the number. ID token and userinfo always have it.",
                ProviderConfigProperty.BOOLEAN_TYPE,
                "false"));
        OIDCAttributeMapperHelper.addIncludeInTokensConfig(properties, PhoneClaimsMapper.class);
        return List.copyOf(properties);
    }
}
