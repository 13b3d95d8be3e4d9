package io.github.phonelatch.tools.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;

/**
 * A request for a message, its fields checked.
 *
 * @param ownCode empty where the provider makes the code or there is none
 */
record SendCall(
        Origin origin, String to, String templateId, String language, Map<String, String> params, String ownCode) {

    static SendCall read(Origin origin, ObjectNode body) throws Refusal {
        String to = required(body, "to", "to");
        JsonNode template = body.get("template");
        if (template == null || !template.isObject()) {
            throw Refusal.badField("template is required and is an object");
        }
        String templateId = required(template, "id", "template.id");
        if (templateId.length() > 128) {
            throw Refusal.badField("template.id has at most 128 characters");
        }
        Map<String, String> params = params(template);
        return switch (origin) {
            case MESSAGES -> new SendCall(origin, to, templateId, language(template), params, "");
            case CODES ->
                new SendCall(origin, to, templateId, language(template), params, required(body, "code", "code"));
            case CUSTOM -> new SendCall(origin, to, templateId, "default", params, params.getOrDefault("code", ""));
        };
    }

    private static String language(JsonNode template) throws Refusal {
        JsonNode language = template.get("language");
        if (language == null || language.isNull()) {
            return "default";
        }
        // What the provider makes of another language is not documented; a client that sends one is told.
        if (!language.isTextual() || !MessageText.LANGUAGES.contains(language.textValue())) {
            throw Refusal.badField("template.language is not a supported language");
        }
        return language.textValue();
    }

    private static Map<String, String> params(JsonNode template) throws Refusal {
        JsonNode given = template.get("params");
        if (given == null || given.isNull()) {
            return Map.of();
        }
        Map<String, String> params = new HashMap<>();
        for (Map.Entry<String, JsonNode> param : given.properties()) {
            if (!param.getValue().isTextual()) {
                throw Refusal.badField("template.params holds texts only");
            }
            params.put(param.getKey(), param.getValue().textValue());
        }
        if (!given.isObject()) {
            throw Refusal.badField("template.params is an object");
        }
        return Map.copyOf(params);
    }

    static String required(JsonNode object, String name, String path) throws Refusal {
        String text = Json.text(object, name).orElse("");
        if (text.isBlank()) {
            throw Refusal.badField(path + " is required and is a text");
        }
        return text;
    }

    @Override
    public String toString() {
        return "SendCall[" + origin.wireName() + " to " + Masked.number(to) + "]";
    }
}
