package io.github.phonelatch.gateway.engagelab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.http.Endpoint;
import io.github.phonelatch.gateway.http.ErrorTable;
import io.github.phonelatch.gateway.http.Misconfiguration;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What EngageLab's error codes mean. Code and endpoint decide, and the status only where there is no code, because the same
 * code means different things on different endpoints, and 3004 arrives as HTTP 400.
 */
final class ErrorCodes implements ErrorTable {
    static final ErrorCodes TABLE = new ErrorCodes();

    static final int BUSINESS_RULE = 3003;
    static final int NOT_FOUND = 4001;

    private static final int INTERNAL = 1000;
    private static final int NOT_PERMITTED = 2004;
    private static final int WINDOW_OPEN = 3004;

    private static final Map<Integer, Meaning> MEANINGS = Map.ofEntries(
            row(INTERNAL, Kind.UNAVAILABLE, "EngageLab had an internal error"),
            row(
                    2001,
                    Kind.MISCONFIGURED,
                    "EngageLab does not know this key and secret: check dev-key and dev-secret, and the key's IP"
                            + " allow-list"),
            row(
                    2002,
                    Kind.MISCONFIGURED,
                    "the key has expired or is disabled: renew or enable it in the EngageLab console"),
            row(
                    NOT_PERMITTED,
                    Kind.MISCONFIGURED,
                    "the key may not do this: give it the permissions Send and Verify in the EngageLab console, and"
                            + " check its IP allow-list"),
            row(3001, Kind.MISCONFIGURED, "EngageLab could not read our request: report this as a bug of Phonelatch"),
            row(
                    3002,
                    Kind.MISCONFIGURED,
                    "EngageLab refuses a parameter: check templates and alternative-templates of the realm"),
            row(
                    BUSINESS_RULE,
                    Kind.MISCONFIGURED,
                    "EngageLab refuses to send with this template: check in its console that it is approved and has a"
                            + " channel"),
            row(3005, Kind.MISCONFIGURED, "the EngageLab account has no balance left: top it up"),
            row(
                    3013,
                    Kind.MISCONFIGURED,
                    "the template is not approved or not available: see its state in the EngageLab console"),
            row(
                    NOT_FOUND,
                    Kind.MISCONFIGURED,
                    "EngageLab has no such template in the key's application: check templates and"
                            + " alternative-templates of the realm"),
            row(5001, Kind.UNAVAILABLE, "EngageLab could not send, and gave no reason"),
            row(5011, Kind.NUMBER_INVALID, "EngageLab finds the number's format wrong"),
            row(5012, Kind.NUMBER_UNREACHABLE, "the number cannot be reached"),
            row(5013, Kind.NUMBER_BLOCKED, "the number is on a block list"),
            row(
                    5014,
                    Kind.MISCONFIGURED,
                    "the text breaks a rule of the country or carrier: change the template in the EngageLab console"),
            row(5015, Kind.NUMBER_BLOCKED, "the message was intercepted by a carrier or fraud filter"),
            row(5016, Kind.UNAVAILABLE, "EngageLab had an error while sending"),
            row(
                    5017,
                    Kind.COUNTRY_NOT_SERVED,
                    "the account may not send to mainland China: ask EngageLab, or take the country from"
                            + " allowed-countries"),
            row(5018, Kind.NUMBER_UNREACHABLE, "the handset is off or its line is suspended"),
            row(5019, Kind.NUMBER_BLOCKED, "the number's owner has unsubscribed from EngageLab's messages"),
            row(5020, Kind.NUMBER_INVALID, "the number is not in service"),
            row(6001, Kind.RATE_LIMITED, "EngageLab finds that this number was sent to too often"),
            row(6003, Kind.RATE_LIMITED, "EngageLab's daily limit is reached: ask it for a higher one"),
            row(6006, Kind.COUNTRY_NOT_SERVED, "EngageLab does not serve this country: take it from allowed-countries"),
            row(6007, Kind.MISCONFIGURED, "the EngageLab SMS service is suspended: ask EngageLab"));

    private ErrorCodes() {}

    @Override
    public boolean isError(ObjectNode body) {
        return body.hasNonNull("code") && code(body).orElse(-1) != 0;
    }

