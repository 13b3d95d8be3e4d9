package io.github.phonelatch.challenge;

/**
 * A message that is reserved and stored, and that this request alone hands to the gateway.
 *
 * @param challengeId of the challenge that the request made on it
 * @param name where the message's record lies
 * @param permits what the message holds of the limits
 */
record ReservedMessage(
        ChallengeIds ids,
        String challengeId,
        CodeRequest request,
        ChosenTemplate template,
        String name,
        MessageRecord message,
        Permits permits) {}
