package io.github.phonelatch.gateway.http;

import java.util.Optional;
import okhttp3.Credentials;
import okhttp3.HttpUrl;

/**
 * The way out of the network.
 *
 * @param credentials for the header {@code Proxy-Authorization}
 */
public record ProxyAddress(String host, int port, Optional<String> credentials) {

    /**
     * Reads an address.
     *
     * @throws IllegalArgumentException that completes the sentence "option …" without its value
     */
    public static ProxyAddress parse(String given) {
        HttpUrl url = HttpUrl.parse(given);
        if (url == null
                || url.isHttps()
                || !url.encodedPath().equals("/")
                || url.encodedQuery() != null
                || url.encodedFragment() != null) {
            throw new IllegalArgumentException("is not of the form http://host:port or http://user:password@host:port");
        }
        Optional<String> credentials = url.encodedUsername().isEmpty()
                ? Optional.empty()
                : Optional.of(Credentials.basic(url.username(), url.password()));
        return new ProxyAddress(url.host(), url.port(), credentials);
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
