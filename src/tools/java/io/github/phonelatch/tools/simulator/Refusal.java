package io.github.phonelatch.tools.simulator;

import java.io.Serial;

/** A check of the provider that a call did not pass; it ends the call with the provider's error shape. */
final class Refusal extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final int httpStatus;
    private final int code;

    private Refusal(int httpStatus, int code, String message) {
        super(message, null, false, false);
        this.httpStatus = httpStatus;
        this.code = code;
    }

    static Refusal badCredentials() {
        return new Refusal(401, 2001, "authentication failed");
    }

    static Refusal keyDisabled() {
        return new Refusal(401, 2002, "the key has expired or is disabled");
    }

    static Refusal notPermitted() {
        return new Refusal(403, 2004, "the key may not call this API");
    }

    static Refusal notJson(String why) {
        return new Refusal(400, 3001, why);
    }

    static Refusal badField(String why) {
        return new Refusal(400, 3002, why);
    }

    static Refusal rule(String why) {
        return new Refusal(400, 3003, why);
    }

    static Refusal notApproved(boolean as3013) {
        return new Refusal(400, as3013 ? 3013 : 3003, "the template is not approved");
    }

    static Refusal tooSoon() {
        return new Refusal(400, 3004, "a message of this template to this target is still valid");
    }

    static Refusal notFound(String why) {
        return new Refusal(400, 4001, why);
    }

    static Refusal badNumber() {
        return new Refusal(400, 5011, "the target has no valid format");
    }

    Answer answer() {
        String message = getMessage();
        return Answer.error(httpStatus, code, message == null ? "" : message);
    }
}
