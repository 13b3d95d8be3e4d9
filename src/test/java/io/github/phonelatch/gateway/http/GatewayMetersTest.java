package io.github.phonelatch.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.phonelatch.gateway.OtpMessage;
import io.github.phonelatch.metrics.Meters;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

/** What is counted without any call. What calls show is tested with a provider's gateway. */
class GatewayMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final GatewayMeters meters = new GatewayMeters(Meters.in(registry));

    @Test
    void missingOptions_areCountedWhereSomebodyAsks() {
        new NotConfiguredGateway("dev-key is missing", meters).send(new OtpMessage("+447400123456", "login-otp", "en"));

        assertThat(registry.get("phonelatch.misconfigured").counters())
                .singleElement()
                .satisfies(counter -> {
                    assertThat(counter.getId().getTag("reason")).isEqualTo("options");
                    assertThat(counter.count()).isEqualTo(1);
                });
    }

    @Test
    void preparedCounts_areAllThere() {
        meters.prepare();

        assertThat(registry.get("phonelatch.misconfigured").counters())
                .hasSize(Misconfiguration.values().length)
                .allSatisfy(counter -> assertThat(counter.count()).isZero());
    }
}
