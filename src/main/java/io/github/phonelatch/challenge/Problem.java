package io.github.phonelatch.challenge;

import io.github.phonelatch.phone.PublishResult;

/** Why there is no message or no verification. Each has one text for people and one error in events. */
public enum Problem {
    COUNTRY_NOT_ALLOWED,
    NUMBER_TYPE_NOT_ALLOWED,
    /** A landline, and the realm has no template that calls. */
    LANDLINE_NOT_ALLOWED,
    /** No template sends by the channel that was chosen. */
    CHANNEL_NOT_AVAILABLE,
    /** The provider says that this is no number in service. */
    INVALID_NUMBER,
    /** The provider or a carrier refuses this number. Only admins are told why. */
    NUMBER_REFUSED,
    NUMBER_UNREACHABLE,
    /** As many accounts as allowed hold this number. Told only after a code to that number was right. */
    NUMBER_TAKEN,
    /** The account's directory names other numbers and lets nobody write them. */
    NUMBER_NOT_IN_DIRECTORY,
    WRONG_CODE,
    CODE_EXPIRED,
    /** No such challenge, or it was made for somebody or something else. */
    UNKNOWN_CHALLENGE,
    /** All attempts on this code are used up. */
    TOO_MANY_ATTEMPTS,
    /** Too many wrong codes within the hour. */
    TOO_MANY_FAILURES,
    /** Too many wrong codes in a row, so the phone is no factor for a day. */
    BLOCKED,
    /** The last message was a moment ago. */
    COOLDOWN,
    /** Too many messages within the hour or the day. */
    TOO_MANY_SENDS,
    /** Too many messages were requested from this network address within the hour. */
    ADDRESS_LIMIT,
    /** Too many messages went to numbers that begin like this one within the hour. */
    PREFIX_LIMIT,
    /** This country's messages of the day are used up. */
    COUNTRY_BUDGET,
    /** The realm's messages of the day are used up. */
    REALM_BUDGET,
    /** Too few of the codes that were sent to numbers that begin like this one were entered. */
    LOW_CONVERSION,
    /** The provider holds a code for this number that is not of this sign-in. */
    CODE_ALREADY_OUT,
    /** Keycloak has locked or disabled the account. */
    ACCOUNT_LOCKED,
    /** The send is still under way. */
    ON_ITS_WAY,
    /** The send's outcome will never be known. */
    OUTCOME_UNKNOWN,
    UNAVAILABLE,
    /** An admin has to act. */
    NOT_CONFIGURED;

    /** Why a verified number was not stored. */
    public static Problem of(PublishResult notPublished) {
        if (notPublished instanceof PublishResult.NumberTaken) {
            return NUMBER_TAKEN;
        }
        return notPublished instanceof PublishResult.NotInDirectory ? NUMBER_NOT_IN_DIRECTORY : UNAVAILABLE;
    }
}
