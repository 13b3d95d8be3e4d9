package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.TemplateResult;
import java.time.Duration;

/**
 * What the codes of a template look like.
 *
 * @param lifetime how long a code is accepted after its message was sent
 * @param length in characters
 */
record CodeShape(Duration lifetime, int length, boolean digitsOnly) {

    /** As the provider describes the template. The settings say what the provider leaves open. */
    static CodeShape of(TemplateResult read, RealmSettings settings) {
        return read instanceof TemplateResult.Template template
                ? new CodeShape(
                        template.lifetime().isZero() ? settings.templates().codeLifetime() : template.lifetime(),
                        template.codeLength() == 0 ? settings.templates().codeLength() : template.codeLength(),
                        template.digitsOnly())
                : new CodeShape(
                        settings.templates().codeLifetime(),
                        settings.templates().codeLength(),
                        true);
    }
}
