package io.github.phonelatch.gateway.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;

/**
 * What an admin set of the options that every HTTP provider has.
 *
 * @param callTimeout how long a send may take in all
 * @param verifyTimeout how long a verification, or reading a template, may take
 * @param pageWait how long a page waits for a send
 * @param maxConcurrentCalls never more than half of the pools of the server
 */
public record HttpOptions(
        ProviderName provider,
        HttpUrl baseUrl,
        Duration connectTimeout,
        Duration callTimeout,
        Duration verifyTimeout,
        Duration pageWait,
        int maxConcurrentCalls,
        int circuitFailures,
        Duration circuitWindow,
        Duration circuitDelay,
        Optional<ProxyAddress> proxy) {

    /**
     * Reads them, and remarks on what an admin should know although it works.
     *
     * @param baseUrl as the provider declared it
     */
    public static HttpOptions of(ServerOptions given, ServerOption<BaseUrl> baseUrl) {
        HttpUrl url = given.get(baseUrl).url();
        if (!url.isHttps()) {
            given.remark(given.provider().option(baseUrl.key())
                    + " is plain http: right for a simulator, wrong for real people's codes.");
        }
        return new HttpOptions(
                given.provider(),
                url,
                given.get(HttpOption.CONNECT_TIMEOUT),
                given.get(HttpOption.CALL_TIMEOUT),
                given.get(HttpOption.VERIFY_TIMEOUT),
                given.get(HttpOption.PAGE_WAIT),
                capped(given),
                given.get(HttpOption.CIRCUIT_FAILURES),
                given.get(HttpOption.CIRCUIT_WINDOW),
                given.get(HttpOption.CIRCUIT_DELAY),
                given.get(HttpOption.PROXY_URL));
    }

    /** Why calls may be refused although the provider is quick, for the log. */
    String tooFewCalls() {
        return provider.option(HttpOption.MAX_CONCURRENT_CALLS.key()) + " is too low";
    }

    /**
     * Takes at most half of each pool, because a request that waits for a call may hold a request thread and need a second
     * database connection when it comes back. With half of them other sign-ins go on. Where the server's own options are
     * not set, its defaults leave enough room for these calls.
     */
    private static int capped(ServerOptions given) {
        int wanted = given.get(HttpOption.MAX_CONCURRENT_CALLS);
        int allowed = wanted;
        String reason = "";
        Config.Scope root = given.root();
        for (String pool : List.of("db-pool-max-size", "http-pool-max-threads")) {
            int half = Math.max(1, size(root.get(pool)) / 2);
            if (half < allowed) {
                allowed = half;
                reason = pool;
            }
        }
        if (allowed < wanted) {
            given.remark(given.provider().option(HttpOption.MAX_CONCURRENT_CALLS.key()) + " is " + allowed
                    + " instead of " + wanted + ": half of " + reason + ". Raise " + reason + " to have more.");
        }
        return allowed;
    }

    /** Keycloak judges its own options. One that is not set or no number caps nothing. */
    private static int size(@Nullable String pool) {
        try {
            return pool == null ? Integer.MAX_VALUE : Integer.parseInt(pool.strip());
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    /** Tells where a proxy is asked for, and nothing of its password. */
    @Override
    public String toString() {
        return "HttpOptions[baseUrl=" + baseUrl + ", connectTimeout=" + connectTimeout + ", callTimeout=" + callTimeout
                + ", verifyTimeout=" + verifyTimeout + ", pageWait=" + pageWait + ", maxConcurrentCalls="
                + maxConcurrentCalls + ", circuitFailures=" + circuitFailures + ", circuitWindow=" + circuitWindow
                + ", circuitDelay=" + circuitDelay + ", proxy=" + proxy.isPresent() + "]";
    }
}
