package io.github.phonelatch.phone;

import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.UserSessionProvider;

/**
 * Sign-ins that end in the very request that made them. Keycloak does not ask there whether the session it has just
 * made is still there: it goes on to a code, tokens or an assertion. So every place that gives one of these asks here
 * first.
 */
public final class EndedSignIns {
    private static final String MARK = EndedSignIns.class.getName();

    private EndedSignIns() {}

    /**
     * Ends the session of a sign-in if it must not be. Until that is known this request gives nothing. If something
     * fails, it stays so and the transaction is rolled back, so that a code that was already shown is worth nothing.
     *
     * @param request the one in which Keycloak made the session
     * @param mustEnd asked with the session, or with null where there is none
     * @return whether it had to end
     */
    public static boolean endIf(
            KeycloakSession request,
            String realmId,
            @Nullable String sessionId,
            Predicate<@Nullable UserSessionModel> mustEnd) {
        boolean marked = request.getAttribute(MARK) != null;
        request.setAttribute(MARK, true);
        boolean done = false;
        try {
            RealmModel realm = request.realms().getRealm(realmId);
            UserSessionModel signIn = realm == null || sessionId == null
                    ? null
                    : request.sessions().getUserSession(realm, sessionId);
            if (!mustEnd.test(signIn)) {
                if (!marked) {
                    request.removeAttribute(MARK);
                }
                done = true;
                return false;
            }
            if (signIn != null) {
                request.sessions().removeUserSession(realm, signIn);
                done = true;
            }
            return true;
        } finally {
            if (!done) {
                request.getTransactionManager().setRollbackOnly();
            }
        }
    }

    /** Whether this session gives nothing: it ended in this request, or is not there (any more). */
    public static boolean ended(KeycloakSession request, UserSessionModel signIn) {
        return request.getAttribute(MARK) != null || !isThere(request, signIn);
    }

    private static boolean isThere(KeycloakSession request, UserSessionModel signIn) {
        if (signIn.getPersistenceState() == UserSessionModel.SessionPersistenceState.TRANSIENT) {
            // Made for one answer and stored nowhere, as for the account of a service.
            return true;
        }
        UserSessionProvider sessions = request.sessions();
        RealmModel realm = signIn.getRealm();
        // Of an online session nothing but the offline one may be left, where the application asked for no other.
        return (!signIn.isOffline() && sessions.getUserSession(realm, signIn.getId()) != null)
                || sessions.getOfflineUserSession(realm, signIn.getId()) != null;
    }
}
