package io.github.phonelatch.application;

import io.github.phonelatch.challenge.Problem;
import java.util.Locale;

/** The problems an application may be told of. Their names are part of the contract: a released one is never renamed. */
public enum ProblemType {
    INVALID_REQUEST(400, "The request is not valid"),
    INVALID_TOKEN(401, "The access token is missing or not valid"),
    INSUFFICIENT_USER_AUTHENTICATION(401, "More has to be shown first"),
    CLIENT_NOT_ALLOWED(403, "This application may not use this endpoint with this token"),
    ORIGIN_NOT_ALLOWED(403, "This origin may not use this endpoint"),
    ACCOUNT_LOCKED(403, "The account is locked for now"),
    NOT_FOUND(404, "There is no such endpoint"),
    UNKNOWN_CHALLENGE(404, "There is no such challenge"),
    METHOD_NOT_ALLOWED(405, "The endpoint has no such method"),
    NUMBER_TAKEN(409, "The number belongs to other accounts"),
    CODE_EXPIRED(410, "The code has expired or was used"),
    BODY_TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The body has to be JSON"),
    INVALID_NUMBER(422, "This is no phone number in service"),
    CHANNEL_NOT_AVAILABLE(422, "Codes are not sent by this channel"),
    NUMBER_NOT_ALLOWED(422, "Codes are not sent to this number"),
    WRONG_CODE(422, "The code is wrong"),
    TOO_MANY_ATTEMPTS(429, "Too many wrong codes"),
    RATE_LIMITED(429, "No other code can be sent yet"),
    PROVIDER_UNAVAILABLE(503, "Codes cannot be sent or checked now"),
    NOT_CONFIGURED(503, "Codes are not set up here");

    private static final String PREFIX = "urn:phonelatch:problem:";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** The answer to an application. It does not name the provider's own reason. */
    public static ProblemType of(Problem problem) {
        return switch (problem) {
            case COUNTRY_NOT_ALLOWED,
                    NUMBER_TYPE_NOT_ALLOWED,
                    LANDLINE_NOT_ALLOWED,
                    NUMBER_REFUSED,
                    NUMBER_UNREACHABLE,
                    NUMBER_NOT_IN_DIRECTORY -> NUMBER_NOT_ALLOWED;
            case CHANNEL_NOT_AVAILABLE -> CHANNEL_NOT_AVAILABLE;
            case INVALID_NUMBER -> INVALID_NUMBER;
            case NUMBER_TAKEN -> NUMBER_TAKEN;
            case WRONG_CODE -> WRONG_CODE;
            case CODE_EXPIRED -> CODE_EXPIRED;
            case UNKNOWN_CHALLENGE -> UNKNOWN_CHALLENGE;
            case TOO_MANY_ATTEMPTS, TOO_MANY_FAILURES, BLOCKED -> TOO_MANY_ATTEMPTS;
            case COOLDOWN,
                    TOO_MANY_SENDS,
                    ADDRESS_LIMIT,
                    PREFIX_LIMIT,
                    COUNTRY_BUDGET,
                    REALM_BUDGET,
                    LOW_CONVERSION,
                    CODE_ALREADY_OUT -> RATE_LIMITED;
            case ACCOUNT_LOCKED -> ACCOUNT_LOCKED;
            case ON_ITS_WAY, OUTCOME_UNKNOWN, UNAVAILABLE -> PROVIDER_UNAVAILABLE;
            case NOT_CONFIGURED -> NOT_CONFIGURED;
        };
    }

    /** The identifier applications compare, such as {@code urn:phonelatch:problem:wrong-code}. */
    public String urn() {
        return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }

    /** For the application's developer. People are told by the application itself. In ASCII, as OAuth requires. */
    public static String detail(Problem problem) {
        return switch (problem) {
            case COUNTRY_NOT_ALLOWED -> "Codes are not sent to this number's country.";
            case NUMBER_TYPE_NOT_ALLOWED -> "Codes are not sent to this kind of number.";
            case LANDLINE_NOT_ALLOWED -> "This is a landline, and nothing here can call it.";
            case CHANNEL_NOT_AVAILABLE -> "Leave the channel out, or choose one of those that an answer lists.";
            case INVALID_NUMBER -> "The number is not in service.";
            case NUMBER_REFUSED -> "Messages to this number are refused.";
            case NUMBER_UNREACHABLE -> "The phone is off, out of reach or suspended.";
            case NUMBER_TAKEN -> "As many accounts as allowed have verified this number.";
            case NUMBER_NOT_IN_DIRECTORY ->
                "The person's organization has another number for them, and has to correct it there.";
            case WRONG_CODE -> "This is not the code that was sent.";
            case CODE_EXPIRED -> "Ask for a new code.";
            case UNKNOWN_CHALLENGE ->
                "It has ended, or was made for another person, session or application. Ask for a new code.";
            case TOO_MANY_ATTEMPTS -> "No more attempts on this code. Ask for a new one after the wait.";
            case TOO_MANY_FAILURES -> "Too many wrong codes within the hour.";
            case BLOCKED -> "Too many wrong codes in a row: no code is accepted for a day.";
            case COOLDOWN -> "The last code was sent a moment ago.";
            case TOO_MANY_SENDS -> "Too many codes were sent within the hour or the day.";
            case ADDRESS_LIMIT -> "Too many codes were asked for from this network within the hour.";
            case PREFIX_LIMIT -> "Too many codes were sent to numbers that begin like this one within the hour.";
            case COUNTRY_BUDGET -> "The codes that may be sent to this country in a day are used up.";
            case REALM_BUDGET -> "The codes that may be sent in a day are used up.";
            case LOW_CONVERSION -> "Codes are not sent to numbers that begin like this one for now.";
            case CODE_ALREADY_OUT -> "An earlier code for this number has to end first.";
            case ACCOUNT_LOCKED -> "Too many failed sign-ins, or disabled by an administrator.";
            case ON_ITS_WAY -> "The code is still on its way.";
            case OUTCOME_UNKNOWN -> "Nobody knows whether the code was sent. Ask for another one after the wait.";
            case UNAVAILABLE -> "Try again later.";
            case NOT_CONFIGURED -> "An administrator has to complete the set-up of phone codes.";
        };
    }
}
