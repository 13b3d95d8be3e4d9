package io.github.phonelatch.challenge;

import io.github.phonelatch.gateway.GatewayFailure;

/** Why permits are given back, which decides whose limits get theirs back. */
enum ReturnReason {
    /** The message was certainly not sent, through no fault of the number. */
    NOT_SENT,
    /**
     * The message was not sent, because the provider refuses the number. It still counts against the address:
     * otherwise a person who is signed in could have the provider asked about numbers for free. An outage or an empty
     * balance costs nobody anything.
     */
    NUMBER_REFUSED,
    /** Another request's message was joined or is awaited. */
    JOINED,
    REFUSED_BY_NARROWER_LIMIT,
    /** The provider was certainly not asked about the code. */
    CODE_NOT_COMPARED,
    /** The code had ended. The message keeps the attempt, and the person did not fail. */
    CODE_ENDED,
    /** The code was right. The message keeps the attempt, and the row of failures ends as a whole. */
    CODE_RIGHT;

    static ReturnReason of(GatewayFailure failure) {
        return switch (failure.kind()) {
            case NUMBER_INVALID, NUMBER_UNREACHABLE, NUMBER_BLOCKED -> NUMBER_REFUSED;
            case ALREADY_SENT, COUNTRY_NOT_SERVED, RATE_LIMITED, UNAVAILABLE, MISCONFIGURED, NOT_CONFIGURED -> NOT_SENT;
        };
    }

    /** Whether this limit gets its permits back. */
    boolean frees(Limit limit) {
        return switch (this) {
            case NOT_SENT, JOINED, REFUSED_BY_NARROWER_LIMIT, CODE_NOT_COMPARED -> true;
            case NUMBER_REFUSED -> limit != Limit.ADDRESS;
            case CODE_ENDED -> limit != Limit.ATTEMPTS;
            case CODE_RIGHT -> limit == Limit.FAILURES_PER_HOUR;
        };
    }
}
