package io.github.phonelatch.gateway.engagelab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.VerifyResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** Sends and checks through EngageLab. Each public method is one call at most, on one of the gateway's own threads. */
final class EngageLabGateway implements OtpGateway {
    /** The provider's field also takes e-mail addresses, so what is not a number stays here. */
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    private static final String ALL_BUSY = "all calls to EngageLab are busy, or the server is stopping";
    /** So that a send just answered can still be stored when the server stops. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(2);

    private final EngageLabOptions options;
    private final EngageLabHttp http;
    private final CallThreads threads;
    private final Circuit circuit;
    private final Failures failures;
    private final Answers answers;
    private final TemplateCache templates;
    private final GatewayMeters meters;
    private final Runnable hideMeters;

    EngageLabGateway(EngageLabOptions options, EngageLabHttp http, InstantSource clock, GatewayMeters meters) {
        this.options = options;
        this.http = http;
        this.threads = new CallThreads(options.maxConcurrentCalls(), clock);
        this.circuit = new Circuit(options);
        this.failures = new Failures(options, meters);
        this.answers = new Answers(failures);
        this.templates = new TemplateCache(clock);
        this.meters = meters;
        this.hideMeters = meters.watch(circuit, threads);
    }

    @Override
    public CompletionStage<SendResult> send(OtpMessage message) {
        Optional<GatewayFailure> objection = objection(message);
        if (objection.isPresent()) {
            return CompletableFuture.completedStage(new SendResult.Failed(objection.get(), true));
        }
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        if (!threads.run(() -> result.complete(sendNow(message)))) {
            return CompletableFuture.completedStage(
                    new SendResult.Failed(failures.notAsked(Endpoint.SEND, ALL_BUSY), true));
        }
        // A page that stops waiting must not be able to end the stage for the one who stores the message.
        return result.minimalCompletionStage();
    }

    @Override
    public VerifyResult verify(String messageId, String code) {
        return await(
                departure -> verifyNow(messageId, code, departure),
                departure -> new VerifyResult.Failed(noAnswer(), !departure.abandon()),
                () -> new VerifyResult.Failed(failures.notAsked(Endpoint.VERIFY, ALL_BUSY), false));
    }

    @Override
    public TemplateResult template(String templateId) {
        // A path segment of dots would be read as a step up or none.
        if (!isTemplateId(templateId) || templateId.equals(".") || templateId.equals("..")) {
            return new TemplateResult.Unknown(templateId);
        }
        return templates.get(
                templateId,
                () -> await(
                        departure -> templateNow(templateId, departure),
                        departure -> new TemplateResult.Failed(noAnswer()),
                        () -> new TemplateResult.Failed(failures.notAsked(Endpoint.TEMPLATE, ALL_BUSY))));
    }

    @Override
    public boolean handOver(Runnable work) {
        return !circuit.refuses() && threads.run(work);
    }

    @Override
    public Duration sendTimeout() {
        return options.callTimeout();
    }

    @Override
    public Duration pageWait() {
        return options.pageWait();
    }

    /** For the end of the server; {@link #close()} belongs to the end of each Keycloak session. */
    void shutDown() {
        threads.close(LAST_CALLS);
        http.close();
        hideMeters.run();
    }

    private SendResult sendNow(OtpMessage message) {
        try {
            ObjectNode body = EngageLabHttp.object().put("to", message.e164());
            body.putObject("template")
                    .put("id", message.templateId())
                    .put("language", TemplateLanguage.nearest(message.language()));
            return answers.toSend(
                    ask(Endpoint.SEND, () -> http.post("v1/messages", body, options.callTimeout(), new Departure())));
        } catch (Throwable bug) {
            return new SendResult.Failed(failures.unexpected(Endpoint.SEND, bug), false);
        }
    }

    private VerifyResult verifyNow(String messageId, String code, Departure departure) {
        try {
            ObjectNode body =
                    EngageLabHttp.object().put("message_id", messageId).put("verify_code", code);
            return answers.toVerify(ask(Endpoint.VERIFY, () -> askTwiceIfUnwritten(body, departure)), messageId, code);
        } catch (Throwable bug) {
            return new VerifyResult.Failed(failures.unexpected(Endpoint.VERIFY, bug), true);
        }
    }

    private Reply ask(Endpoint endpoint, Supplier<Reply> call) {
        return circuit.guard(() -> meters.timed(endpoint, call));
    }

    /** Asking again is safe while not one byte of the question was written, and spares a person from typing again. */
    private Reply askTwiceIfUnwritten(ObjectNode body, Departure departure) {
        long began = System.nanoTime();
        Reply first = http.post("v1/verifications", body, options.verifyTimeout(), departure);
        if (!(first instanceof Reply.Broken broken) || broken.left() || broken.timedOut()) {
            return first;
        }
        Duration rest = options.verifyTimeout().minusNanos(System.nanoTime() - began);
        return rest.toMillis() > 0 ? http.post("v1/verifications", body, rest, departure) : first;
    }

    private TemplateResult templateNow(String id, Departure departure) {
        try {
            return answers.toTemplate(
                    ask(
                            Endpoint.TEMPLATE,
                            () -> http.get("v1/template-configs", id, options.verifyTimeout(), departure)),
                    id);
        } catch (Throwable bug) {
            return new TemplateResult.Failed(failures.unexpected(Endpoint.TEMPLATE, bug));
        }
    }

    /**
     * Does the work on a thread of ours and waits for it, at most the verify timeout.
     *
     * @param work never throws
     */
    private <T> T await(Function<Departure, T> work, Function<Departure, T> givenUp, Supplier<T> busy) {
        Departure departure = new Departure();
        CompletableFuture<T> result = new CompletableFuture<>();
        if (!threads.run(() -> result.complete(work.apply(departure)))) {
            return busy.get();
        }
        try {
            return result.get(options.verifyTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenUp.apply(departure);
        } catch (TimeoutException e) {
            return givenUp.apply(departure);
        } catch (ExecutionException e) {
            throw new AssertionError("a call ended in an exception", e);
        }
    }

    /** Not logged here: the call itself ends at about the same time and says why. */
    private GatewayFailure noAnswer() {
        return new GatewayFailure(
                Kind.UNAVAILABLE,
                null,
                "no answer within " + options.verifyTimeout().toMillis() + " ms");
    }

    private Optional<GatewayFailure> objection(OtpMessage message) {
        if (!E164.matcher(message.e164()).matches()) {
            return Optional.of(failures.noNumber(Endpoint.SEND, "the number is not of the form +<7 to 15 digits>"));
        }
        if (!isTemplateId(message.templateId())) {
            return Optional.of(failures.noTemplate(
                    Endpoint.SEND,
                    "the template id is blank or longer than " + OtpMessage.LONGEST_TEMPLATE_ID
                            + " characters: set template-id of the realm"));
        }
        return Optional.empty();
    }

    private static boolean isTemplateId(String id) {
        return !id.isBlank() && id.length() <= OtpMessage.LONGEST_TEMPLATE_ID;
    }
}
