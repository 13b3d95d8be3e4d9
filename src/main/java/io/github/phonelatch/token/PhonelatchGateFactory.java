package io.github.phonelatch.token;

import io.github.phonelatch.support.Version;
import java.util.Map;
import org.keycloak.models.KeycloakSession;
import org.keycloak.protocol.oidc.token.TokenPostProcessor;
import org.keycloak.protocol.oidc.token.TokenPostProcessorFactory;
import org.keycloak.provider.ServerInfoAwareProviderFactory;

/** The token interceptor {@code phonelatch-gate}. */
public final class PhonelatchGateFactory implements TokenPostProcessorFactory, ServerInfoAwareProviderFactory {
    @Override
    public String getId() {
        return "phonelatch-gate";
    }

    @Override
    public TokenPostProcessor create(KeycloakSession session) {
        return new PhonelatchGate(session);
    }

    /** Keycloak runs the highest first: who gets no token at all needs no other interceptor's work. */
    @Override
    public int order() {
        return 100;
    }

    @Override
    public Map<String, String> getOperationalInfo() {
        return Version.operationalInfo();
    }
}
