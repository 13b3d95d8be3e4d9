package io.github.phonelatch.authenticator;

import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;

/**
 * True for a user who can be asked for a code, so for one who has a verified number, exempt or not. A number whose verification
 * has lapsed counts too, because it is still what the person has beside the password.
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
