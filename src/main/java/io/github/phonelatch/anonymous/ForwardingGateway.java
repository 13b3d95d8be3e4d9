package io.github.phonelatch.anonymous;

import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.TemplateResult;
import java.time.Duration;

/** Takes the provider's place for messages and codes, and asks the provider for everything else. */
interface ForwardingGateway extends OtpGateway {
    OtpGateway provider();

    @Override
    default TemplateResult template(String templateId) {
        return provider().template(templateId);
    }

    @Override
    default boolean handOver(Runnable work) {
        return provider().handOver(work);
    }

    @Override
    default Duration sendTimeout() {
        return provider().sendTimeout();
    }

    @Override
    default Duration pageWait() {
        return provider().pageWait();
    }
}
