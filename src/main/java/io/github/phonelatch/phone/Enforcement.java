package io.github.phonelatch.phone;

import io.github.phonelatch.support.PhoneAction;
import java.time.Instant;
import java.util.function.Supplier;
import org.keycloak.models.RealmModel;
import org.keycloak.models.RequiredActionProviderModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;

/** Decides whether a person has to verify a number. Computed from the user's state each time, stored nowhere. */
public final class Enforcement {
    /** The required action that verifies a number. Its alias is its provider id, since Keycloak looks for either. */
    public static final String ACTION = PhoneAction.ID;

    /**
     * The note of a session for which a step of the flow asks for a number, whatever the settings say. It stays with
     * the session, so that going round the required action gives no token.
     */
    public static final String ASKED_BY_FLOW = "phonelatch.asked-by-flow";

    /**
     * The note of a session that came out of a reset. Such a reset ends without a session, but a post to Keycloak's
     * consent address in place of a new password makes one. That session is worth nothing and ends at once.
     */
    public static final String AFTER_RESET = "phonelatch.after-reset";

    private Enforcement() {}

    /** Whether the realm asks for numbers at all: whether its required action is registered and enabled. */
    public static boolean active(RealmModel realm) {
        // Under another alias too: Keycloak skips the action there, and the gate must not.
        return PhoneAction.of(realm)
                .filter(RequiredActionProviderModel::isEnabled)
                .isPresent();
    }

    /** Whether this user has to verify a number now. */
    public static boolean demands(RealmModel realm, UserModel user, VerificationRules rules, Instant now) {
        return rules.requireForAll()
                // The cheaper question first: it ends the matter for nearly everybody.
                && VerifiedPhone.find(user, rules, now).isEmpty()
                && !exempt(realm, user, rules);
    }

    /**
     * Whether this person has something to do before this session is worth anything: a number to verify, because the realm asks
     * everybody or a step of the flow asked, or a password to choose.
     *
     * @param settings read only where the realm asks for numbers, because reading them logs what is missing
     */
    public static boolean owed(
            RealmModel realm, UserSessionModel signIn, Supplier<? extends VerificationRules> settings, Instant now) {
        if (signIn.getNote(AFTER_RESET) != null) {
            return true;
        }
        if (!active(realm)) {
            return false;
        }
        VerificationRules rules = settings.get();
        UserModel user = signIn.getUser();
        return demands(realm, user, rules, now)
                || (signIn.getNote(ASKED_BY_FLOW) != null
                        && VerifiedPhone.find(user, rules, now).isEmpty());
    }

    /**
     * Whether this user need not verify a number: the account of a service, or one with an exempt role, however it got
     * it. An exempt user with a verified number is asked for a code like everybody else.
     */
    public static boolean exempt(RealmModel realm, UserModel user, VerificationRules rules) {
        return user.getServiceAccountClientLink() != null || ExemptRoles.has(realm, user, rules);
    }
}
