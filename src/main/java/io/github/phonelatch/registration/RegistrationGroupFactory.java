package io.github.phonelatch.registration;

import java.util.List;
import org.keycloak.authentication.FormAction;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ProviderConfigProperty;

/** The form action {@code phonelatch-registration-group}. */
public final class RegistrationGroupFactory implements RegistrationStepFactory {
    static final String ID = "phonelatch-registration-group";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Group by client";
    }

    @Override
    public String getHelpText() {
        return "New users join the group of the client they register through. Must stand below 'Registration User Profile"
                + " Creation'.";
    }

    @Override
    public List<ProviderConfigProperty> getConfigProperties() {
        return List.of(ClientGroups.PROPERTY);
    }

    @Override
    public FormAction create(KeycloakSession session) {
        return RegistrationGroup.INSTANCE;
    }
}
