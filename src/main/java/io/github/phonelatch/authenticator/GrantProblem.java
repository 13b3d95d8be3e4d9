package io.github.phonelatch.authenticator;

import io.github.phonelatch.challenge.Problem;

/**
 * A problem as the direct grant names it.
 *
 * @param error for applications that know OAuth 2.0 only: {@code invalid_grant} where the same request would fail again,
 *     {@code temporarily_unavailable} where it may succeed later
 * @param type the name that the endpoints for applications give it too
 * @param description for developers; people are told by the application
 */
record GrantProblem(String error, String type, String description) {
    static GrantProblem of(Problem problem) {
        return switch (problem) {
            case WRONG_CODE -> refused("wrong-code", "The code is wrong");
            case CODE_EXPIRED -> refused("code-expired", "The code has expired");
            case UNKNOWN_CHALLENGE -> refused("unknown-challenge", "No code was asked for");
            case TOO_MANY_TRIES -> refused("too-many-attempts", "Too many wrong codes for this message");
            case TOO_MANY_FAILURES -> refused("too-many-attempts", "Too many wrong codes within an hour");
            case BLOCKED -> refused("too-many-attempts", "Too many wrong codes in a row");
            case ACCOUNT_LOCKED -> refused("account-locked", "The account is locked");
            case COUNTRY_NOT_ALLOWED, NUMBER_TYPE_NOT_ALLOWED, LANDLINE_NOT_ALLOWED, NUMBER_REFUSED ->
                refused("number-not-allowed", "No code is sent to this number");
            case INVALID_NUMBER, NUMBER_UNREACHABLE -> refused("invalid-number", "No code can be sent to this number");
            case NUMBER_TAKEN -> refused("number-taken", "The number belongs to another account");
            case COOLDOWN -> later("rate-limited", "A code was sent a moment ago");
            case TOO_MANY_SENDS -> later("rate-limited", "Too many codes were sent");
            case CODE_ALREADY_OUT -> later("rate-limited", "Another code for this number is still valid");
            case ON_ITS_WAY -> later("provider-unavailable", "The code is still on its way");
            case OUTCOME_UNKNOWN -> later("provider-unavailable", "It is not known whether the code was sent");
            case UNAVAILABLE -> later("provider-unavailable", "Codes cannot be sent or checked for now");
            case NOT_CONFIGURED -> later("not-configured", "Codes are not set up");
        };
    }

    private static GrantProblem refused(String type, String description) {
        return new GrantProblem("invalid_grant", type, description);
    }

    private static GrantProblem later(String type, String description) {
        return new GrantProblem("temporarily_unavailable", type, description);
    }
}
