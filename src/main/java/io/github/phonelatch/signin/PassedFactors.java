package io.github.phonelatch.signin;

import io.github.phonelatch.phone.Verification;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.UserSessionModel;
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

    static final String VERIFICATION = "phonelatch.verification";
    static final String PHONE = "phonelatch.passed-phone";
    static final String OTHER_FACTOR = "phonelatch.passed-other-factor";
    static final String PASSWORD = "phonelatch.passed-password";
    static final String SIGNED_IN_BEFORE = "phonelatch.signed-in-before";
    /** In place of a verification: there was none. */
    static final String NONE = "none";

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

    /**
     * Whether this tab's sign-in begins anew, because another verification is held than when its flow ended, and not made by it,
     * or because the number that it began with was removed while it went on with the browser's session.
     */
    public boolean outdated(Optional<Verification> held) {
        return tab != null && (lostItsNumber(tab, held) || (tab.getAuthNote(SIGNED_IN_BEFORE) == null && !knows(held)));
    }

    /** Nobody typed a password in a tab that goes on with a session, so it must not outlive one that ends with its number. */
    private static boolean lostItsNumber(AuthenticationSessionModel goesOn, Optional<Verification> held) {
        String known = goesOn.getAuthNote(VERIFICATION);
        return byCookie(goesOn) && held.isEmpty() && known != null && !known.equals(NONE);
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

    /** Whether the browser was signed in, so that nothing was asked in this tab. */
    private static boolean byCookie(AuthenticationSessionModel tab) {
        return Boolean.parseBoolean(tab.getAuthNote(AuthenticationManager.SSO_AUTH))
                && tab.getAuthenticatedUser() != null;
    }

    static @Nullable UserSessionModel goesOnWith(KeycloakSession session, AuthenticationSessionModel tab) {
        if (!byCookie(tab)) {
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
}
