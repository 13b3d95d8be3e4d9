package io.github.phonelatch.gateway.http;

import io.github.phonelatch.gateway.CallThreads;
import io.github.phonelatch.gateway.GatewayFailure;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.gateway.ProviderCalls;
import io.github.phonelatch.gateway.SendResult;
import io.github.phonelatch.gateway.TemplateResult;
import io.github.phonelatch.gateway.Unexpected;
import io.github.phonelatch.gateway.VerifyResult;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * The calls of an HTTP provider. Each runs on one of its own threads, goes through its circuit, is measured, and ends within
 * its time. The provider gives the question and what a JSON reply means. Every other reply is a failure for all providers.
 */
public final class HttpCalls implements ProviderCalls, AutoCloseable {
    /** What is not a number stays here, because some providers' fields also take e-mail addresses. */
    private static final Pattern E164 = Pattern.compile("\\+[1-9][0-9]{6,14}");

    /** So that a send just answered can still be stored when the server stops. */
    private static final Duration LAST_CALLS = Duration.ofSeconds(2);

    private final HttpOptions options;
    private final JsonHttp http;
    private final CallThreads threads;
    private final Circuit circuit;
    private final Failures failures;
    private final Outcomes outcomes;
    private final TemplateCache templates;
    private final GatewayMeters meters;
    private final Runnable hideMeters;
    private final Duration templatePatience;
    private final String allBusy;

    public HttpCalls(HttpAccess access, ErrorTable errors, JsonHttp http, InstantSource clock, GatewayMeters meters) {
        this.options = access.http();
        this.http = http;
        String provider = options.provider().name();
        this.threads = new CallThreads(provider, options.maxConcurrentCalls(), options.tooFewCalls(), clock);
        this.circuit = new Circuit(options);
        this.failures = new Failures(access, errors, meters);
        this.outcomes = new Outcomes(failures, errors);
        // Two may have to be read before a message goes out, and the page waits for all of it.
        Duration half = options.pageWait().dividedBy(2);
        this.templatePatience = half.compareTo(options.verifyTimeout()) < 0 ? half : options.verifyTimeout();
        this.templates = new TemplateCache(clock, templatePatience);
        this.meters = meters;
        this.hideMeters = meters.watch(circuit, threads);
        this.allBusy = "all calls to " + provider + " are busy, or the server is stopping";
    }

    /** Makes failures of replies that the provider understands as such. */
    public Failures failures() {
        return failures;
    }

    /**
     * Sends a message, on one of the threads. A message without a number or a template is refused unasked.
     *
     * @param meaning of a JSON reply, whatever its status
     */
    public CompletionStage<SendResult> send(
            OtpMessage message, Question question, Function<Reply.Answer, SendResult> meaning) {
        Optional<GatewayFailure> objection = objection(message);
        if (objection.isPresent()) {
            return CompletableFuture.completedStage(new SendResult.Failed(objection.get(), true));
        }
        CompletableFuture<SendResult> result = new CompletableFuture<>();
        if (!threads.run(() -> result.complete(sendNow(question, meaning)))) {
            return CompletableFuture.completedStage(
                    new SendResult.Failed(failures.notAsked(Endpoint.SEND, allBusy), true));
        }
        // A page that stops waiting must not be able to end the stage for the one who stores the message.
        return result.minimalCompletionStage();
    }

