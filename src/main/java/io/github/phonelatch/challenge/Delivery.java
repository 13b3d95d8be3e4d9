package io.github.phonelatch.challenge;

import io.github.phonelatch.config.RealmSettings;
import io.github.phonelatch.gateway.OtpGateway;
import io.github.phonelatch.gateway.OtpMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Hands a reserved message to the gateway and waits for it as long as a page does. The send goes on after that, and
 * the listener is told how it ended.
 */
final class Delivery {
    private static final Logger LOG = Logger.getLogger(Delivery.class);

    private final OtpGateway gateway;
    private final RealmSettings settings;
    private final InstantSource clock;
    private final ChallengeListener listener;
    private final MessageOutcome outcome;

    Delivery(
            OtpGateway gateway,
            RealmSettings settings,
            InstantSource clock,
            ChallengeListener listener,
            MessageOutcome outcome) {
        this.gateway = gateway;
        this.settings = settings;
        this.clock = clock;
        this.listener = listener;
        this.outcome = outcome;
    }

    /**
     * Sends a message that this request reserved.
     *
     * @param pageGoesOn until when the page waits for the provider
     */
    RequestResult send(ReservedMessage message, Instant pageGoesOn) {
        CompletableFuture<RequestResult> page = new CompletableFuture<>();
        deliver(message).whenComplete((result, unexpected) -> {
            RequestResult settled = unexpected == null ? result : crashed(unexpected);
            if (!page.complete(settled)) {
                listener.settledLate(message.request(), settled);
            }
        });
        try {
            return page.get(Duration.between(clock.instant(), pageGoesOn).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return onItsWay(page, message);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return onItsWay(page, message);
        } catch (ExecutionException e) {
            throw new IllegalStateException("completed with a value only", e);
        }
    }

    private RequestResult onItsWay(CompletableFuture<RequestResult> page, ReservedMessage message) {
        page.complete(outcome.onItsWay(message));
        // Whichever came first, because the send may have settled between the timeout and here.
        return page.join();
    }

    private static RequestResult crashed(Throwable unexpected) {
        LOG.errorf(unexpected, "What became of a message could not be stored");
        return new RequestResult.Refused(Refusal.of(Problem.UNAVAILABLE));
    }

    /** Runs partly on a thread of the gateway, and so uses nothing of the request that asked. */
    private CompletionStage<RequestResult> deliver(ReservedMessage message) {
        return gateway.send(new OtpMessage(
                        message.request().number().e164(),
                        message.template().id(),
                        settings.templates().messageLanguage(message.request().locale())))
                .thenCompose(sent -> {
                    Reservation next = outcome.settle(message, sent);
                    return next instanceof Reservation.Ours ours
                            ? deliver(ours.message())
                            : CompletableFuture.completedFuture(((Reservation.Answered) next).result());
                });
    }
}
