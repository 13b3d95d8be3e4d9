package io.github.phonelatch.anonymous;

import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.ProviderCalls;
import io.github.phonelatch.gateway.TemplateResult;

/** Takes the provider's place for messages and codes, and asks the provider for everything else. */
interface ForwardingGateway extends OtpGateway {
    OtpGateway provider();

    @Override
    default TemplateResult check(String templateId) {
        return provider().check(templateId);
    }

    @Override
    default ProviderCalls calls() {
        return provider().calls();
    }
}
