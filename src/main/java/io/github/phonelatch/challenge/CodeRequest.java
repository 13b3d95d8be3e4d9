package io.github.phonelatch.challenge;

import io.github.phonelatch.phone.PhoneNumber;

/**
 * Who asks, for which number and from where. A challenge made for one claim is refused to any other.
 *
 * @param clientId the application the person signs in to
 * @param binding the tab of the authentication session, or whatever else ties the asking to the checking
 * @param requester decides which counters are used; not part of what a challenge is bound to, for it changes by proving
 * @param locale the person's language as a language tag; empty where none is known
 */
public record CodeRequest(
        String userId,
        String clientId,
        PhoneNumber number,
        Purpose purpose,
        String binding,
        Requester requester,
        String locale) {}
