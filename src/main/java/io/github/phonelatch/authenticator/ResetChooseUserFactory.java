package io.github.phonelatch.authenticator;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keycloak.authentication.Authenticator;
import org.keycloak.models.AuthenticationExecutionModel.Requirement;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** The authenticator {@code phonelatch-reset-choose-user}. */
public final class ResetChooseUserFactory implements FlowPart {
    static final String ID = "phonelatch-reset-choose-user";

    private static final Requirement[] CHOICES = {Requirement.REQUIRED};

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Choose user by e-mail or phone number";
    }

    @Override
    public String getHelpText() {
        return "First step of a flow that resets credentials: asks for an e-mail address or a verified phone number, and"
                + " whether to send a code to the phone or an e-mail.";
    }

    @Override
    public @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    public boolean isConfigurable() {
        return false;
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of();
    }

    @Override
    public Requirement[] getRequirementChoices() {
        return CHOICES;
    }

    @Override
    public boolean isUserSetupAllowed() {
        return false;
    }

    @Override
    public Authenticator create(KeycloakSession session) {
        return ResetChooseUser.INSTANCE;
    }
}
