package io.github.phonelatch.authenticator;

import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/** How far this tab is with the step. The notes verify nothing. */
final class StepNotes {
    private static final String ARRIVED = "phonelatch.step.arrived";
    private static final String ASKED = "phonelatch.step.asked";
    private static final String CHALLENGE = "phonelatch.step.challenge";

    private final AuthenticationSessionModel tab;

    StepNotes(AuthenticationSessionModel tab) {
        this.tab = tab;
    }

    /** Notes that the step was reached. Answers whether it was in this tab before. */
    boolean arrive() {
        return before(ARRIVED);
    }

    /** Notes that showing the page sends a message. Answers whether it did in this tab before. */
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
