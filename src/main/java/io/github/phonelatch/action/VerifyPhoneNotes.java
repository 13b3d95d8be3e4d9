package io.github.phonelatch.action;

import io.github.phonelatch.phone.Enforcement;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Verification;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.keycloak.models.UserModel;
import org.keycloak.models.UserSessionModel;
import org.keycloak.sessions.AuthenticationSessionModel;

/**
 * The state of this tab of the sign-in: which number it asks a code for, and its challenge. Only the server writes it, so that
 * the number is frozen between sending and checking. The notes verify nothing, and losing them costs the person a click.
 */
final class VerifyPhoneNotes {
    private static final String NUMBER = "phonelatch.number";
    private static final String CHALLENGE = "phonelatch.challenge";
    private static final String OTHER_NUMBER = "phonelatch.other-number";

    private static final String NEEDED = "phonelatch.needed";
    private static final String TYPED = "phonelatch.typed";
    private static final String BEFORE_FACTOR = "phonelatch.before-factor";
    private static final String PROTECTS = "phonelatch.protects";
    private static final String REPLACES = "phonelatch.replaces";

    private final AuthenticationSessionModel tab;

    VerifyPhoneNotes(AuthenticationSessionModel tab) {
        this.tab = tab;
    }

    /** Whether our own need put the action on this sign-in. An admin's e-mail may put it there too. */
    boolean needed() {
        return tab.getAuthNote(NEEDED) != null;
    }

    void need(boolean needed) {
        set(NEEDED, needed);
    }

    /** Takes over the note of a step that asked from the session that goes on, because Keycloak brings no such notes along. */
    void continueFrom(@Nullable UserSessionModel signedIn, UserModel user) {
        if (signedIn != null
                && signedIn.getUser().getId().equals(user.getId())
                && signedIn.getNote(Enforcement.ASKED_BY_FLOW) != null) {
            tab.setUserSessionNote(Enforcement.ASKED_BY_FLOW, "true");
        }
    }

    /** Whether a step of the flow asks for a number, whatever the realm's settings say. */
    boolean askedByFlow() {
        return tab.getUserSessionNotes().containsKey(Enforcement.ASKED_BY_FLOW);
    }

    /** As it was written, because a number that was stored long ago may be of an older plan. */
    Optional<PhoneNumber> number() {
        return Optional.ofNullable(tab.getAuthNote(NUMBER)).flatMap(PhoneNumber::ofE164);
    }

    Optional<String> challenge() {
        return Optional.ofNullable(tab.getAuthNote(CHALLENGE));
    }

    /** Whether the person asked to type another number than the one on the account. */
    boolean wantsOtherNumber() {
        return tab.getAuthNote(OTHER_NUMBER) != null;
    }

    void keep(PhoneNumber number, String challengeId) {
        if (number().filter(number::equals).isEmpty()) {
            tab.removeAuthNote(TYPED);
            tab.removeAuthNote(REPLACES);
        }
        tab.setAuthNote(NUMBER, number.e164());
        tab.setAuthNote(CHALLENGE, challengeId);
    }

    /** The person typed the number of this challenge in this tab, and so knows it. */
    void typed() {
        tab.setAuthNote(TYPED, "true");
    }

    boolean wasTyped() {
        return tab.getAuthNote(TYPED) != null;
    }

    void wantOtherNumber() {
        forget();
        tab.setAuthNote(OTHER_NUMBER, "true");
    }

    /** Whether a code to the current number is asked for only because another factor is about to be added, or this one removed. */
    boolean beforeFactor() {
        return tab.getAuthNote(BEFORE_FACTOR) != null;
    }

    void beforeFactor(boolean before) {
        set(BEFORE_FACTOR, before);
    }

    /** Whether the action was put on this sign-in for another reason than the need for a number. */
    boolean protects() {
        return tab.getAuthNote(PROTECTS) != null;
    }

    void protects(boolean protects) {
        set(PROTECTS, protects);
    }

    /** The number of this challenge was asked a code for when it might take the place of the one held. */
    void replaces(Verification held) {
        tab.setAuthNote(REPLACES, held.id());
    }

    boolean mayReplace(Verification held) {
        return held.id().equals(tab.getAuthNote(REPLACES));
    }

    void forget() {
        tab.removeAuthNote(NUMBER);
        tab.removeAuthNote(CHALLENGE);
        tab.removeAuthNote(OTHER_NUMBER);
        tab.removeAuthNote(TYPED);
        tab.removeAuthNote(REPLACES);
    }

    private void set(String note, boolean value) {
        if (value) {
            tab.setAuthNote(note, "true");
        } else {
            tab.removeAuthNote(note);
        }
    }

    /** A number that the same person asked a code for in another tab of this browser. */
    Optional<PhoneNumber> numberOfAnotherTab(UserModel user) {
        return tab.getParentSession().getAuthenticationSessions().values().stream()
                .filter(other -> !other.getTabId().equals(tab.getTabId()))
                .filter(other -> other.getAuthenticatedUser() != null
                        && other.getAuthenticatedUser().getId().equals(user.getId()))
                .flatMap(other -> new VerifyPhoneNotes(other).number().stream())
                .findFirst();
    }
}
