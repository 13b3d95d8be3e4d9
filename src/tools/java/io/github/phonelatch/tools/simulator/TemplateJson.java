package io.github.phonelatch.tools.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Templates as the provider's API reads and writes them, with its checks. */
final class TemplateJson {
    private static final Set<String> CUSTOM_TYPES = Set.of("authentication", "marketing", "utility");
    private static final Set<Integer> WHATSAPP_TTLS = Set.of(1, 5, 10);

    private TemplateJson() {}

    /** What {@code GET /v1/template-configs} has for each: no codes, no texts. */
    static ObjectNode summary(Template template) {
        return Json.object()
                .put("template_id", template.id())
                .put("description", template.description())
                .put("send_channel_strategy", Channel.strategy(template.strategy()))
                .put("brand_name", template.brandName())
                .put("created_time", template.createdAt().getEpochSecond())
                .put("status", template.status().wireValue());
    }

    static ObjectNode detail(Template template) {
        ObjectNode json = summary(template).put("audit_remark", template.auditRemark());
        template.codes()
                .ifPresent(codes -> json.putObject("verify_code_config")
                        .put("verify_code_type", codes.type())
                        .put("verify_code_len", codes.length())
                        .put("verify_code_ttl", codes.ttlMinutes()));
        template.channelConfigs().forEach((name, config) -> json.set(name, Json.fromMap(config)));
        return json;
    }

    /** A new template, waiting for its review. */
    static Template read(ObjectNode json, Instant now) throws Refusal {
        String id = SendCall.required(json, "template_id", "template_id");
        if (id.length() > 128) {
            throw Refusal.badField("template_id has at most 128 characters");
        }
        String description = optional(json, "description");
        if (description.length() > 255) {
            throw Refusal.badField("description has at most 255 characters");
        }
        List<Channel> strategy = Channel.strategy(
                        SendCall.required(json, "send_channel_strategy", "send_channel_strategy"))
                .orElseThrow(() -> Refusal.badField("send_channel_strategy is not a list of channels"));
        String brandName = optional(json, "brand_name");
        if (!brandName.isEmpty() && (brandName.length() < 2 || brandName.length() > 10)) {
            throw Refusal.badField("brand_name has 2 to 10 characters");
        }
        Map<String, Object> configs = channelConfigs(json, strategy);
        boolean notice = isNotice(json.path("sms_config"), strategy);
        Optional<CodeConfig> codes = codes(json.get("verify_code_config"), strategy);
        if (codes.isEmpty() && !notice) {
            throw Refusal.badField("verify_code_config is required for a template with a code");
        }
        return new Template(id, description, strategy, brandName, codes, configs, now, Template.Status.PENDING, "");
    }

    private static Map<String, Object> channelConfigs(ObjectNode json, List<Channel> strategy) throws Refusal {
        Map<String, Object> configs = new HashMap<>();
        for (Channel channel : strategy) {
            String name = channel.wireName() + "_config";
            JsonNode config = json.get(name);
            if (config == null || config.isNull()) {
                continue;
            }
            if (!config.isObject()) {
                throw Refusal.badField(name + " is an object");
            }
            check(channel, name, config);
            configs.put(name, Json.toMap(config));
        }
        if (configs.isEmpty()) {
            throw Refusal.rule("not contains any channel config");
        }
        if (configs.size() < strategy.size()) {
            throw Refusal.rule("a channel of the strategy has no config");
        }
        JsonNode pwa = json.get("pwa_config");
        if (pwa != null && pwa.isObject()) {
            configs.put("pwa_config", Json.toMap(pwa));
        }
        return configs;
    }

    private static void check(Channel channel, String name, JsonNode config) throws Refusal {
        if (channel == Channel.EMAIL) {
            checkEmail(config);
            return;
        }
        int type = config.path("template_type").asInt(0);
        if (type == 1) {
            checkDefault(name, config.path("template_default_config"));
        } else if (type == 2 && channel == Channel.SMS) {
            checkCustom(config.path("template_custom_config"));
        } else {
            throw Refusal.badField(name + ".template_type is not one of this channel");
        }
    }

    private static void checkDefault(String name, JsonNode config) throws Refusal {
        if (!config.path("contain_security").isBoolean()
                || !config.path("contain_expire").isBoolean()) {
            throw Refusal.badField(name + ".template_default_config needs contain_security and contain_expire");
        }
    }

    private static void checkCustom(JsonNode config) throws Refusal {
        String type = Json.text(config, "custom_sub_type").orElse("");
        if (!CUSTOM_TYPES.contains(type)) {
            throw Refusal.badField("custom_sub_type is authentication, marketing or utility");
        }
        String content = Json.text(config, "custom_content").orElse("");
        if (content.isBlank()) {
            throw Refusal.badField("custom_content is required");
        }
        if (type.equals("authentication") && !content.contains("{{code}}")) {
            throw Refusal.badField("custom_content holds {{code}} in a template for authentication");
        }
    }

    private static void checkEmail(JsonNode config) throws Refusal {
        SendCall.required(config, "template_name", "email_config.template_name");
        JsonNode texts = config.path("template_custom_configs");
        if (!texts.isArray() || texts.isEmpty()) {
            throw Refusal.badField("email_config.template_custom_configs holds a text for each language");
        }
        for (JsonNode text : texts) {
            for (String field : List.of("language", "pre_from_mail", "pre_subject", "template_content")) {
                SendCall.required(text, field, "template_custom_configs." + field);
            }
        }
    }

    private static boolean isNotice(JsonNode smsConfig, List<Channel> strategy) {
        String type = Json.text(smsConfig.path("template_custom_config"), "custom_sub_type")
                .orElse("authentication");
        return strategy.equals(List.of(Channel.SMS)) && !type.equals("authentication");
    }

    private static Optional<CodeConfig> codes(@Nullable JsonNode config, List<Channel> strategy) throws Refusal {
        if (config == null || config.isNull()) {
            return Optional.empty();
        }
        int type = number(config, "verify_code_type", 1, 7);
        int length = number(config, "verify_code_len", 4, 10);
        int ttl = number(config, "verify_code_ttl", 1, 10);
        if (strategy.contains(Channel.WHATSAPP) && !WHATSAPP_TTLS.contains(ttl)) {
            throw Refusal.badField("verify_code_ttl is 1, 5 or 10 with WhatsApp");
        }
        return Optional.of(new CodeConfig(type, length, ttl));
    }

    private static int number(JsonNode config, String name, int least, int most) throws Refusal {
        JsonNode number = config.path(name);
        if (!number.isInt() || number.intValue() < least || number.intValue() > most) {
            throw Refusal.badField("verify_code_config." + name + " is " + least + " to " + most);
        }
        return number.intValue();
    }

    private static String optional(ObjectNode json, String name) throws Refusal {
        JsonNode value = json.get(name);
        if (value == null || value.isNull()) {
            return "";
        }
        if (!value.isTextual()) {
            throw Refusal.badField(name + " is a text");
        }
        return value.textValue();
    }
}
