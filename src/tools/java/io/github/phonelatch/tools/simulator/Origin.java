package io.github.phonelatch.tools.simulator;

import java.util.Locale;

/** The call a message came from. Only the codes of {@code /v1/messages} are the provider's own and can be verified there. */
public enum Origin {
    MESSAGES,
    CODES,
    CUSTOM;

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
