package io.github.phonelatch.signin;

import io.github.phonelatch.phone.Verification;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * Writes down what a sign-in passes and which verification it knows of: in notes of its tab, which Keycloak hands on to the
 * session, and in the session itself. {@link PassedFactors} reads them.
 */
public final class FactorNotes {
    private static final String OWN_CODES = "phonelatch.own-codes";
    private static final String SEEN = "phonelatch.factors-seen";

    private static final Set<String> OTHER_FACTORS = Set.of(
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            RecoveryAuthnCodesCredentialModel.TYPE);

    private FactorNotes() {}

    /**
     * Notes once for each tab which verification is held, and at each call what was passed since the last one. Called
     * before each required action, the first time right after the flow.
     *
     * @param afterReset whether the tab came through a reset, whose password is new
     */
    public static void observe(
            KeycloakSession session,
            AuthenticationSessionModel tab,
            Optional<Verification> held,
            boolean afterReset,
            Instant now) {
        boolean first = tab.getAuthNote(PassedFactors.VERIFICATION) == null;
        if (first) {
            UserSessionModel before = PassedFactors.goesOnWith(session, tab);
            if (before == null) {
                tab.setAuthNote(
                        PassedFactors.VERIFICATION, held.map(Verification::id).orElse(PassedFactors.NONE));
                tab.setUserSessionNote(
                        PassedFactors.VERIFICATION, held.map(Verification::id).orElse(PassedFactors.NONE));
            } else {
                // Nothing of it is written to that session: another tab of the same browser may know more.
                boolean known = PassedFactors.of(before).knows(held);
                tab.setAuthNote(
                        PassedFactors.VERIFICATION,
                        known ? held.map(Verification::id).orElse(PassedFactors.NONE) : PassedFactors.NONE);
                if (!known) {
                    tab.setAuthNote(PassedFactors.SIGNED_IN_BEFORE, "true");
                }
            }
        }
        List<String> used = AuthenticatorUtil.getAuthnCredentials(tab);
        int others = otherFactors(tab, used);
        if (others > number(tab, SEEN)) {
            tab.setUserSessionNote(PassedFactors.OTHER_FACTOR, seconds(now));
            tab.setAuthNote(SEEN, Integer.toString(others));
        }
        if (first && !afterReset && used.contains(PasswordCredentialModel.TYPE)) {
            tab.setUserSessionNote(PassedFactors.PASSWORD, seconds(now));
        }
    }

    private static int otherFactors(AuthenticationSessionModel tab, List<String> used) {
        long ofOthers = used.stream().filter(OTHER_FACTORS::contains).count();
        long codes = used.stream().filter(OTPCredentialModel.TYPE::equals).count();
        return (int) (ofOthers + Math.max(0, codes - number(tab, OWN_CODES)));
    }

    /** A step of ours is about to tell Keycloak that a code of its own kind was right: that is no other factor. */
    public static void ownCode(AuthenticationSessionModel tab) {
        tab.setAuthNote(OWN_CODES, Integer.toString(number(tab, OWN_CODES) + 1));
    }

    /** A code sent to the number held was right in this tab. */
    public static void passPhone(AuthenticationSessionModel tab, Verification held, Instant now) {
        tab.setUserSessionNote(PassedFactors.PHONE, seconds(now) + " " + held.id());
        know(tab, held);
    }

    /** A number was verified, or verified again, in this tab. A session that it already has knows at once. */
    public static void verified(
            KeycloakSession session,
            RealmModel realm,
            AuthenticationSessionModel tab,
            UserModel user,
            Verification verification,
            Instant now) {
        passPhone(tab, verification, now);
        verified(session, realm, tab.getParentSession().getId(), user, verification, now);
    }

    /** The same in a session, its offline one included, so that the application that verified goes on with both. */
    public static void verified(
            KeycloakSession session,
            RealmModel realm,
            String signInId,
            UserModel user,
            Verification verification,
            Instant now) {
        String passed = seconds(now) + " " + verification.id();
        sessions(session, realm, signInId, user).forEach(own -> {
            own.setNote(PassedFactors.PHONE, passed);
            own.setNote(PassedFactors.VERIFICATION, verification.id());
        });
    }

    /** The person gave the number up in this session, which goes on without one. */
    public static void gaveUp(KeycloakSession session, RealmModel realm, String signInId, UserModel user) {
        sessions(session, realm, signInId, user)
                .forEach(own -> own.setNote(PassedFactors.VERIFICATION, PassedFactors.NONE));
    }

    private static void know(AuthenticationSessionModel tab, Verification held) {
        tab.setAuthNote(PassedFactors.VERIFICATION, held.id());
        tab.setUserSessionNote(PassedFactors.VERIFICATION, held.id());
    }

    private static List<UserSessionModel> sessions(
            KeycloakSession session, RealmModel realm, String signInId, UserModel user) {
        return Stream.of(
                        Optional.ofNullable(session.sessions().getUserSession(realm, signInId)),
                        Optional.ofNullable(session.sessions().getOfflineUserSession(realm, signInId)))
                .flatMap(Optional::stream)
                .filter(own -> own.getUser().getId().equals(user.getId()))
                .toList();
    }

    private static int number(AuthenticationSessionModel tab, String note) {
        String stored = tab.getAuthNote(note);
        return stored == null ? 0 : Integer.parseInt(stored);
    }

    private static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }
}
