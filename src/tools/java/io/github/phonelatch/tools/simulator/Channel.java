package io.github.phonelatch.tools.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** How a message travels. */
public enum Channel {
    SMS,
    WHATSAPP,
    VOICE,
    EMAIL;

    /** As the provider writes it, for example {@code whatsapp}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Channel> of(String wireName) {
        for (Channel channel : values()) {
            if (channel.wireName().equals(wireName)) {
                return Optional.of(channel);
            }
        }
        return Optional.empty();
    }

    /** A strategy such as {@code whatsapp|sms}; empty when it is not one: unknown or repeated channel, e-mail with another. */
    static Optional<List<Channel>> strategy(String text) {
        List<Channel> channels = new ArrayList<>();
        for (String name : text.split("\\|", -1)) {
            Optional<Channel> channel = of(name);
            if (channel.isEmpty() || channels.contains(channel.get())) {
                return Optional.empty();
            }
            channels.add(channel.get());
        }
        boolean mixedWithEmail = channels.size() > 1 && channels.contains(EMAIL);
        return mixedWithEmail ? Optional.empty() : Optional.of(List.copyOf(channels));
    }

    static String strategy(List<Channel> channels) {
        return channels.stream().map(Channel::wireName).collect(Collectors.joining("|"));
    }
}
