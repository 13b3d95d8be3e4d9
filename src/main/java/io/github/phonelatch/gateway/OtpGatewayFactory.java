package io.github.phonelatch.gateway;

import org.keycloak.provider.ProviderFactory;

/** Makes the server's one {@link OtpGateway}. */
public interface OtpGatewayFactory extends ProviderFactory<OtpGateway> {}
