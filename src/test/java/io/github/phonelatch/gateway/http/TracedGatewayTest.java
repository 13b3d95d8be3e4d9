package io.github.phonelatch.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.ProviderCalls;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.keycloak.tracing.NoopTracingProvider;
import org.keycloak.tracing.TracingProvider;

class TracedGatewayTest {
    private static final OtpMessage MESSAGE = new OtpMessage("+447400123456", "login-otp", "en");
    private static final GatewayFailure REFUSED =
            new GatewayFailure(GatewayFailure.Kind.NUMBER_BLOCKED, 5013, "blocked (EngageLab says: something)");

    private static final ProviderCalls AT_ONCE = work -> {
        work.run();
        return true;
    };

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Answering provider = new Answering();

    @Test
    void send_isASpanThatEndsWithTheSend() {
        CompletionStage<SendResult> result = traced(true).send(MESSAGE);
        assertThat(told).containsExactly("start phonelatch.send");

        provider.send.complete(new SendResult.Sent("1725407449772531712", "sms"));

        assertThat(result.toCompletableFuture()).isCompletedWithValueMatching(SendResult.Sent.class::isInstance);
        assertThat(told)
                .containsExactly(
                        "start phonelatch.send",
                        "setAttribute phonelatch.outcome sent",
                        "setAttribute phonelatch.channel sms",
                        "end");
    }

    @Test
    void failedSend_tellsKindAndCode_andNotWhatTheProviderSaid() {
        traced(true).send(MESSAGE);
        provider.send.complete(new SendResult.Failed(REFUSED, true));

        assertThat(told)
                .contains(
                        "setAttribute phonelatch.outcome number_blocked",
                        "setStatus ERROR number_blocked",
                        "setAttribute phonelatch.provider_code 5013",
                        "end")
                .noneMatch(line -> line.contains("EngageLab") || line.contains("447400123456"));
    }

    @Test
    void checkAndTemplate_areSpansAroundTheirCalls() {
        TracedGateway gateway = traced(true);
        provider.verify = new VerifyResult.WrongCode();
        assertThat(gateway.verify("1725407449772531712", "123456")).isEqualTo(new VerifyResult.WrongCode());
        gateway.check("login-otp");

        assertThat(told)
                .containsExactly(
                        "start phonelatch.verify",
                        "setAttribute phonelatch.outcome wrong_code",
                        "end",
                        "start phonelatch.template",
                        "setAttribute phonelatch.outcome unknown",
                        "end");
    }

    @Test
    void whatBelongsToNoRequest_hasNoSpan() {
        TracedGateway gateway = traced(false);
        gateway.send(MESSAGE);
        provider.send.complete(new SendResult.Sent("1", "sms"));
        gateway.verify("1", "123456");

        assertThat(told).isEmpty();
    }

    @Test
    void whereKeycloakTracesNothing_everythingWorks() {
        TracedGateway gateway = new TracedGateway(provider, new NoopTracingProvider());
        provider.send.complete(new SendResult.Failed(REFUSED, true));

        assertThat(gateway.send(MESSAGE).toCompletableFuture())
                .isCompletedWithValue(new SendResult.Failed(REFUSED, true));
        assertThat(gateway.verify("1", "123456")).isEqualTo(new VerifyResult.Verified());
        assertThat(gateway.calls().handOver(() -> {})).isTrue();
        assertThat(gateway.calls()).isSameAs(provider.calls());
    }

    private TracedGateway traced(boolean request) {
        Span current = request ? Span.wrap(context()) : Span.getInvalid();
        TracingProvider tracing = fake(
                TracingProvider.class,
                Map.of("getCurrentSpan", arguments -> current, "getTracer", arguments -> tracer()));
        return new TracedGateway(provider, tracing);
    }

    private Tracer tracer() {
        return fake(Tracer.class, Map.of("spanBuilder", arguments -> {
            told.add("start " + arguments[0]);
            return fake(SpanBuilder.class, Map.of("startSpan", none -> span()));
        }));
    }

    /** Tells of every call. */
    private Span span() {
        return (Span) Proxy.newProxyInstance(
                Span.class.getClassLoader(), new Class<?>[] {Span.class}, (span, method, arguments) -> {
                    told.add(Arrays.stream(arguments == null ? new Object[0] : arguments)
                            .map(String::valueOf)
                            .reduce(method.getName(), (line, argument) -> line + " " + argument));
                    return method.getReturnType() == void.class ? null : span;
                });
    }

    private static SpanContext context() {
        return SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault());
    }

    private interface Behaviour {
        Object of(Object... arguments);
    }

    private static <T> T fake(Class<T> type, Map<String, Behaviour> methods) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> methods.get(method.getName()).of(arguments)));
    }

    private static final class Answering implements OtpGateway {
        private final CompletableFuture<SendResult> send = new CompletableFuture<>();
        private VerifyResult verify = new VerifyResult.Verified();

        @Override
        public CompletionStage<SendResult> send(OtpMessage message) {
            return send;
        }

        @Override
        public VerifyResult verify(String messageId, String code) {
            return verify;
        }

        @Override
        public TemplateResult check(String templateId) {
            return new TemplateResult.Unknown(templateId);
        }

        @Override
        public ProviderCalls calls() {
            return AT_ONCE;
        }
    }
}
