package io.github.phonelatch.gateway;

/** How a verification ended. Only {@link Verified} lets anybody in. */
public sealed interface VerifyResult {

    /** The code is right, in time and used for the first time. */
    record Verified() implements VerifyResult {}

    /** The code is not that of the message. */
    record WrongCode() implements VerifyResult {}

    /** The message is of no use any more: expired, already used or unknown to the provider. */
    record Expired() implements VerifyResult {}

    /**
     * Nobody knows whether the code is right.
     *
     * @param asked false only where not one byte of the question was written, so that the attempt may be given back
     */
    record Failed(GatewayFailure failure, boolean asked) implements VerifyResult {}
}
