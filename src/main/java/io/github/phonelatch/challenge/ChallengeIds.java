package io.github.phonelatch.challenge;

import io.github.phonelatch.support.Keys.Namer;

/** Names the challenge of a code request on a message. */
interface ChallengeIds {
    /** An id that only the asking party learns: the same each time for the same code request and message. */
    ChallengeIds SECRET = ChallengeStore::id;

    /**
     * The id of the challenge.
     *
     * @param names makes names under the key that the message is stored under
     */
    String of(Namer names, CodeRequest request, MessageRecord message);
}
