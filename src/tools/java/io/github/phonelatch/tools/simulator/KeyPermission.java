package io.github.phonelatch.tools.simulator;

/** What the key may call. Whether the provider asks a permission for templates is not documented; here it can be taken away. */
public enum KeyPermission {
    SEND,
    VERIFY,
    TEMPLATES
}
