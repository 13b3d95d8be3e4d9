package io.github.phonelatch.credential;

import io.github.phonelatch.phone.RememberedDevice;
import io.github.phonelatch.support.VersionedFactory;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;

/** The credential provider {@code phonelatch-device}. */
public final class DeviceCredentialProviderFactory
        implements CredentialProviderFactory<DeviceCredentialProvider>, VersionedFactory {
    @Override
    public String getId() {
        return RememberedDevice.TYPE;
    }

    @Override
    public DeviceCredentialProvider create(KeycloakSession session) {
        return new DeviceCredentialProvider(session);
    }
}
