package io.github.phonelatch.gateway;

/**
 * A message to be sent.
 *
 * @param e164 the number, as {@code +} and 7 to 15 digits; implementations refuse anything else
 * @param templateId the provider's template, which owns code length, lifetime and channels
 * @param language one of the provider's language tags, {@code default} where the person's language has none
 */
public record OtpMessage(String e164, String templateId, String language) {

    /** Tells neither the number nor anything that identifies its owner. */
    @Override
    public String toString() {
        return "OtpMessage[template=" + templateId + ", language=" + language + "]";
    }
}
