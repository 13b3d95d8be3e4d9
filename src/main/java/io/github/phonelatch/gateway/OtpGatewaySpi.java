package io.github.phonelatch.gateway;

import org.keycloak.provider.Provider;
import org.keycloak.provider.ProviderFactory;
import org.keycloak.provider.Spi;

/** The SPI {@code phonelatch-gateway}. */
public final class OtpGatewaySpi implements Spi {
    @Override
    public boolean isInternal() {
        return true;
    }

    @Override
    public String getName() {
        return "phonelatch-gateway";
    }

    @Override
    public Class<? extends Provider> getProviderClass() {
        return OtpGateway.class;
    }

    @Override
    @SuppressWarnings("rawtypes") // Spi's own signature
    public Class<? extends ProviderFactory> getProviderFactoryClass() {
        return OtpGatewayFactory.class;
    }
}
