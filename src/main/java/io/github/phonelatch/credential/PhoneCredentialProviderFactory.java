package io.github.phonelatch.credential;

import io.github.phonelatch.phone.StoredVerification;
import io.github.phonelatch.support.Version;
import java.util.Map;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** The credential provider {@code phonelatch-phone}. */
public final class PhoneCredentialProviderFactory
        implements CredentialProviderFactory<PhoneCredentialProvider>, ServerInfoAwareProviderFactory {
    @Override
    public String getId() {
        return StoredVerification.TYPE;
    }

    @Override
    public PhoneCredentialProvider create(KeycloakSession session) {
        return new PhoneCredentialProvider(session);
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Version.operationalInfo();
    }
}
