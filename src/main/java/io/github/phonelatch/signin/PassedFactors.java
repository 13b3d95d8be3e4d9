package io.github.phonelatch.signin;

import io.github.phonelatch.phone.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.AuthenticatorUtil;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.models.credential.OTPCredentialModel;
import org.keycloak.models.credential.PasswordCredentialModel;
import org.keycloak.models.credential.RecoveryAuthnCodesCredentialModel;
import org.keycloak.models.credential.WebAuthnCredentialModel;
import org.keycloak.services.managers.AuthenticationManager;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The factors that a sign-in and its session have passed besides the first, and the verification of the phone that it
 * knows of. Kept as notes of the session.
 *
 * <p>It has passed the phone when in it a code sent to the number held was right. It has passed another factor when Keycloak says
 * that a passkey, a recovery code or an authenticator app's code was used in this very tab. A password, a remembered device, an
 * identity provider, a link in an e-mail, a reset and an impersonation pass nothing. Keycloak's list of completed steps is never
 * asked, because a step that only skipped stands in it too.
 */
public final class PassedFactors {
    /** How long after a factor was passed a change is allowed. */
    public static final Duration RECENT = Duration.ofMinutes(5);

    /** The clocks of two nodes may differ a little. A time further in the future does not count. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private static final String VERIFICATION = "phonelatch.verification";
    private static final String PHONE = "phonelatch.passed-phone";
    private static final String OTHER_FACTOR = "phonelatch.passed-other-factor";
    private static final String PASSWORD = "phonelatch.passed-password";
    private static final String OWN_CODES = "phonelatch.own-codes";
    private static final String SIGNED_IN_BEFORE = "phonelatch.signed-in-before";
    private static final String SEEN = "phonelatch.factors-seen";
    /** In place of a verification: there was none. */
    private static final String NONE = "none";

    private static final Set<String> OTHER_FACTORS = Set.of(
            WebAuthnCredentialModel.TYPE_TWOFACTOR,
            WebAuthnCredentialModel.TYPE_PASSWORDLESS,
            RecoveryAuthnCodesCredentialModel.TYPE);

    /** Nothing was passed, because there is no sign-in. */
    public static final PassedFactors NOTHING = new PassedFactors(null, null);

    private final @Nullable AuthenticationSessionModel tab;
    private final @Nullable UserSessionModel signIn;

    private PassedFactors(@Nullable AuthenticationSessionModel tab, @Nullable UserSessionModel signIn) {
        this.tab = tab;
        this.signIn = signIn;
    }

    /** Of a tab, and of the session that it goes on with where the browser was signed in already. */
    public static PassedFactors of(KeycloakSession session, AuthenticationSessionModel tab) {
        return new PassedFactors(tab, goesOnWith(session, tab));
    }

    /** Of a session. */
    public static PassedFactors of(UserSessionModel signIn) {
        return new PassedFactors(null, signIn);
    }

    // --- asking -----------------------------------------------------------------------------------------------------

    /**
     * Whether the verification held now is the one that this sign-in began with, or one that it made itself. A session without a
     * note, which an older release or a grant without required actions began, knows of it if it began later.
     */
    public boolean knows(Optional<Verification> held) {
        if (held.isEmpty()) {
            return true;
        }
        String id = held.get().id();
        String ofTab = tab == null ? null : tab.getAuthNote(VERIFICATION);
        if (id.equals(ofTab)) {
            return true;
        }
        if (signIn == null) {
            return ofTab == null;
        }
        String ofSession = signIn.getNote(VERIFICATION);
        return ofSession == null ? began(held.get()) : id.equals(ofSession);
    }

    /** Whether the browser was signed in, when this tab began, without knowing of this verification. */
    public boolean signedInBefore(Verification held) {
        return tab != null && tab.getAuthNote(SIGNED_IN_BEFORE) != null && !knows(Optional.of(held));
    }

    /** Whether another verification is held than when this tab's flow ended, and not made by it: then the sign-in begins anew. */
    public boolean outdated(Optional<Verification> held) {
        return tab != null && tab.getAuthNote(SIGNED_IN_BEFORE) == null && !knows(held);
    }

    /**
     * Whether this session goes on after the number was verified, replaced or removed: as {@link #knows}, and one that knew a
     * number does not know that there is none any more.
     *
     * @param held now, empty where the number was removed
     * @param changed when that was
     */
    boolean knowsNow(Optional<Verification> held, Instant changed) {
        if (held.isPresent() || signIn == null) {
            return knows(held);
        }
        String noted = signIn.getNote(VERIFICATION);
        return noted == null ? signIn.getStarted() > changed.getEpochSecond() : noted.equals(NONE);
    }

    /** Whether a code sent to this number was right a moment ago. */
    public boolean phoneRecently(Verification held, Instant now) {
        return phone(held).filter(at -> recent(at, now)).isPresent();
    }

