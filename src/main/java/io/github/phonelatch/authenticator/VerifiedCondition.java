package io.github.phonelatch.authenticator;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.Enforcement;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;

/**
 * True for whoever can be asked for a code: has a verified number and is not exempt. A number whose proof has lapsed counts,
 * for it is still what the person has beside the password.
 */
final class VerifiedCondition implements Condition {
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
        return SignInCode.number(realm, user).isPresent() && !Enforcement.exempt(realm, user, settings);
    }
}
