package io.github.phonelatch.challenge;

import io.github.phonelatch.phone.PhoneNumber;

/**
 * Who asks for a code, to which number and from where. A challenge made for one code request is refused to any other.
 * {@link CodeRequests} makes them.
 *
 * @param userId of the account, or of an anonymous request's visible half the text that stands for one
 * @param clientId the application the person signs in to
 * @param binding the tab of the authentication session, or whatever else ties asking for the code to checking it
 * @param requester decides which counters are used. A challenge is not bound to it, because it changes by verifying
 * @param locale the person's language as a language tag, empty where none is known
 */
public record CodeRequest(
        String userId,
        String clientId,
        PhoneNumber number,
        Purpose purpose,
        String binding,
        Requester requester,
        String locale) {}