    /** Whether another factor was passed a moment ago, by a sign-in that knows of this verification. */
    public boolean otherFactorRecently(Verification held, Instant now) {
        return knows(Optional.of(held))
                && time(OTHER_FACTOR).filter(at -> recent(at, now)).isPresent();
    }

    /** Whether the phone, or another factor, was passed at any time in it. */
    public boolean everPassed(Verification held) {
        return phone(held).isPresent()
                || (knows(Optional.of(held)) && time(OTHER_FACTOR).isPresent());
    }

    /** Whether the person typed their password a moment ago, not to choose another one. */
    public boolean passwordRecently(Instant now) {
        return time(PASSWORD).filter(at -> recent(at, now)).isPresent();
    }

    private Optional<Instant> phone(Verification held) {
        return notes(PHONE).stream()
                .map(note -> note.split(" ", 2))
                .filter(parts -> parts.length == 2 && parts[1].equals(held.id()))
                .map(parts -> Instant.ofEpochSecond(Long.parseLong(parts[0])))
                .max(Instant::compareTo);
    }

    private Optional<Instant> time(String name) {
        return notes(name).stream()
                .map(note -> Instant.ofEpochSecond(Long.parseLong(note)))
                .max(Instant::compareTo);
    }

    private List<String> notes(String name) {
        String ofTab = tab == null ? null : tab.getUserSessionNotes().get(name);
        String ofSession = signIn == null ? null : signIn.getNote(name);
        return Stream.of(Optional.ofNullable(ofTab), Optional.ofNullable(ofSession))
                .flatMap(Optional::stream)
                .toList();
    }

    private boolean began(Verification held) {
        return signIn != null && signIn.getStarted() > held.since().getEpochSecond();
    }

    private static boolean recent(Instant at, Instant now) {
        return !at.isAfter(now.plus(CLOCKS_DIFFER)) && !now.isAfter(at.plus(RECENT));
    }

    // --- noting -----------------------------------------------------------------------------------------------------

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
        boolean first = tab.getAuthNote(VERIFICATION) == null;
        if (first) {
            UserSessionModel before = goesOnWith(session, tab);
            if (before == null) {
                tab.setAuthNote(VERIFICATION, held.map(Verification::id).orElse(NONE));
                tab.setUserSessionNote(VERIFICATION, held.map(Verification::id).orElse(NONE));
            } else {
                // Nothing of it is written to that session: another tab of the same browser may know more.
                boolean known = new PassedFactors(null, before).knows(held);
                tab.setAuthNote(VERIFICATION, known ? held.map(Verification::id).orElse(NONE) : NONE);
                if (!known) {
                    tab.setAuthNote(SIGNED_IN_BEFORE, "true");
                }
            }
        }
        List<String> used = AuthenticatorUtil.getAuthnCredentials(tab);
        int others = otherFactors(tab, used);
        if (others > number(tab, SEEN)) {
            tab.setUserSessionNote(OTHER_FACTOR, seconds(now));
            tab.setAuthNote(SEEN, Integer.toString(others));
        }
        if (first && !afterReset && used.contains(PasswordCredentialModel.TYPE)) {
            tab.setUserSessionNote(PASSWORD, seconds(now));
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
        tab.setUserSessionNote(PHONE, seconds(now) + " " + held.id());
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
            own.setNote(PHONE, passed);
            own.setNote(VERIFICATION, verification.id());
        });
    }

    /** The person gave the number up in this session, which goes on without one. */
    public static void gaveUp(KeycloakSession session, RealmModel realm, String signInId, UserModel user) {
        sessions(session, realm, signInId, user).forEach(own -> own.setNote(VERIFICATION, NONE));
    }

    private static void know(AuthenticationSessionModel tab, Verification held) {
        tab.setAuthNote(VERIFICATION, held.id());
        tab.setUserSessionNote(VERIFICATION, held.id());
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

    private static @Nullable UserSessionModel goesOnWith(KeycloakSession session, AuthenticationSessionModel tab) {
        if (!Boolean.parseBoolean(tab.getAuthNote(AuthenticationManager.SSO_AUTH))
                || tab.getAuthenticatedUser() == null) {
            return null;
        }
        UserSessionModel before = session.sessions()
                .getUserSession(tab.getRealm(), tab.getParentSession().getId());
        return before != null
                        && before.getUser() != null
                        && before.getUser()
                                .getId()
                                .equals(tab.getAuthenticatedUser().getId())
                ? before
                : null;
    }

    private static int number(AuthenticationSessionModel tab, String note) {
        String stored = tab.getAuthNote(note);
        return stored == null ? 0 : Integer.parseInt(stored);
    }

    private static String seconds(Instant at) {
        return Long.toString(at.getEpochSecond());
    }
}
