package io.github.phonelatch.anonymous;

import io.github.phonelatch.support.PhoneSteps;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;

/** The authenticator {@code phonelatch-reset-choose-user}. */
public final class ResetChooseUserFactory implements UserlessAuthenticatorFactory {
    private static final Requirement[] CHOICES = {Requirement.REQUIRED};

    @Override
    public String getId() {
        return PhoneSteps.RESET_CHOOSE_USER;
    }

    @Override
    public String getDisplayType() {
        return "Choose user by e-mail or phone number";
    }

    @Override
    public String getHelpText() {
        return "First step of a flow that resets credentials: asks for a username, an e-mail address or a verified phone number, and"
                + " whether to send a code to the phone or an e-mail.";
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return CHOICES;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return ResetChooseUser.INSTANCE;
    }
}
