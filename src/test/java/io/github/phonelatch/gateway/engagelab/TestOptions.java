package io.github.phonelatch.gateway.engagelab;

import io.github.phonelatch.gateway.http.GatewayMeters;
import io.github.phonelatch.gateway.http.HttpCalls;
import io.github.phonelatch.gateway.http.HttpOptions;
import io.github.phonelatch.gateway.http.JsonHttp;
import io.github.phonelatch.gateway.http.ProxyAddress;
import io.github.phonelatch.gateway.http.Trust;
import io.github.phonelatch.metrics.Meters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/** Options for a gateway under test: short times, and a circuit that stays closed unless asked for. */
final class TestOptions {
    static final String KEY = "test-key";
    static final String SECRET = "test-secret-9f3b";

    private final HttpUrl baseUrl;
    private String secret = SECRET;
    private Duration connectTimeout = Duration.ofSeconds(2);
    private Duration callTimeout = Duration.ofSeconds(20);
    private Duration verifyTimeout = Duration.ofSeconds(20);
    private int maxConcurrentCalls = 8;
    private int circuitFailures = 1_000;
    private Duration circuitDelay = Duration.ofSeconds(30);
    private Optional<ProxyAddress> proxy = Optional.empty();

    private TestOptions(HttpUrl baseUrl) {
        this.baseUrl = baseUrl;
    }

    static TestOptions at(HttpUrl baseUrl) {
        return new TestOptions(baseUrl);
    }

    TestOptions secret(String secret) {
        this.secret = secret;
        return this;
    }

    TestOptions callTimeout(Duration callTimeout) {
        this.callTimeout = callTimeout;
        return this;
    }

    TestOptions verifyTimeout(Duration verifyTimeout) {
        this.verifyTimeout = verifyTimeout;
        return this;
    }

    TestOptions maxConcurrentCalls(int maxConcurrentCalls) {
        this.maxConcurrentCalls = maxConcurrentCalls;
        return this;
    }

    TestOptions circuit(int failures, Duration delay) {
        this.circuitFailures = failures;
        this.circuitDelay = delay;
        return this;
    }

    TestOptions proxy(String url) {
        this.proxy = Optional.of(ProxyAddress.parse(url));
        return this;
    }

    EngageLabOptions build() {
        return new EngageLabOptions(
                new HttpOptions(
                        EngageLabOptions.PROVIDER,
                        baseUrl,
                        connectTimeout,
                        callTimeout,
                        verifyTimeout,
                        Duration.ofSeconds(3),
                        maxConcurrentCalls,
                        circuitFailures,
                        Duration.ofSeconds(10),
                        circuitDelay,
                        proxy),
                KEY,
                secret);
    }

    static EngageLabGateway gateway(EngageLabOptions options, Trust trust) {
        return gateway(options, JsonHttp.client(options.http(), trust), Meters.OFF);
    }

    static EngageLabGateway gateway(EngageLabOptions options, OkHttpClient client, Meters meters) {
        return new EngageLabGateway(new HttpCalls(
                options,
                ErrorCodes.TABLE,
                new JsonHttp(options, ErrorCodes.TABLE, client),
                InstantSource.system(),
                new GatewayMeters(meters)));
    }
}
