package io.github.phonelatch.token;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.config.Settings;
import io.github.phonelatch.phone.EndedSignIns;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.GatedClients;
import io.github.phonelatch.signin.GateRule;
import io.github.phonelatch.support.KeycloakClock;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;
import org.keycloak.representations.AccessToken;

/**
 * The gate that every OpenID Connect token response passes, in any grant, because Keycloak asks for required actions
 * only in the browser and in the direct grant. Without it a person whose verification was withdrawn would go on
 * refreshing and exchanging tokens. Through a client with the role gate a person without a verification passes, and the
 * token carries no gated role. In a session that is older than the verification they get none.
 */
final class PhonelatchGate implements TokenPostProcessor {
    private final KeycloakSession session;
    private final BiFunction<ClientModel, UserModel, RuntimeException> refusal;

    /** @param refusal ends a request that gets no token */
    PhonelatchGate(KeycloakSession session, BiFunction<ClientModel, UserModel, RuntimeException> refusal) {
        this.session = session;
        this.refusal = refusal;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        RealmModel realm = session.getContext().getRealm();
        AuthenticatedClientSessionModel app = context.clientSessionCtx().getClientSession();
        UserSessionModel signIn = app.getUserSession();
        Supplier<RealmSettings> settings = () -> Settings.of(realm);
        if (EndedSignIns.ended(session, signIn)
                || GateRule.outdated(session, realm, signIn, settings)
                || (Enforcement.owed(realm, signIn, settings, KeycloakClock.INSTANCE.instant())
                        && (permits(context.accessToken()) || !GatedClients.gated(context.clientSessionCtx())))) {
            throw refusal.apply(app.getClient(), signIn.getUser());
        }
    }

    /** Permissions (UMA) are decided by the roles that a person has, not by those in the token: no role gate changes them. */
    private static boolean permits(@Nullable AccessToken token) {
        return token != null && token.getAuthorization() != null;
    }
}
