package io.github.phonelatch.config;

import static org.keycloak.provider.ProviderConfigProperty.BOOLEAN_TYPE;
import static org.keycloak.provider.ProviderConfigProperty.INTEGER_TYPE;
import static org.keycloak.provider.ProviderConfigProperty.LIST_TYPE;
import static org.keycloak.provider.ProviderConfigProperty.MULTIVALUED_STRING_TYPE;
import static org.keycloak.provider.ProviderConfigProperty.STRING_TYPE;

import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * One setting, declared once: the reader, the check on save and the console all use this.
 *
 * @param key as stored and exported
 * @param help what it does, its unit and what follows from it
 * @param consoleType one of the types of {@link ProviderConfigProperty}
 * @param options to choose from. Empty: any text may be typed
 * @param fallback as stored. The console shows it, and it is used where nothing readable is stored
 */
record Setting<T>(
        String key,
        String label,
        String help,
        String consoleType,
        List<String> options,
        String fallback,
        SettingParser<T> parser) {

    /** A line of text, empty by default. */
    static <T> Setting<T> text(String key, String label, String help, SettingParser<T> parser) {
        return new Setting<>(key, label, help, STRING_TYPE, List.of(), "", parser);
    }

    /** A whole number. */
    static <T> Setting<T> number(String key, String label, String help, String fallback, SettingParser<T> parser) {
        return new Setting<>(key, label, help, INTEGER_TYPE, List.of(), fallback, parser);
    }

    /** A switch. */
    static Setting<Boolean> onOff(
            String key, String label, String help, String fallback, SettingParser<Boolean> parser) {
        return new Setting<>(key, label, help, BOOLEAN_TYPE, List.of(), fallback, parser);
    }

    /** One of several options. */
    static <T> Setting<T> choice(
            String key, String label, String help, List<String> options, String fallback, SettingParser<T> parser) {
        return new Setting<>(key, label, help, LIST_TYPE, options, fallback, parser);
    }

    /** Several lines of text. */
    static <T> Setting<T> list(String key, String label, String help, String fallback, SettingParser<T> parser) {
        return new Setting<>(key, label, help, MULTIVALUED_STRING_TYPE, List.of(), fallback, parser);
    }

    /** The value of what is stored. An absent value is the fallback, as Keycloak stores no empty ones. */
    Parsed<T> read(String stored) {
        return parser.read(stored);
    }

    T fallbackValue() {
        return parser.read(fallback).value();
    }

    ProviderConfigProperty property() {
        ProviderConfigProperty property = new ProviderConfigProperty(key, label, help, consoleType, fallback);
        property.setOptions(options);
        return property;
    }
}
