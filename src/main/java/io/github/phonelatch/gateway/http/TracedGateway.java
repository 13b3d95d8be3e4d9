package io.github.phonelatch.gateway.http;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.ProviderCalls;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.keycloak.tracing.TracingProvider;

/**
 * The gateway as one request sees it, with a span for each call in that request's trace. A send's span ends when the send has, which
 * may be after the request. What is asked for on a thread of the gateway belongs to no request and has none.
 *
 * <p>Spans say which call it was and how it ended, never whose it was.
 */
final class TracedGateway implements OtpGateway {
    private static final String TRACER = "io.github.phonelatch";
    private static final String OUTCOME = "phonelatch.outcome";

    private final OtpGateway gateway;
    private final TracingProvider tracing;

    TracedGateway(OtpGateway gateway, TracingProvider tracing) {
        this.gateway = gateway;
        this.tracing = tracing;
    }

    @Override
    public CompletionStage<SendResult> send(OtpMessage message) {
        Span span = span("phonelatch.send");
        CompletionStage<SendResult> result = gateway.send(message);
        result.whenComplete((sent, unexpected) -> end(span, sent, TracedGateway::describe));
        return result;
    }

    @Override
    public VerifyResult verify(String messageId, String code) {
        return within("phonelatch.verify", () -> gateway.verify(messageId, code), TracedGateway::describe);
    }

    @Override
    public TemplateResult check(String templateId) {
        return within("phonelatch.template", () -> gateway.check(templateId), TracedGateway::describe);
    }

    @Override
    public ProviderCalls calls() {
        return gateway.calls();
    }

    private <T> T within(String name, Supplier<T> call, BiConsumer<Span, T> describe) {
        Span span = span(name);
        try {
            T result = call.get();
            describe.accept(span, result);
            return result;
        } finally {
            span.end();
        }
    }

    /** A child of the request's span. Where the request has none, one that is seen nowhere. */
    private Span span(String name) {
        return tracing.getCurrentSpan().getSpanContext().isValid()
                ? tracing.getTracer(TRACER).spanBuilder(name).startSpan()
                : Span.getInvalid();
    }

    private static <T> void end(Span span, T result, BiConsumer<Span, T> describe) {
        if (result != null) {
            describe.accept(span, result);
        }
        span.end();
    }

    private static void describe(Span span, SendResult result) {
        if (result instanceof SendResult.Sent sent) {
            span.setAttribute(OUTCOME, "sent").setAttribute("phonelatch.channel", sent.channel());
        } else if (result instanceof SendResult.Failed failed) {
            failed(span, failed.failure());
        }
    }

    private static void describe(Span span, VerifyResult result) {
        if (result instanceof VerifyResult.Failed failed) {
            failed(span, failed.failure());
        } else {
            span.setAttribute(
                    OUTCOME,
                    result instanceof VerifyResult.Verified
                            ? "verified"
                            : result instanceof VerifyResult.WrongCode ? "wrong_code" : "expired");
        }
    }

    private static void describe(Span span, TemplateResult result) {
        if (result instanceof TemplateResult.Failed failed) {
            failed(span, failed.failure());
        } else {
            span.setAttribute(OUTCOME, result instanceof TemplateResult.Template ? "known" : "unknown");
        }
    }

    /** The words that a failure has for the log are left out: they may quote the provider. */
    private static void failed(Span span, GatewayFailure failure) {
        String kind = failure.kind().name().toLowerCase(Locale.ROOT);
        span.setAttribute(OUTCOME, kind).setStatus(StatusCode.ERROR, kind);
        Integer code = failure.providerCode();
        if (code != null) {
            span.setAttribute("phonelatch.provider_code", code.longValue());
        }
    }
}
