package io.github.phonelatch.gateway.engagelab;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;
import org.keycloak.Config;
import org.keycloak.provider.ProviderConfigProperty;

/**
 * The server options, read once when the server starts. They hold secrets, so they live outside any realm and print
 * themselves without them.
 */
record EngageLabOptions(
        HttpUrl baseUrl,
        String devKey,
        String devSecret,
        Duration connectTimeout,
        Duration callTimeout,
        Duration verifyTimeout,
        Duration pageWait,
        int maxConcurrentCalls,
        int circuitFailures,
        Duration circuitWindow,
        Duration circuitDelay,
        Optional<ProxyAddress> proxy) {

    static final ServerOption<HttpUrl> BASE_URL = ServerOption.text(
            "base-url",
            "https://otp.api.engagelab.cc",
            "Address of the EngageLab OTP service. http is accepted only for loopback, a private address or a name"
                    + " without a dot.",
            BaseUrl::parse);
    static final ServerOption<String> DEV_KEY = ServerOption.required(
            "dev-key",
            true,
            "Key of the application in the EngageLab OTP console, with the permissions Send and Verify.",
            EngageLabOptions::key);
    static final ServerOption<String> DEV_SECRET = ServerOption.required(
            "dev-secret", true, "Secret of that key. Keep it in Keycloak's config keystore.", EngageLabOptions::secret);
    static final ServerOption<Duration> CONNECT_TIMEOUT = ServerOption.milliseconds(
            "connect-timeout-ms",
            1_000,
            50,
            60_000,
            "How long opening a connection may take. Failing here is certain not to have sent anything.");
    static final ServerOption<Duration> CALL_TIMEOUT = ServerOption.milliseconds(
            "call-timeout-ms",
            15_000,
            100,
            120_000,
            "How long a send may take in all. It runs behind the page; cut short, its code can never be verified.");
    static final ServerOption<Duration> VERIFY_TIMEOUT = ServerOption.milliseconds(
            "verify-timeout-ms",
            3_000,
            100,
            60_000,
            "How long checking a code, or reading a template, may hold up its request.");
    static final ServerOption<Duration> PAGE_WAIT = ServerOption.milliseconds(
            "page-wait-ms",
            3_000,
            0,
            60_000,
            "How long a page waits for a send before it says that the message is on its way.");
    static final ServerOption<Integer> MAX_CONCURRENT_CALLS = ServerOption.number(
            "max-concurrent-calls",
            32,
            1,
            1_000,
            "How many calls may be under way at once, sends and checks together; more are refused at once. Never more"
                    + " than half of db-pool-max-size or of http-pool-max-threads, where these are set.");
    static final ServerOption<Integer> CIRCUIT_FAILURES = ServerOption.number(
            "circuit-failures",
            5,
            1,
            1_000,
            "How many timeouts, broken connections, 5xx and 429 within circuit-window stop all calls for a while.");
    static final ServerOption<Duration> CIRCUIT_WINDOW =
            ServerOption.seconds("circuit-window", 10, 1, 3_600, "The time within which circuit-failures are counted.");
    static final ServerOption<Duration> CIRCUIT_DELAY = ServerOption.seconds(
            "circuit-delay", 30, 1, 3_600, "How long calls stay stopped before one is let through as a trial.");
    static final ServerOption<Optional<ProxyAddress>> PROXY_URL = ServerOption.optional(
            "proxy-url",
            true,
            "Proxy for https, as http://host:port or http://user:password@host:port. Plain http stays within the"
                    + " network and goes without it.",
            ProxyAddress::parse);

    private static final List<ServerOption<?>> ALL = List.of(
            BASE_URL,
            DEV_KEY,
            DEV_SECRET,
            CONNECT_TIMEOUT,
            CALL_TIMEOUT,
            VERIFY_TIMEOUT,
            PAGE_WAIT,
            MAX_CONCURRENT_CALLS,
            CIRCUIT_FAILURES,
            CIRCUIT_WINDOW,
            CIRCUIT_DELAY,
            PROXY_URL);

    /** What became of the options; each line is for the log. */
    sealed interface Reading {
        /**
         * They will do.
         *
         * @param remarks what an admin should know although it works
         */
        record Usable(EngageLabOptions options, List<String> remarks) implements Reading {}

        /**
         * They will not.
         *
         * @param problems one per missing or wrong option, naming it as an admin writes it
         */
        record Unusable(List<String> problems) implements Reading {}
    }

    static List<ProviderConfigProperty> metadata() {
        return ALL.stream().map(ServerOption::metadata).toList();
    }

    static Reading read(Config.Scope scope) {
        Reader reader = new Reader(scope);
        Optional<HttpUrl> baseUrl = reader.read(BASE_URL);
        Optional<String> devKey = reader.read(DEV_KEY);
        Optional<String> devSecret = reader.read(DEV_SECRET);
        Optional<Duration> connectTimeout = reader.read(CONNECT_TIMEOUT);
        Optional<Duration> callTimeout = reader.read(CALL_TIMEOUT);
        Optional<Duration> verifyTimeout = reader.read(VERIFY_TIMEOUT);
        Optional<Duration> pageWait = reader.read(PAGE_WAIT);
        Optional<Integer> maxConcurrentCalls = reader.read(MAX_CONCURRENT_CALLS);
        Optional<Integer> circuitFailures = reader.read(CIRCUIT_FAILURES);
        Optional<Duration> circuitWindow = reader.read(CIRCUIT_WINDOW);
        Optional<Duration> circuitDelay = reader.read(CIRCUIT_DELAY);
        Optional<Optional<ProxyAddress>> proxy = reader.read(PROXY_URL);
        if (!reader.problems.isEmpty()) {
            return new Reading.Unusable(List.copyOf(reader.problems));
        }
        List<String> remarks = new ArrayList<>();
        if (!baseUrl.orElseThrow().isHttps()) {
            remarks.add(ServerOption.PREFIX + BASE_URL.key()
                    + " is plain http: right for a simulator, wrong for real people's codes.");
        }
        return new Reading.Usable(
                new EngageLabOptions(
                        baseUrl.orElseThrow(),
                        devKey.orElseThrow(),
                        devSecret.orElseThrow(),
                        connectTimeout.orElseThrow(),
                        callTimeout.orElseThrow(),
                        verifyTimeout.orElseThrow(),
                        pageWait.orElseThrow(),
                        capped(maxConcurrentCalls.orElseThrow(), scope.root(), remarks),
                        circuitFailures.orElseThrow(),
                        circuitWindow.orElseThrow(),
                        circuitDelay.orElseThrow(),
                        proxy.orElseThrow()),
                remarks);
    }

    /**
     * A request that waits for a call may hold a request thread and need a second database connection when it comes
     * back: with half of either taken by us, other sign-ins go on. Where the server's own options are not set, its
     * defaults leave enough room for ours.
     */
    private static int capped(int wanted, Config.Scope root, List<String> remarks) {
        int allowed = wanted;
        String reason = "";
        for (String pool : List.of("db-pool-max-size", "http-pool-max-threads")) {
            int half = Math.max(1, size(root.get(pool)) / 2);
            if (half < allowed) {
                allowed = half;
                reason = pool;
            }
        }
        if (allowed < wanted) {
            remarks.add(ServerOption.PREFIX + MAX_CONCURRENT_CALLS.key() + " is " + allowed + " instead of " + wanted
                    + ": half of " + reason + ". Raise " + reason + " to have more.");
        }
        return allowed;
    }

    /** Keycloak judges its own options; one that is not set or no number caps nothing. */
    private static int size(@Nullable String pool) {
        try {
            return pool == null ? Integer.MAX_VALUE : Integer.parseInt(pool.strip());
        } catch (NumberFormatException e) {
            return Integer.MAX_VALUE;
        }
    }

    private static String key(String given) {
        if (given.indexOf(':') >= 0) {
            throw new IllegalArgumentException("holds a colon, which no EngageLab key does");
        }
        return secret(given);
    }

    private static String secret(String given) {
        if (given.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("holds a control character, such as a line break");
        }
        return given;
    }

    @Override
    public String toString() {
        return "EngageLabOptions[baseUrl=" + baseUrl + ", connectTimeout=" + connectTimeout + ", callTimeout="
                + callTimeout + ", verifyTimeout=" + verifyTimeout + ", pageWait=" + pageWait + ", maxConcurrentCalls="
                + maxConcurrentCalls + ", circuitFailures=" + circuitFailures + ", circuitWindow=" + circuitWindow
                + ", circuitDelay=" + circuitDelay + ", proxy=" + proxy.isPresent() + "]";
    }

    /** Goes on after a wrong option, so that an admin learns of all of them at once. */
    private static final class Reader {
        private final Config.Scope scope;
        private final List<String> problems = new ArrayList<>();

        private Reader(Config.Scope scope) {
            this.scope = scope;
        }

        private <T> Optional<T> read(ServerOption<T> option) {
            try {
                return Optional.of(option.read(scope));
            } catch (IllegalArgumentException e) {
                problems.add(ServerOption.PREFIX + option.key() + " " + e.getMessage());
                return Optional.empty();
            }
        }
    }
}
