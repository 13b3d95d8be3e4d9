package io.github.phonelatch.password;

import org.jspecify.annotations.Nullable;
import org.keycloak.models.KeycloakContext;
import org.keycloak.models.RealmModel;
import org.keycloak.models.UserModel;
import org.keycloak.policy.PasswordPolicyConfigException;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PolicyError;

/** Says beside the field, before anything is hashed, that a password is longer than bcrypt looks at. */
final class MaxBytesPolicy implements PasswordPolicyProvider {
    private final KeycloakContext context;

    MaxBytesPolicy(KeycloakContext context) {
        this.context = context;
    }

    @Override
    public @Nullable PolicyError validate(RealmModel realm, UserModel user, String password) {
        return validate(realm, password);
    }

    @Override
    public @Nullable PolicyError validate(String user, String password) {
        return validate(context.getRealm(), password);
    }

    @Override
    public Object parseConfig(@Nullable String value) {
        int maxBytes = parseInteger(value == null || value.isBlank() ? null : value.strip(), BcryptPassword.MAX_BYTES);
        if (maxBytes < 1 || maxBytes > BcryptPassword.MAX_BYTES) {
            throw new PasswordPolicyConfigException("Not a number from 1 to " + BcryptPassword.MAX_BYTES);
        }
        return maxBytes;
    }

    @Override
    public void close() {}

    private static @Nullable PolicyError validate(RealmModel realm, String password) {
        int maxBytes = realm.getPasswordPolicy().<Integer>getPolicyConfig(MaxBytesPolicyFactory.ID);
        return new BcryptPassword(password).isLongerThan(maxBytes)
                ? new PolicyError("phonelatchPasswordTooLong", maxBytes)
                : null;
    }
}
