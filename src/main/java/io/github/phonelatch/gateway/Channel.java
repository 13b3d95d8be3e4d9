package io.github.phonelatch.gateway;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How a message reaches a phone. */
public enum Channel {
    SMS,
    WHATSAPP,
    VOICE,
    EMAIL;

    /** The name in settings, forms, endpoints and events, such as {@code sms}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for a name that is none of these. */
    public static Optional<Channel> of(String id) {
        return Arrays.stream(values())
                .filter(channel -> channel.id().equals(id))
                .findFirst();
    }
}
