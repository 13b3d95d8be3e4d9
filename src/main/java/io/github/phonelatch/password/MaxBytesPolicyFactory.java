package io.github.phonelatch.password;

import io.github.phonelatch.support.VersionedFactory;
import org.keycloak.Config;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.policy.PasswordPolicyProvider;
import org.keycloak.policy.PasswordPolicyProviderFactory;

/** The password policy {@code phonelatch-max-bytes}. Keycloak's own "Maximum length" counts characters. */
public final class MaxBytesPolicyFactory implements PasswordPolicyProviderFactory, VersionedFactory {
    static final String ID = "phonelatch-max-bytes";

    @Override
    public String getId() {
        return ID;
    }

    @Override
    public String getDisplayName() {
        return "Maximum Bytes (bcrypt)";
    }

    @Override
    public String getConfigType() {
        return PasswordPolicyProvider.INT_CONFIG_TYPE;
    }

    @Override
    public String getDefaultConfigValue() {
        return Integer.toString(BcryptPassword.MAX_BYTES);
    }

    @Override
    public boolean isMultiplSupported() {
        return false;
    }

    @Override
    public PasswordPolicyProvider create(KeycloakSession session) {
        return new MaxBytesPolicy(session.getContext());
    }

    @Override
    public void init(Config.Scope config) {}

    @Override
    public void postInit(KeycloakSessionFactory factory) {}

    @Override
    public void close() {}
}