    /**
     * Verifies a code, on one of the threads, and waits for the outcome for at most the verify timeout.
     *
     * @param meaning of a JSON reply, whatever its status
     */
    public VerifyResult verify(Question question, Function<Reply.Answer, VerifyResult> meaning) {
        Departure departure = new Departure();
        CompletableFuture<VerifyResult> result = new CompletableFuture<>();
        if (!threads.run(() -> result.complete(verifyNow(question, departure, meaning)))) {
            return new VerifyResult.Failed(failures.notAsked(Endpoint.VERIFY, allBusy), false);
        }
        try {
            return result.get(options.verifyTimeout().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return givenUp(departure);
        } catch (TimeoutException e) {
            return givenUp(departure);
        } catch (ExecutionException e) {
            throw new AssertionError("a call ended in an exception", e);
        }
    }

    /**
     * Reads a template, on one of the threads or from the cache.
     *
     * @param question asked only for an id that can be one
     * @param meaning of a JSON reply, whatever its status
     */
    public TemplateResult check(String templateId, Question question, Function<Reply.Answer, TemplateResult> meaning) {
        // A path segment of dots would be read as a step up or none.
        if (!isTemplateId(templateId) || templateId.equals(".") || templateId.equals("..")) {
            return new TemplateResult.Unknown(templateId);
        }
        return templates.get(
                templateId,
                told -> read(question, meaning, told),
                new TemplateResult.Failed(noAnswer(templatePatience)));
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

    /** For the end of the server. */
    @Override
    public void close() {
        threads.close(LAST_CALLS);
        http.close();
        hideMeters.run();
    }

    private SendResult sendNow(Question question, Function<Reply.Answer, SendResult> meaning) {
        try {
            return outcomes.send(ask(Endpoint.SEND, question, options.callTimeout()), meaning);
        } catch (Throwable bug) {
            return new SendResult.Failed(unexpected(Endpoint.SEND, bug), false);
        }
    }

    private VerifyResult verifyNow(
            Question question, Departure departure, Function<Reply.Answer, VerifyResult> meaning) {
        try {
            Reply reply =
                    circuit.call(() -> meters.timed(Endpoint.VERIFY, () -> askTwiceIfUnwritten(question, departure)));
            return outcomes.verify(reply, meaning);
        } catch (Throwable bug) {
            return new VerifyResult.Failed(unexpected(Endpoint.VERIFY, bug), true);
        }
    }

    /** Asking again is safe while not one byte of the question was written, and spares a person from typing again. */
    private Reply askTwiceIfUnwritten(Question question, Departure departure) {
        long began = System.nanoTime();
        Reply first = http.ask(question, options.verifyTimeout(), departure);
        if (!(first instanceof Reply.Broken broken) || broken.left() || broken.timedOut()) {
            return first;
        }
        Duration rest = options.verifyTimeout().minusNanos(System.nanoTime() - began);
        return rest.toMillis() > 0 ? http.ask(question, rest, departure) : first;
    }

    private VerifyResult givenUp(Departure departure) {
        return new VerifyResult.Failed(noAnswer(options.verifyTimeout()), !departure.abandon());
    }

    private void read(
            Question question, Function<Reply.Answer, TemplateResult> meaning, Consumer<TemplateResult> told) {
        if (!threads.run(() -> told.accept(readNow(question, meaning)))) {
            told.accept(new TemplateResult.Failed(failures.notAsked(Endpoint.TEMPLATE, allBusy)));
        }
    }

    private TemplateResult readNow(Question question, Function<Reply.Answer, TemplateResult> meaning) {
        try {
            return outcomes.template(ask(Endpoint.TEMPLATE, question, options.verifyTimeout()), meaning);
        } catch (Throwable bug) {
            return new TemplateResult.Failed(unexpected(Endpoint.TEMPLATE, bug));
        }
    }

    private Reply ask(Endpoint endpoint, Question question, Duration timeout) {
        return circuit.call(() -> meters.timed(endpoint, () -> http.ask(question, timeout, new Departure())));
    }

    private static GatewayFailure unexpected(Endpoint endpoint, Throwable bug) {
        return Unexpected.failure(endpoint.inWords(), bug);
    }

    /** Not logged here, because the call itself ends at about the same time and says why. */
    private static GatewayFailure noAnswer(Duration waited) {
        return new GatewayFailure(Kind.UNAVAILABLE, null, "no answer within " + waited.toMillis() + " ms");
    }

    private Optional<GatewayFailure> objection(OtpMessage message) {
        if (!E164.matcher(message.e164()).matches()) {
            return Optional.of(failures.noNumber(Endpoint.SEND, "the number is not of the form +<7 to 15 digits>"));
        }
        if (!isTemplateId(message.templateId())) {
            return Optional.of(failures.noTemplate(
                    Endpoint.SEND,
                    "the template id is blank or longer than " + OtpMessage.LONGEST_TEMPLATE_ID
                            + " characters: set templates of the realm"));
        }
        return Optional.empty();
    }

    private static boolean isTemplateId(String id) {
        return !id.isBlank() && id.length() <= OtpMessage.LONGEST_TEMPLATE_ID;
    }
}
