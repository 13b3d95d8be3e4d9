package io.github.phonelatch.config;

import java.util.List;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * One setting, declared once: the reader, the check on save and the console all use this.
 *
 * @param key as stored and exported
 * @param help what it does, its unit and what follows from it
 * @param consoleType one of the types of {@link ProviderConfigProperty}
 * @param options to choose from; empty where any text may be typed
 * @param fallback as stored: shown by the console, and used where nothing or nothing readable is stored
 */
record Setting<T>(
        String key,
        String label,
        String help,
        String consoleType,
        List<String> options,
        String fallback,
        Parser<T> parser) {

    /** How a value is written. */
    @FunctionalInterface
    interface Parser<T> {
        Parsed<T> read(String text);
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
