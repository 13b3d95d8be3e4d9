package io.github.phonelatch.gateway.http;

import java.util.Locale;

/** What an admin has to put right, as metrics name it. */
public enum Misconfiguration {
    /** Key and secret are unknown, expired or disabled. */
    CREDENTIALS,
    /** The key may not do this, or not from here. */
    PERMISSION,
    /** The template is unknown, not approved, or of a text that is refused. */
    TEMPLATE,
    BALANCE,
    /** The provider has suspended the account's service. */
    ACCOUNT,
    /** Server options are missing or wrong. */
    OPTIONS,
    OTHER;

    String inMetrics() {
        return name().toLowerCase(Locale.ROOT);
    }
}
