package io.github.phonelatch.challenge;

import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.Verification;
import java.util.Optional;

/**
 * Makes the code requests of one place where codes are typed. There is no other way to one, so that purpose and requester
 * are decided here alone.
 *
 * @param clientId the application the person signs in to
 * @param binding the tab of the authentication session, or whatever else ties asking for the code to checking it
 * @param locale the person's language as a language tag, empty where none is known
 */
public record CodeRequests(String clientId, String binding, String locale) {

    /** For a code to the number that the user holds, at a sign-in. */
    public CodeRequest signIn(String userId, PhoneNumber number) {
        return request(userId, number, Purpose.SIGN_IN, Requester.OWNER);
    }

    /**
     * To verify a number, or to verify it again.
     *
     * @param held what the user holds, whatever its age. Somebody who enrols a number must not use up its owner's messages,
     *     and a verification that became too old still makes its user the owner
     */
    public CodeRequest verification(String userId, PhoneNumber number, Optional<Verification> held) {
        boolean owner = held.filter(verification -> verification.number().equals(number))
                .isPresent();
        return request(userId, number, Purpose.VERIFY_PHONE, owner ? Requester.OWNER : Requester.ENROLLEE);
    }

    /**
     * The visible half of an anonymous request.
     *
     * @param typed stands for an account, known or not
     */
    public CodeRequest anonymousInput(Purpose purpose, String typed, PhoneNumber number) {
        return request(typed, number, purpose, Requester.ANONYMOUS_INPUT);
    }

    /** The hidden half of an anonymous request. */
    public CodeRequest anonymousAccount(Purpose purpose, String userId, PhoneNumber number) {
        return request(userId, number, purpose, Requester.ANONYMOUS_ACCOUNT);
    }

    private CodeRequest request(String userId, PhoneNumber number, Purpose purpose, Requester requester) {
        return new CodeRequest(userId, clientId, number, purpose, binding, requester, locale);
    }
}
