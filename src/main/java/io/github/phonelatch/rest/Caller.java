package io.github.phonelatch.rest;

import io.github.phonelatch.challenge.Challenges;
import io.github.phonelatch.challenge.CodeRequest;
import io.github.phonelatch.challenge.CodeRequests;
import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Verification;
import java.util.Optional;

/**
 * The caller, as their token and the state of their account said a moment ago. Holds nothing of the session it was read in, so
 * that no database connection is held while the provider is asked.
 *
 * @param held the verification of the number that is theirs, whatever its age
 * @param verified the verification that counts now
 * @param known the number on the account, verified or not
 * @param locale as a language tag
 */
record Caller(
        String userId,
        String clientId,
        SignIn signIn,
        Optional<Verification> held,
        Optional<Verification> verified,
        Optional<PhoneNumber> known,
        String locale,
        RealmSettings settings,
        Challenges challenges) {
    /** A number that is to replace another one is bound to that one's verification, so that it takes the place of no other. */
    CodeRequest request(PhoneNumber number) {
        String session = "session/" + signIn.sessionId();
        String binding = replaced(number)
                .map(verification -> session + "/" + verification.id())
                .orElse(session);
        return new CodeRequests(clientId, binding, locale).verification(userId, number, held);
    }

    /**
     * A session that is older than the verification held now changes nothing.
     *
     * @param signInChallenge how {@code WWW-Authenticate} begins
     * @throws Refused where it is
     */
    void requireCurrent(String signInChallenge) {
        if (signIn.outdated()) {
            throw Refused.signInAgain(signInChallenge, signIn);
        }
    }

    /** The verification that this number would take the place of. */
    Optional<Verification> replaced(PhoneNumber number) {
        return held.filter(verification -> !verification.number().equals(number));
    }
}
