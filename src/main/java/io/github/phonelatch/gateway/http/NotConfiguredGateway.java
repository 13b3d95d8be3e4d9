package io.github.phonelatch.gateway.http;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.ProviderCalls;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Stands in where options are missing or wrong. The server runs, nobody is asked, and each answer says so. */
final class NotConfiguredGateway implements OtpGateway {
    private final GatewayFailure failure;
    private final GatewayMeters meters;

    /** @param problems what the log said when the server started */
    NotConfiguredGateway(String problems, GatewayMeters meters) {
        this.meters = meters;
        this.failure = new GatewayFailure(GatewayFailure.Kind.NOT_CONFIGURED, null, problems);
    }

    @Override
    public CompletionStage<SendResult> send(OtpMessage message) {
        meters.misconfigured(Misconfiguration.OPTIONS);
        return CompletableFuture.completedStage(new SendResult.Failed(failure, true));
    }

    @Override
    public VerifyResult verify(String messageId, String code) {
        return new VerifyResult.Failed(failure, false);
    }

    @Override
    public TemplateResult check(String templateId) {
        return new TemplateResult.Failed(failure);
    }

    @Override
    public ProviderCalls calls() {
        return NoCalls.INSTANCE;
    }

    private enum NoCalls implements ProviderCalls {
        INSTANCE;

        @Override
        public boolean handOver(Runnable work) {
            return false;
        }

        @Override
        public Duration sendTimeout() {
            return Duration.ZERO;
        }

        @Override
        public Duration pageWait() {
            return Duration.ZERO;
        }
    }
}
