package io.github.phonelatch.authenticator;

import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.TemplateResult;
import java.time.Duration;

/** Takes the provider's place for messages and codes, and is as it is in everything else. */
abstract class StandInGateway implements OtpGateway {
    final OtpGateway provider;

    StandInGateway(OtpGateway provider) {
        this.provider = provider;
    }

    @Override
    public final TemplateResult template(String templateId) {
        return provider.template(templateId);
    }

    @Override
    public final boolean handOver(Runnable work) {
        return provider.handOver(work);
    }

    @Override
    public final Duration sendTimeout() {
        return provider.sendTimeout();
    }

    @Override
    public final Duration pageWait() {
        return provider.pageWait();
    }
}
