package io.github.phonelatch.authenticator;

import io.github.phonelatch.phone.RememberedDevice;
import io.github.phonelatch.support.PhoneSteps;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;

/** The condition {@code phonelatch-condition-new-device}. */
public final class NewDeviceConditionFactory implements PhonelatchConditionFactory {
    @Override
    public String getId() {
        return PhoneSteps.NEW_DEVICE_CONDITION;
    }

    @Override
    public String getDisplayType() {
        return "Condition - new device";
    }

    @Override
    public String getHelpText() {
        return "Flow is executed unless the user chose to be remembered on this device and nothing changed since: number,"
                + " password, sign-out everywhere. It is always executed for kc_action, prompt=login and max_age,"
                + " and where the application asks for the level of authentication that the flow gives. The step"
                + " 'Phone code' in the same flow says for how many days a device is remembered.";
    }

    /** Keycloak shows people only the types of credentials that some part of a flow names. */
    @Override
    public String getReferenceCategory() {
        return RememberedDevice.TYPE;
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return NewDeviceCondition.INSTANCE;
    }
}
