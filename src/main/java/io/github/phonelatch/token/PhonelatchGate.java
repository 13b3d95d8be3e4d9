package io.github.phonelatch.token;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.support.KeycloakClock;
import java.util.function.BiFunction;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorContext;

/**
 * What every OpenID Connect token response passes, of whatever grant: Keycloak itself asks for required actions in the browser
 * and in the direct grant only. Without it a person whose proof was withdrawn would go on refreshing and exchanging tokens.
 */
final class PhonelatchGate implements TokenPostProcessor {
    private final KeycloakSession session;
    private final BiFunction<ClientModel, UserModel, RuntimeException> refusal;

    /** @param refusal what ends the request of somebody who has to prove a number first */
    PhonelatchGate(KeycloakSession session, BiFunction<ClientModel, UserModel, RuntimeException> refusal) {
        this.session = session;
        this.refusal = refusal;
    }

    @Override
    public void process(TokenPostProcessorContext context) {
        RealmModel realm = session.getContext().getRealm();
        if (!Enforcement.active(realm)) {
            return;
        }
        AuthenticatedClientSessionModel app = context.clientSessionCtx().getClientSession();
        UserModel user = app.getUserSession().getUser();
        if (Enforcement.demands(realm, user, RealmSettings.of(realm), KeycloakClock.INSTANCE.instant())) {
            throw refusal.apply(app.getClient(), user);
        }
    }
}
