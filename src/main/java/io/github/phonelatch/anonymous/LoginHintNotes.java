package io.github.phonelatch.anonymous;

import io.github.phonelatch.phone.PhoneNumber;
import java.util.Objects;
import java.util.Optional;
import org.keycloak.sessions.AuthenticationSessionModel;

/** The account typed in this tab, and how far the tab is with its code. Only the server writes it, and it verifies nothing. */
final class LoginHintNotes {
    private static final String NUMBER = "phonelatch.typed.number";
    private static final String ADDRESS = "phonelatch.typed.address";
    private static final String CHALLENGE = "phonelatch.typed.challenge";

    private final AuthenticationSessionModel tab;

    LoginHintNotes(AuthenticationSessionModel tab) {
        this.tab = tab;
    }

    Optional<LoginHint> typed() {
        Optional<PhoneNumber> number =
                Optional.ofNullable(tab.getAuthNote(NUMBER)).flatMap(PhoneNumber::ofE164);
        String address = Objects.requireNonNullElse(tab.getAuthNote(ADDRESS), "");
        return number.isEmpty() && address.isEmpty() ? Optional.empty() : Optional.of(new LoginHint(number, address));
    }

    /** From now on the tab is about this account. What it did for another one before is forgotten. */
    void keep(LoginHint typed) {
        forget();
        typed.number().ifPresent(number -> tab.setAuthNote(NUMBER, number.e164()));
        tab.setAuthNote(ADDRESS, typed.address());
    }

    Optional<String> challenge() {
        return Optional.ofNullable(tab.getAuthNote(CHALLENGE));
    }

    void keepChallenge(String id) {
        tab.setAuthNote(CHALLENGE, id);
    }

    void forget() {
        tab.removeAuthNote(NUMBER);
        tab.removeAuthNote(ADDRESS);
        tab.removeAuthNote(CHALLENGE);
    }
}
