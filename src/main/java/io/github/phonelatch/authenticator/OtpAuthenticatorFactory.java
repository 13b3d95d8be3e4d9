package io.github.phonelatch.authenticator;

import io.github.phonelatch.phone.StoredVerification;
import io.github.phonelatch.support.PhoneSteps;
import java.util.List;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** The authenticator {@code phonelatch-otp}. */
public final class OtpAuthenticatorFactory implements PhonelatchAuthenticatorFactory {
    @Override
    public String getId() {
        return PhoneSteps.OTP;
    }

    @Override
    public String getDisplayType() {
        return "Phone code";
    }

    @Override
    public String getHelpText() {
        return "Asks for a one-time code that is sent to the user's verified phone number. A user without one is led to"
                + " verify one, where the step is required. Exempt users without one pass, except where the step stands under a"
                + " level of authentication.";
    }

    /** A category of its own: Keycloak asks for the phone's level before the phone itself may be changed or removed. */
    @Override
    public String getReferenceCategory() {
        return StoredVerification.TYPE;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(RememberDays.PROPERTY);
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
        return OtpAuthenticator.INSTANCE;
    }
}
