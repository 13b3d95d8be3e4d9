package io.github.phonelatch.authenticator;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.VerifiedPhone;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * True for whoever can be asked for a code: has a verified number and is not exempt. A number whose proof has lapsed counts,
 * for it is still what the person has beside the password.
 */
final class VerifiedCondition implements ConditionalAuthenticator {
    static final VerifiedCondition INSTANCE = new VerifiedCondition();

    private VerifiedCondition() {}

    @Override
    public boolean matchCondition(AuthenticationFlowContext context) {
        UserModel user = context.getUser();
        if (user == null) {
            return false;
        }
        RealmModel realm = context.getRealm();
        RealmSettings settings = RealmSettings.of(realm);
        return VerifiedPhone.held(user, settings).isPresent() && !Enforcement.exempt(realm, user, settings);
    }

    @Override
    public void action(AuthenticationFlowContext context) {}

    @Override
    public boolean requiresUser() {
        return true;
    }

    @Override
    public void setRequiredActions(KeycloakSession session, RealmModel realm, UserModel user) {}

    @Override
    public void close() {}
}
