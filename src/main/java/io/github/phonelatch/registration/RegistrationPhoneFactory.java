package io.github.phonelatch.registration;

import org.keycloak.authentication.FormAction;
import org.keycloak.models.KeycloakSession;

/** The form action {@code phonelatch-registration-phone}. */
public final class RegistrationPhoneFactory implements RegistrationStepFactory {
    static final String ID = "phonelatch-registration-phone";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayType() {
        return "Phone number";
    }

    @Override
    public String getHelpText() {
        return "Takes a phone number on the registration page, not yet verified, by the settings of the required action 'Verify"
                + " phone number'. Must stand below 'Registration User Profile Creation'. The login theme 'phonelatch' has the"
                + " field; where a theme has none, the number is asked for on the next page. The attribute phoneNumber of new"
                + " users is what was typed into this field, and nothing else.";
    }

    @Override
    public FormAction create(KeycloakSession session) {
        return RegistrationPhone.INSTANCE;
    }
}
