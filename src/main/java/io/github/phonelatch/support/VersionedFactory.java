package io.github.phonelatch.support;

import java.util.Map;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** A factory whose provider the console lists with our version, under Server info. */
public interface VersionedFactory extends ServerInfoAwareProviderFactory {
    @Override
    default Map<String, String> getOperationalInfo() {
        return Version.operationalInfo();
    }
}