    /** Leniently a number or a text of digits. */
    @Override
    public OptionalInt code(ObjectNode body) {
        JsonNode code = body.path("code");
        if (code.canConvertToInt() && code.isIntegralNumber()) {
            return OptionalInt.of(code.intValue());
        }
        if (code.isTextual() && code.textValue().matches("[0-9]{1,9}")) {
            return OptionalInt.of(Integer.parseInt(code.textValue()));
        }
        return OptionalInt.empty();
    }

    @Override
    public String message(ObjectNode body) {
        return body.path("message").asText("");
    }

    @Override
    public Meaning meaning(Endpoint endpoint, int status, OptionalInt code) {
        if (code.isPresent()) {
            int given = code.getAsInt();
            if (endpoint == Endpoint.SEND && given == WINDOW_OPEN) {
                return new Meaning(Kind.ALREADY_SENT, "a code for this number and template is still valid");
            }
            if (endpoint == Endpoint.TEMPLATE && given == NOT_PERMITTED) {
                // A key for sending and verifying alone is a good key.
                return new Meaning(Kind.UNAVAILABLE, "the key may not read templates, so they cannot be checked");
            }
            Meaning known = MEANINGS.get(given);
            if (known != null) {
                return known;
            }
        }
        @Nullable Meaning byStatus = ofStatus(status);
        if (byStatus != null) {
            return byStatus;
        }
        return code.isPresent() ? ofFamily(code.getAsInt()) : other(status);
    }

    @Override
    public Misconfiguration misconfiguration(OptionalInt code) {
        if (code.isEmpty()) {
            // Without a code only a key is refused.
            return Misconfiguration.CREDENTIALS;
        }
        return switch (code.getAsInt()) {
            case NOT_PERMITTED -> Misconfiguration.PERMISSION;
            case 3002, BUSINESS_RULE, 3013, NOT_FOUND, 5014 -> Misconfiguration.TEMPLATE;
            case 3005 -> Misconfiguration.BALANCE;
            case 6007 -> Misconfiguration.ACCOUNT;
            default -> code.getAsInt() / 1000 == 2 ? Misconfiguration.CREDENTIALS : Misconfiguration.OTHER;
        };
    }

    /**
     * Every 4xx says so but 408, which some proxies give after passing the request on. Under a success status only a code
     * from the table does. After a 5xx nobody knows.
     */
    @Override
    public boolean saysNothingWasSent(int status, OptionalInt code) {
        if (status >= 400 && status < 500) {
            return status != 408;
        }
        return status < 300
                && code.isPresent()
                && code.getAsInt() != INTERNAL
                && (code.getAsInt() == WINDOW_OPEN || MEANINGS.containsKey(code.getAsInt()));
    }

    private static @Nullable Meaning ofStatus(int status) {
        if (status >= 500) {
            return new Meaning(Kind.UNAVAILABLE, "EngageLab, or a proxy before it, has an error");
        }
        return status == 429 ? new Meaning(Kind.RATE_LIMITED, "EngageLab asks us to slow down") : null;
    }

    /** By the first digit, which tells whose problem it is. EngageLab's tables differ from page to page and may have grown. */
    private static Meaning ofFamily(int code) {
        return switch (code / 1000) {
            case 2 ->
                new Meaning(
                        Kind.MISCONFIGURED,
                        "EngageLab refuses the key: check it, its permissions and its IP allow-list");
            case 3 ->
                new Meaning(
                        Kind.MISCONFIGURED, "EngageLab refuses the request: check template and account in its console");
            case 4 ->
                new Meaning(
                        Kind.MISCONFIGURED, "EngageLab does not find what was named: check the realm's template ids");
            case 6 -> new Meaning(Kind.RATE_LIMITED, "EngageLab's risk control refuses this");
            default -> new Meaning(Kind.UNAVAILABLE, "EngageLab gave a code we do not know");
        };
    }

    private static Meaning other(int status) {
        if (status == 401 || status == 403) {
            return new Meaning(
                    Kind.MISCONFIGURED,
                    "EngageLab refuses the key: check dev-key, dev-secret, the key's permissions and its IP allow-list");
        }
        return new Meaning(Kind.UNAVAILABLE, "this is no answer of EngageLab: check base-url and proxy-url");
    }

    private static Map.Entry<Integer, Meaning> row(int code, Kind kind, String inWords) {
        return Map.entry(code, new Meaning(kind, inWords));
    }
}
