package io.github.phonelatch.authenticator;

import io.github.phonelatch.phone.StoredVerification;
import io.github.phonelatch.support.PhoneSteps;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** The authenticator {@code phonelatch-direct-grant}. */
public final class DirectGrantAuthenticatorFactory implements PhonelatchAuthenticatorFactory {
    @Override
    public String getId() {
        return PhoneSteps.DIRECT_GRANT;
    }

    @Override
    public String getDisplayType() {
        return "Phone code (direct grant)";
    }

    @Override
    public String getHelpText() {
        return "Asks for a one-time code that is sent to the user's verified phone number, and takes it from the form"
                + " parameter 'phone_code' of a direct grant request. A request without it sends a code and is answered"
                + " with the error 'phone_code_required'. Exempt users without a number pass, except where the step"
                + " stands under a level of authentication.";
    }

    /** The category of the code at sign-in: to Keycloak they are the same factor. */
    @Override
    public String getReferenceCategory() {
        return StoredVerification.TYPE;
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return REQUIREMENT_CHOICES;
    }

    @Override
    public boolean isUserSetupAllowed() {
        return true;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return DirectGrantAuthenticator.INSTANCE;
    }
}
