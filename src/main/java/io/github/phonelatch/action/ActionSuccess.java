package io.github.phonelatch.action;

import io.github.phonelatch.challenge.VerifiedCode;
import org.keycloak.authentication.RequiredActionContext;

/** The only way in which the required action succeeds. */
final class ActionSuccess {
    private ActionSuccess() {}

    /** @throws IllegalStateException where the code was verified for another user than the action's */
    static void with(RequiredActionContext context, VerifiedCode code) {
        if (!code.userId().equals(context.getUser().getId())) {
            throw new IllegalStateException("The code was verified for another user than the action's");
        }
        context.success();
    }
}
