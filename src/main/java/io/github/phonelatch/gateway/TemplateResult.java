package io.github.phonelatch.gateway;

import java.time.Duration;
import java.util.List;

/** What the provider says of a template. */
public sealed interface TemplateResult {

    /**
     * A template that exists.
     *
     * @param approved whether the provider sends it
     * @param lifetime of its codes. Zero where the template does not say
     * @param codeLength in characters. 0 where the template does not say
     * @param digitsOnly whether its codes are made of digits alone
     * @param channels in the order they are tried, such as {@code whatsapp}, {@code sms}
     */
    record Template(
            String id, boolean approved, Duration lifetime, int codeLength, boolean digitsOnly, List<String> channels)
            implements TemplateResult {}

    /** The provider has no such template. */
    record Unknown(String id) implements TemplateResult {}

    /** It could not be read. This alone says nothing against sending with it. */
    record Failed(GatewayFailure failure) implements TemplateResult {}
}
