package io.github.phonelatch.gateway.http;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;

/**
 * Where the provider answers. Plain {@code http} is only for addresses that outsiders cannot listen to, because the secret is
 * sent there.
 */
public record BaseUrl(HttpUrl url) {
    private static final Pattern IPV4 =
            Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)");
    /** Begins with a letter, because a bare number is an IPv4 address in disguise. */
    private static final Pattern NAME_WITHOUT_DOT = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /**
     * Reads an address.
     *
     * @param credentials the options that user and password belong in
     * @throws IllegalArgumentException that completes the sentence "option …" without its value
     */
    static BaseUrl parse(String given, String credentials) {
        HttpUrl url = HttpUrl.parse(given);
        if (url == null) {
            throw new IllegalArgumentException("is no http or https address");
        }
        if (!url.encodedUsername().isEmpty() || !url.encodedPassword().isEmpty()) {
            throw new IllegalArgumentException("carries a user or password: they belong in " + credentials);
        }
        if (url.encodedQuery() != null || url.encodedFragment() != null) {
            throw new IllegalArgumentException("carries a query or fragment: give scheme, host and, if needed, a path");
        }
        if (!url.isHttps() && !isNear(url.host())) {
            throw new IllegalArgumentException("is http to a public host, which would send the secret in clear:"
                    + " use https (http is for loopback, private addresses and names without a dot)");
        }
        return new BaseUrl(url);
    }

    @Override
    public String toString() {
        return url.toString();
    }

    private static boolean isNear(String host) {
        if (IPV4.matcher(host).matches() || host.contains(":")) {
            return isNearAddress(host);
        }
        return NAME_WITHOUT_DOT.matcher(host).matches();
    }

    private static boolean isNearAddress(String literal) {
        try {
            InetAddress address = InetAddress.getByName(literal); // a literal: asks no name server
            boolean uniqueLocal = address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
            return address.isLoopbackAddress() || address.isSiteLocalAddress() || uniqueLocal;
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
