package io.github.phonelatch.gateway;

import java.util.concurrent.CompletionStage;
import org.keycloak.provider.Provider;

/**
 * A provider that sends one-time codes of its own making and verifies them. A provider writes three methods: {@link #send},
 * {@link #verify} and {@link #check}.
 *
 * <p>One instance serves the whole server, so every method may be called from many threads at once. No method throws for
 * anything the provider did or failed to do: each outcome is a value.
 *
 * <p>The provider owns code, length and lifetime (see {@link #check}). The core owns attempts, reuse and limits.
 */
public interface OtpGateway extends Provider {

    /**
     * Starts to send a message and returns at once, because a page does not wait for a slow provider. {@link
     * ProviderCalls#send} does what is needed for that.
     *
     * <p>The stage completes exactly once and never exceptionally. It completes on one of the threads of {@link #calls}, or
     * on the caller's where the message was refused before any call. Nothing is retried: one call is at most one message.
     */
    CompletionStage<SendResult> send(OtpMessage message);

    /**
     * Asks whether the code is the one of that message. Blocks the caller, so it ends within a few seconds, whatever the
     * provider does.
     *
     * @param messageId as returned by {@link SendResult.Sent#messageId()}
     * @param code as the person typed it, already normalised to ASCII without separators
     */
    VerifyResult verify(String messageId, String code);

    /**
     * Reads a template: whether it is approved, and what its codes are like. Sends nothing and costs nothing. A good answer
     * may come from a cache, and does where the provider cannot be asked. Blocks for at most half of {@link
     * ProviderCalls#pageWait}, because two templates may have to be read for one message.
     *
     * @param templateId as an admin wrote it
     */
    TemplateResult check(String templateId);

    /**
     * Where and for how long calls run. The default suits a provider that has no needs of its own. Two calls of this method
     * share the same threads.
     */
    default ProviderCalls calls() {
        return ProviderCalls.ofServer();
    }

    @Override
    default void close() {}
}
