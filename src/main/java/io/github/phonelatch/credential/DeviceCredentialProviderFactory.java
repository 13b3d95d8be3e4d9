package io.github.phonelatch.credential;

import io.github.phonelatch.phone.RememberedDevice;
import io.github.phonelatch.support.Version;
import java.util.Map;
import org.keycloak.credential.CredentialProviderFactory;
import org.keycloak.models.KeycloakSession;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** The credential provider {@code phonelatch-device}. */
public final class DeviceCredentialProviderFactory
        implements CredentialProviderFactory<DeviceCredentialProvider>, ServerInfoAwareProviderFactory {
    @Override
    public String getId() {
        return RememberedDevice.TYPE;
    }

    @Override
    public DeviceCredentialProvider create(KeycloakSession session) {
        return new DeviceCredentialProvider(session);
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Version.operationalInfo();
    }
}
