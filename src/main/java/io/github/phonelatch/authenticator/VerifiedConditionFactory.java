package io.github.phonelatch.authenticator;

import io.github.phonelatch.support.PhoneSteps;
import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;

/** The condition {@code phonelatch-condition-verified}. */
public final class VerifiedConditionFactory implements PhonelatchConditionFactory {
    @Override
    public String getId() {
        return PhoneSteps.VERIFIED_CONDITION;
    }

    @Override
    public String getDisplayType() {
        return "Condition - verified phone";
    }

    @Override
    public String getHelpText() {
        return "Flow is executed only if the user has a verified phone number, exempt or not. Put it before a choice of"
                + " second factors, so that a user without a number finds a way on. Let another sub-flow ask those users for"
                + " the second factor they have.";
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return VerifiedCondition.INSTANCE;
    }
}
