package io.github.phonelatch.page;

import io.github.phonelatch.challenge.VerifiedCode;
import jakarta.ws.rs.core.Response;

/** The result of one request to a step: an answer to the browser or application, or the step's success. */
public sealed interface StepResult {

    /** The step goes on with this answer. */
    record Page(Response response) implements StepResult {}

    /** The step is done, because this very request consumed a right code. */
    record Verified(VerifiedCode code) implements StepResult {}
}
