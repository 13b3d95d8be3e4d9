package io.github.phonelatch.gateway.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The server options that every HTTP provider has, each declared once. */
public final class HttpOption {
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

    private HttpOption() {}

    /**
     * The option {@code base-url}, which each provider declares with an address of its own.
     *
     * @param shownDefault the provider's address
     * @param service what answers there, as the help text names it
     * @param credentials the options that key and secret belong in, for whoever writes them into the address
     */
    public static ServerOption<BaseUrl> baseUrl(String shownDefault, String service, String credentials) {
        return ServerOption.text(
                "base-url",
                shownDefault,
                "Address of the " + service + ". http is accepted only for loopback, a private address or a name"
                        + " without a dot.",
                given -> BaseUrl.parse(given, credentials));
    }

    /** All options of a provider in the order in which they are shown: the address, its own, and those of all providers. */
    public static List<ServerOption<?>> with(ServerOption<BaseUrl> baseUrl, ServerOption<?>... own) {
        List<ServerOption<?>> all = new ArrayList<>();
        all.add(baseUrl);
        all.addAll(List.of(own));
        all.addAll(List.of(
                CONNECT_TIMEOUT,
                CALL_TIMEOUT,
                VERIFY_TIMEOUT,
                PAGE_WAIT,
                MAX_CONCURRENT_CALLS,
                CIRCUIT_FAILURES,
                CIRCUIT_WINDOW,
                CIRCUIT_DELAY,
                PROXY_URL));
        return List.copyOf(all);
    }
}
