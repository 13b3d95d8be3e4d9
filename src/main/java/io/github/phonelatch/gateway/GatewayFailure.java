package io.github.phonelatch.gateway;

import org.jspecify.annotations.Nullable;

/**
 * Why the provider did not do what it was asked.
 *
 * @param providerCode the provider's own error code, or null where it gave none. For log and events, never for a page
 * @param detail one line for the log, in words for an admin. Holds no number, code or secret
 */
public record GatewayFailure(Kind kind, @Nullable Integer providerCode, String detail) {

    /** What follows for people. Each kind maps to one text, one event error and one problem type. */
    public enum Kind {
        /** A code for this number and template is still alive at the provider. This send is no message. */
        ALREADY_SENT,
        /** The number is not one: format, not in service. */
        NUMBER_INVALID,
        /** The handset is off, out of reach or suspended. */
        NUMBER_UNREACHABLE,
        /** The provider or a carrier refuses this number: blocked, unsubscribed, intercepted. */
        NUMBER_BLOCKED,
        /** The provider does not serve this country for this account. */
        COUNTRY_NOT_SERVED,
        /** The provider asks this server to slow down, or says that this number was sent to too often. */
        RATE_LIMITED,
        /** An admin has to act: credentials, permission, template, balance, text. */
        MISCONFIGURED,
        /** Options are missing or wrong, so nothing was asked. */
        NOT_CONFIGURED,
        /** The provider is down, slow or not to be understood, or all threads are busy. */
        UNAVAILABLE
    }
}
