package io.github.phonelatch.anonymous;

import io.github.phonelatch.support.PhoneSteps;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** The authenticator {@code phonelatch-phone-login}. */
public final class PhoneLoginAuthenticatorFactory implements UserlessAuthenticatorFactory {
    private static final Requirement[] CHOICES = {Requirement.REQUIRED, Requirement.ALTERNATIVE, Requirement.DISABLED};

    @Override
    public String getId() {
        return PhoneSteps.PHONE_LOGIN;
    }

    @Override
    public String getDisplayType() {
        return "Sign in by phone number";
    }

    @Override
    public String getHelpText() {
        return "Asks for a verified phone number in place of the username or e-mail address, and for the password or a one-time code."
                + " The code alone is not accepted from users whom a flow of the realm asks for a phone code as their second"
                + " factor. Says nothing of whether a number is known.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return CHOICES;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return PhoneLoginAuthenticator.INSTANCE;
    }
}
