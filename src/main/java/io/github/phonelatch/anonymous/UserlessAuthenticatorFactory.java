package io.github.phonelatch.anonymous;

import io.github.phonelatch.authenticator.PhonelatchAuthenticatorFactory;
import org.jspecify.annotations.Nullable;

/** The common part of all steps before anybody is known. */
interface UserlessAuthenticatorFactory extends PhonelatchAuthenticatorFactory {
    /** None, because the phone's own level must not follow from a first factor. */
    @Override
    default @Nullable String getReferenceCategory() {
        return null;
    }

    @Override
    default boolean isUserSetupAllowed() {
        return false;
    }
}
