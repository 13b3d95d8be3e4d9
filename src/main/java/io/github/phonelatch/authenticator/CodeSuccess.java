package io.github.phonelatch.authenticator;

import io.github.phonelatch.challenge.VerifiedCode;
import io.github.phonelatch.signin.FactorNotes;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;
import org.keycloak.models.credential.OTPCredentialModel;

/** The only way in which a code ends a step of a flow. */
public final class CodeSuccess {
    private CodeSuccess() {}

    /**
     * Ends the step for the flow's user.
     *
     * @throws IllegalStateException where the code was verified for another user than the flow's
     */
    public static void with(AuthenticationFlowContext context, VerifiedCode code) {
        UserModel user = context.getUser();
        if (user == null || !code.userId().equals(user.getId())) {
            throw new IllegalStateException("The code was verified for another user than the flow's");
        }
        // Keycloak keeps it as a code of an authenticator app, which would otherwise pass as another factor.
        FactorNotes.ownCode(context.getAuthenticationSession());
        // A success of our own kind of credential would leave Keycloak's counts of failures as they are.
        context.success(OTPCredentialModel.TYPE);
    }
}
