package io.github.phonelatch.gateway.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.gateway.GatewayFailure.Kind;
import java.util.OptionalInt;

/** What a provider's error replies mean. Each HTTP provider writes one. */
public interface ErrorTable {

    /**
     * One error.
     *
     * @param inWords what happened and, where an admin can do something about it, what
     */
    record Meaning(Kind kind, String inWords) {}

    /** Whether this body says that something went wrong, although the status is one of success. */
    boolean isError(ObjectNode body);

    /** The provider's error code. Empty where there is none, or nothing to be understood. */
    OptionalInt code(ObjectNode body);

    /** What the provider says in words, for the log. Empty where it says nothing. */
    String message(ObjectNode body);

    /**
     * What follows from an error.
     *
     * @param endpoint which call it answered, because a code may mean different things on different ones
     * @param status the HTTP status
     * @param code the provider's, or empty where the reply could not be read
     */
    Meaning meaning(Endpoint endpoint, int status, OptionalInt code);

    /** Which thing an admin has to put right where {@link #meaning} says {@link Kind#MISCONFIGURED}. */
    Misconfiguration misconfiguration(OptionalInt code);

    /** Whether such a reply to a send says for certain that no message was sent. */
    boolean saysNothingWasSent(int status, OptionalInt code);
}
