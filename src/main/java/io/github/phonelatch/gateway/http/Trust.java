package io.github.phonelatch.gateway.http;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.OkHttpClient;
import org.keycloak.models.KeycloakSession;
import org.keycloak.models.KeycloakSessionFactory;
import org.keycloak.truststore.TruststoreProvider;

/**
 * Whose certificates are believed: Keycloak's truststore (which holds the JVM's too, and {@code truststore-paths}), or the
 * JVM's where Keycloak has none. Host names are always checked, whatever Keycloak's policy for other calls.
 */
public final class Trust {
    private final Optional<KeyStore> certificates;

    private Trust(Optional<KeyStore> certificates) {
        this.certificates = certificates;
    }

    public static Trust ofJvm() {
        return new Trust(Optional.empty());
    }

    public static Trust of(KeyStore certificates) {
        return new Trust(Optional.of(certificates));
    }

    public static Trust of(KeycloakSessionFactory keycloak) {
        try (KeycloakSession session = keycloak.create()) {
            return new Trust(Optional.ofNullable(session.getProvider(TruststoreProvider.class))
                    .flatMap(provider -> Optional.ofNullable(provider.getTruststore())));
        }
    }

    void applyTo(OkHttpClient.Builder builder, String provider) {
        certificates.ifPresent(store -> {
            try {
                TrustManagerFactory factory =
                        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init(store);
                X509TrustManager manager = Arrays.stream(factory.getTrustManagers())
                        .filter(X509TrustManager.class::isInstance)
                        .map(X509TrustManager.class::cast)
                        .findFirst()
                        .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {manager}, null);
                builder.sslSocketFactory(context.getSocketFactory(), manager);
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("Keycloak's truststore cannot be used for calls to " + provider, e);
            }
        });
    }
}
