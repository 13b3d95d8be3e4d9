package io.github.phonelatch.gateway;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import org.keycloak.provider.Provider;

/**
 * A provider that sends one-time codes of its own making and checks them. One instance serves the whole server: every
 * method may be called from many threads at once. No method throws for anything the provider did or failed to do: each
 * outcome is a value.
 *
 * <p>Who owns what: the provider owns code, length and lifetime (see {@link #template}); tries, reuse and limits are the
 * caller's.
 */
public interface OtpGateway extends Provider {

    /**
     * Hands a message over to the gateway's own threads and returns at once. The call may go on long after the caller
     * stopped waiting; the stage completes exactly once, on a thread of the gateway (or, where the message was refused
     * before any call, on the caller's), and never exceptionally. Nothing is retried: one call is at most one message.
     */
    CompletionStage<SendResult> send(OtpMessage message);

    /**
     * Asks whether the code is the one of that message. Blocks for at most the configured verify timeout.
     *
     * @param messageId as returned by {@link SendResult.Sent#messageId()}
     * @param code as the person typed it, already normalised to ASCII without separators
     */
    VerifyResult verify(String messageId, String code);

    /**
     * What the provider knows of a template. Sends nothing and costs nothing; a good answer may come from a cache, and does
     * where the provider cannot be asked. Blocks for at most half of {@link #pageWait}, since a message may need two.
     */
    TemplateResult template(String templateId);

    /**
     * Does some work on the gateway's own threads, at once and without its caller. A {@link #send} within it happens on the
     * same thread, so that the work and what follows from it take one of them.
     *
     * @param work must not throw
     * @return whether it is being done: not where every thread is busy, or a send would be refused unasked
     */
    boolean handOver(Runnable work);

    /** How long a send may still be under way after {@link #send} returned; after that its outcome is known or unknowable. */
    Duration sendTimeout();

    /** How long a page may wait, from the click on, before it says that the message is on its way. */
    Duration pageWait();

    @Override
    default void close() {}
}
