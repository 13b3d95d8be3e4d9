package io.github.phonelatch.authenticator;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;

/**
 * True for whoever can be asked for a code: has a verified number, exempt or not. A number whose proof has lapsed counts, for
 * it is still what the person has beside the password.
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
        return SignInCode.number(context.getRealm(), user).isPresent();
    }
}
