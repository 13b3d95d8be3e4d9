package io.github.phonelatch.gateway.engagelab;

import java.util.Locale;

/** What an admin has to put right, as metrics name it. */
enum Misconfiguration {
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

    /** @param code the provider's */
    static Misconfiguration ofCode(int code) {
        return switch (code) {
            case 2004 -> PERMISSION;
            case 3002, 3003, 3013, 4001, 5014 -> TEMPLATE;
            case 3005 -> BALANCE;
            case 6007 -> ACCOUNT;
            default -> code / 1000 == 2 ? CREDENTIALS : OTHER;
        };
    }

    String inMetrics() {
        return name().toLowerCase(Locale.ROOT);
    }
}
