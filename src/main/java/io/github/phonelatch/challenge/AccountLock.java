package io.github.phonelatch.challenge;

import io.github.phonelatch.support.KeycloakClock;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserLoginFailureModel;
import org.keycloak.models.UserModel;

/**
 * Whether Keycloak has locked or disabled an account. The stored failures are read and not Keycloak's protector,
 * because that one also says yes while another request of the same person is under way on the node.
 */
public final class AccountLock {
    private AccountLock() {}

    public static boolean locked(KeycloakSession session, RealmModel realm, UserModel user) {
        if (!user.isEnabled()) {
            return true;
        }
        if (!realm.isBruteForceProtected()) {
            return false;
        }
        UserLoginFailureModel failures = session.loginFailures().getUserLoginFailure(realm, user.getId());
        return failures != null
                && KeycloakClock.INSTANCE.instant().getEpochSecond() < failures.getFailedLoginNotBefore();
    }
}
