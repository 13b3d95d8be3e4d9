package io.github.phonelatch.gateway;

import org.jspecify.annotations.Nullable;

/**
 * A message to be sent.
 *
 * @param e164 the number, as {@code +} and 7 to 15 digits. Implementations refuse anything else
 * @param templateId the provider's template, which owns code length, lifetime and channels. Implementations refuse a blank
 *     one and a longer one than {@link #LONGEST_TEMPLATE_ID}
 * @param language the language of the person as a BCP 47 or Keycloak locale tag, or one of the provider's own values where
 *     an admin fixed it. Null or empty: none is known. The provider maps it to the nearest it has
 */
public record OtpMessage(
        String e164, String templateId, @Nullable String language) {

    /** In characters. */
    public static final int LONGEST_TEMPLATE_ID = 128;

    /** Tells neither the number nor anything that identifies its owner. */
    @Override
    public String toString() {
        return "OtpMessage[template=" + templateId + ", language=" + language + "]";
    }
}
