package io.github.phonelatch.tools.simulator;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message template as the provider keeps it.
 *
 * @param strategy the channels in the order in which they are tried
 * @param brandName fills {@code {{brand_name}}}; may be empty
 * @param codes absent for a template that carries no code
 * @param auditRemark why a reviewer refused it; may be empty
 * @param channelConfigs {@code sms_config} and the like, as they were given
 */
public record Template(
        String id,
        String description,
        List<Channel> strategy,
        String brandName,
        Optional<CodeConfig> codes,
        Map<String, Object> channelConfigs,
        Instant createdAt,
        Status status,
        String auditRemark) {

    /** A new template waits for a person's review. */
    public enum Status {
        PENDING(1),
        APPROVED(2),
        REJECTED(3);

        private final int wireValue;

        Status(int wireValue) {
            this.wireValue = wireValue;
        }

        public int wireValue() {
            return wireValue;
        }

        static Optional<Status> of(int wireValue) {
            for (Status status : values()) {
                if (status.wireValue == wireValue) {
                    return Optional.of(status);
                }
            }
            return Optional.empty();
        }
    }

    public Template {
        if (id.isBlank() || id.length() > 128) {
            throw new IllegalArgumentException("a template id is 1 to 128 characters");
        }
        if (strategy.isEmpty()) {
            throw new IllegalArgumentException("a template needs a channel");
        }
        strategy = List.copyOf(strategy);
        channelConfigs = Collections.unmodifiableMap(new HashMap<>(channelConfigs));
    }

    /** Approved, with the provider's default texts, and codes of 6 digits that are good for 5 minutes. */
    public static Template approved(String id, Channel first, Channel... next) {
        List<Channel> strategy = new ArrayList<>(List.of(first));
        Collections.addAll(strategy, next);
        Map<String, Object> configs = new HashMap<>();
        for (Channel channel : strategy) {
            configs.put(channel.wireName() + "_config", defaultConfig(channel));
        }
        return new Template(
                id,
                "",
                strategy,
                "My School",
                Optional.of(new CodeConfig(1, 6, 5)),
                configs,
                Instant.ofEpochSecond(1_700_000_000),
                Status.APPROVED,
                "");
    }

    public Template withBrandName(String name) {
        return new Template(id, description, strategy, name, codes, channelConfigs, createdAt, status, auditRemark);
    }

    public Template withCodes(CodeConfig config) {
        return new Template(
                id,
                description,
                strategy,
                brandName,
                Optional.of(config),
                channelConfigs,
                createdAt,
                status,
                auditRemark);
    }

    public Template withStatus(Status newStatus) {
        return new Template(
                id, description, strategy, brandName, codes, channelConfigs, createdAt, newStatus, auditRemark);
    }

    /** The text of an SMS of one's own, where the template has one. */
    Optional<String> ownSmsText() {
        return config(Channel.SMS)
                .map(config -> config.get("template_custom_config"))
                .filter(Map.class::isInstance)
                .map(config -> ((Map<?, ?>) config).get("custom_content"))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    /** A switch of the default text, such as {@code contain_expire}: on unless the template turns it off. */
    boolean defaultTextSays(Channel channel, String flag) {
        return config(channel)
                .map(config -> config.get("template_default_config"))
                .filter(Map.class::isInstance)
                .map(config -> !Boolean.FALSE.equals(((Map<?, ?>) config).get(flag)))
                .orElse(true);
    }

    private Optional<Map<?, ?>> config(Channel channel) {
        return channelConfigs.get(channel.wireName() + "_config") instanceof Map<?, ?> config
                ? Optional.of(config)
                : Optional.empty();
    }

    static Map<String, Object> defaultConfig(Channel channel) {
        if (channel == Channel.EMAIL) {
            return Map.of("template_name", "default", "template_custom_configs", List.of());
        }
        Map<String, Object> config = new HashMap<>();
        config.put("template_type", 1);
        config.put("template_default_config", Map.of("contain_security", true, "contain_expire", true));
        if (channel == Channel.SMS) {
            config.put("template_parts", 1);
        }
        return config;
    }
}
