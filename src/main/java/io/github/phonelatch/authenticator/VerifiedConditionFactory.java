package io.github.phonelatch.authenticator;

import org.keycloak.authentication.authenticators.conditional.ConditionalAuthenticator;

/** The condition {@code phonelatch-condition-verified}. */
public final class VerifiedConditionFactory implements ConditionPart {
    @Override
    public String getId() {
        return "phonelatch-condition-verified";
    }

    @Override
    public String getDisplayType() {
        return "Condition - verified phone";
    }

    @Override
    public String getHelpText() {
        return "Flow is executed only if the user has a verified phone number and is not exempt. Put it before a choice of"
                + " second factors, so that who has no number yet is led to proving one instead of finding no way on.";
    }

    @Override
    public ConditionalAuthenticator getSingleton() {
        return VerifiedCondition.INSTANCE;
    }
}
