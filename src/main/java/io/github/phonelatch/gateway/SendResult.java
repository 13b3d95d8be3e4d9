package io.github.phonelatch.gateway;

/** How a send ended. */
public sealed interface SendResult {

    /**
     * The provider took the message.
     *
     * @param messageId the provider's id of the message, opaque
     * @param channel the channel tried first, as the provider names it, such as {@code sms}. After a fallback the real
     *     one may differ
     */
    record Sent(String messageId, String channel) implements SendResult {}

    /**
     * No message, or nobody knows.
     *
     * @param outcomeKnown true where certainly no message was sent: the connection was refused, the provider answered
     *     with a documented error, or it was not asked. False after a timeout, a cut connection, a 5xx or a reply nobody
     *     understands: the message may be on its way, but it can never be verified
     */
    record Failed(GatewayFailure failure, boolean outcomeKnown) implements SendResult {

        /** The provider was not asked, because every thread is busy or calls are stopped. */
        public static Failed notAsked() {
            return new Failed(
                    new GatewayFailure(
                            GatewayFailure.Kind.UNAVAILABLE, null, "no thread is free, or calls are stopped"),
                    true);
        }
    }
}
