package io.github.phonelatch.authenticator;

import java.util.Set;
import org.keycloak.authentication.AuthenticationFlowContext;
import org.keycloak.models.UserModel;
import org.keycloak.services.managers.BruteForceProtector;

/** Keycloak's own counts of failures, which may lock an account for a while. */
public final class BruteForce {
    private BruteForce() {}

    /**
     * Counts one failure. Keycloak itself counts only those of its own kinds of credentials, and only for a user whom the flow
     * knows.
     *
     * @param credentialType one of Keycloak's
     */
    public static void count(AuthenticationFlowContext context, UserModel user, String credentialType) {
        if (context.getRealm().isBruteForceProtected()) {
            context.getSession()
                    .getProvider(BruteForceProtector.class)
                    .failedLogin(
                            context.getRealm(),
                            user,
                            context.getConnection(),
                            context.getSession().getContext().getUri(),
                            Set.of(credentialType));
        }
    }
}
