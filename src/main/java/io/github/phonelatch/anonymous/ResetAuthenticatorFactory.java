package io.github.phonelatch.anonymous;

import io.github.phonelatch.support.PhoneSteps;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** The authenticator {@code phonelatch-reset}. */
public final class ResetAuthenticatorFactory implements UserlessAuthenticatorFactory {
    private static final Requirement[] CHOICES = {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};

    @Override
    public String getId() {
        return PhoneSteps.RESET;
    }

    @Override
    public String getDisplayType() {
        return "Reset by phone code";
    }

    @Override
    public String getHelpText() {
        return "Sends a one-time code to the verified phone number of the user who was chosen before, and goes on with the"
                + " person who types it. Put it before the e-mail, each in an alternative sub-flow of its own. Not for"
                + " users whom a flow of the realm asks for a phone code as their second factor: they reset by e-mail. Says nothing of whether"
                + " there is such a user.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return CHOICES;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return ResetAuthenticator.INSTANCE;
    }
}
