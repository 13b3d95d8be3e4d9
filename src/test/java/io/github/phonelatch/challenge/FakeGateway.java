package io.github.phonelatch.challenge;

import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.ProviderCalls;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A provider whose every code is {@link #CODE}, right once per message. What it answers can be scripted. */
final class FakeGateway implements OtpGateway {
    static final String CODE = "123456";

    final List<OtpMessage> sends = new CopyOnWriteArrayList<>();
    final List<String> verifications = new CopyOnWriteArrayList<>();
    Duration pageWait = Duration.ofSeconds(30);
    /** What happens while a template is read. */
    Runnable whileReading = () -> {};

    private final AtomicInteger ids = new AtomicInteger();
    private final Set<String> used = ConcurrentHashMap.newKeySet();
    private final Map<String, TemplateResult> templates = new ConcurrentHashMap<>();
    private volatile Function<OtpMessage, CompletionStage<SendResult>> onSend = this::accept;
    private volatile BiFunction<String, String, VerifyResult> onVerify = this::verifyOnce;

    @Override
    public CompletionStage<SendResult> send(OtpMessage message) {
        sends.add(message);
        return onSend.apply(message);
    }

    @Override
    public VerifyResult verify(String messageId, String code) {
        verifications.add(messageId);
        return onVerify.apply(messageId, code);
    }

    @Override
    public TemplateResult check(String templateId) {
        whileReading.run();
        return templates.getOrDefault(templateId, new TemplateResult.Failed(failure(GatewayFailure.Kind.UNAVAILABLE)));
    }

    @Override
    public ProviderCalls calls() {
        return new ProviderCalls() {
            @Override
            public boolean handOver(Runnable work) {
                work.run();
                return true;
            }

            @Override
            public Duration pageWait() {
                return pageWait;
            }
        };
    }

    // --- scripts ---

    void answerSends(SendResult result) {
        onSend = message -> CompletableFuture.completedFuture(result);
    }

    void answerSends(Function<OtpMessage, SendResult> script) {
        onSend = message -> CompletableFuture.completedFuture(script.apply(message));
    }

    /** Sends come back when the test completes what this returns, and the page does not wait for them. */
    CompletableFuture<SendResult> holdSends() {
        CompletableFuture<SendResult> answer = new CompletableFuture<>();
        onSend = message -> answer;
        pageWait = Duration.ZERO;
        return answer;
    }

    void acceptSends() {
        onSend = this::accept;
    }

    void answerVerifications(VerifyResult result) {
        onVerify = (id, code) -> result;
    }

    void answerVerifications(BiFunction<String, String, VerifyResult> script) {
        onVerify = script;
    }

    void checkCodes() {
        onVerify = this::verifyOnce;
    }

    void template(String id, Duration lifetime, int codeLength, boolean digitsOnly) {
        templates.put(id, new TemplateResult.Template(id, true, lifetime, codeLength, digitsOnly, List.of("sms")));
    }

    SendResult.Sent accepted() {
        return new SendResult.Sent("message-" + ids.incrementAndGet(), "sms");
    }

    /** As the provider: right once, then of no use to anybody. */
    VerifyResult verifyOnce(String messageId, String code) {
        if (used.contains(messageId)) {
            return new VerifyResult.Expired();
        }
        if (!code.equals(CODE)) {
            return new VerifyResult.WrongCode();
        }
        return used.add(messageId) ? new VerifyResult.Verified() : new VerifyResult.Expired();
    }

    static SendResult notSent(GatewayFailure.Kind kind) {
        return new SendResult.Failed(failure(kind), true);
    }

    static SendResult unknownOutcome() {
        return new SendResult.Failed(failure(GatewayFailure.Kind.UNAVAILABLE), false);
    }

    static VerifyResult unanswered(boolean asked) {
        return new VerifyResult.Failed(failure(GatewayFailure.Kind.UNAVAILABLE), asked);
    }

    private static GatewayFailure failure(GatewayFailure.Kind kind) {
        return new GatewayFailure(kind, null, "scripted");
    }

    private CompletionStage<SendResult> accept(OtpMessage message) {
        return CompletableFuture.completedFuture(accepted());
    }
}
