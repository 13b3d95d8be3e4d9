package io.github.phonelatch.authenticator;

import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/** How far this tab is with the step. Nothing here proves anything. */
final class StepNotes {
    private static final String ARRIVED = "phonelatch.step.arrived";
    private static final String ASKED = "phonelatch.step.asked";
    private static final String CHALLENGE = "phonelatch.step.challenge";

    private final AuthenticationSessionModel tab;

    StepNotes(AuthenticationSessionModel tab) {
        this.tab = tab;
    }

    /** Whether this was called before in this tab. */
    boolean arrive() {
        return before(ARRIVED);
    }

    /** Whether this was called before in this tab. */
    boolean ask() {
        return before(ASKED);
    }

    Optional<String> challenge() {
        return Optional.ofNullable(tab.getAuthNote(CHALLENGE));
    }

    void keep(String challengeId) {
        tab.setAuthNote(CHALLENGE, challengeId);
    }

    void forget() {
        tab.removeAuthNote(ARRIVED);
        tab.removeAuthNote(ASKED);
        tab.removeAuthNote(CHALLENGE);
    }

    private boolean before(String note) {
        boolean before = tab.getAuthNote(note) != null;
        tab.setAuthNote(note, "true");
        return before;
    }
}
