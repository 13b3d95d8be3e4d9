package io.github.phonelatch.credential;

import io.github.phonelatch.phone.StoredVerification;
import io.github.phonelatch.support.VersionedFactory;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** The credential provider {@code phonelatch-phone}. */
public final class PhoneCredentialProviderFactory
        implements CredentialProviderFactory<PhoneCredentialProvider>, VersionedFactory {
    @Override
    public String getId() {
        return StoredVerification.TYPE;
    }

    @Override
    public PhoneCredentialProvider create(KeycloakSession session) {
        return new PhoneCredentialProvider(session);
    }
}
