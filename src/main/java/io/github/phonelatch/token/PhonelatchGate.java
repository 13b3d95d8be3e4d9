package io.github.phonelatch.token;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.VerifiedPhone;
import io.github.phonelatch.support.KeycloakClock;
import java.time.Instant;
import java.util.function.BiFunction;
import org.keycloak.models.AuthenticatedClientSessionModel;
import org.keycloak.models.ClientModel;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
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
        UserSessionModel signIn = app.getUserSession();
        UserModel user = signIn.getUser();
        RealmSettings settings = RealmSettings.of(realm);
        Instant now = KeycloakClock.INSTANCE.instant();
        boolean askedByFlow = signIn.getNote(Enforcement.ASKED_BY_FLOW) != null;
        if (Enforcement.demands(realm, user, settings, now)
                || (askedByFlow && VerifiedPhone.find(user, settings, now).isEmpty())) {
            throw refusal.apply(app.getClient(), user);
        }
    }
}
