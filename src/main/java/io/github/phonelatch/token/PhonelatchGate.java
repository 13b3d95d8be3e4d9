package io.github.phonelatch.token;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Enforcement;
import org.keycloak.OAuthErrorException;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.token.TokenInterceptorException;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;

/**
 * What every token response passes, of whatever grant: Keycloak itself asks for required actions in the browser and in the
 * direct grant only. Without it a person whose proof was withdrawn would go on refreshing and exchanging tokens.
 */
final class PhonelatchGate implements TokenPostProcessor {
    private final KeycloakSession session;

    PhonelatchGate(KeycloakSession session) {
        this.session = session;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        RealmModel realm = session.getContext().getRealm();
        UserModel user =
                context.clientSessionCtx().getClientSession().getUserSession().getUser();
        if (Enforcement.active(realm) && Enforcement.demands(realm, user, RealmSettings.of(realm))) {
            // The words Keycloak itself uses where a required action is pending, so that apps need to know one answer.
            throw new TokenInterceptorException(OAuthErrorException.INVALID_GRANT, "Account is not fully set up");
        }
    }
}
