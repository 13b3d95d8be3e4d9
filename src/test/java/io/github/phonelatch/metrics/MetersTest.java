package io.github.phonelatch.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetersTest {
    private static final Metric SENT = new Metric("sent", "sent");
    private static final Metric STATE = new Metric("state", "state");

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = Meters.in(registry);

    @Test
    void counts_areSeparateForEachLabel() {
        meters.count(SENT, "realm", "school", "channel", "sms");
        meters.count(SENT, "realm", "school", "channel", "sms");
        meters.count(SENT, "realm", "school", "channel", "voice");

        assertThat(registry.get("phonelatch.sent")
                        .tag("channel", "sms")
                        .counter()
                        .count())
                .isEqualTo(2);
        assertThat(registry.get("phonelatch.sent")
                        .tag("channel", "voice")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void preparedCount_isZero_andStaysWhatItIs() {
        meters.prepare(SENT, "realm", "school");
        assertThat(registry.get("phonelatch.sent").counter().count()).isZero();

        meters.count(SENT, "realm", "school");
        meters.prepare(SENT, "realm", "school");
        assertThat(registry.get("phonelatch.sent").counter().count()).isEqualTo(1);
    }

    @Test
    void watchedValue_isAskedForEachTime_untilItIsTakenAway() {
        double[] value = {1};
        Runnable hide = meters.watch(STATE, () -> value[0]);
        value[0] = 2;
        assertThat(registry.get("phonelatch.state").gauge().value()).isEqualTo(2);

        hide.run();
        assertThat(registry.getMeters()).isEmpty();
    }

    @Test
    void off_doesNothing() {
        Meters.OFF.count(SENT, "realm", "school");
        Meters.OFF.prepare(SENT);
        Meters.OFF.measure(SENT, List.of(), Duration.ZERO);
        Meters.OFF.watch(STATE, () -> 1).run();
        Meters.OFF.budget("school", "realm", () -> 1);
        Meters.OFF.forget("school");

        assertThat(Meters.OFF.areOn()).isFalse();
    }

    /** No test configures Keycloak, and Keycloak's own default is without metrics. */
    @Test
    void serverWithoutMetrics_hasNone() {
        assertThat(Meters.ofServer()).isSameAs(Meters.OFF);
    }

    @Test
    void registryThatThrows_isNoReasonToFail() {
        registry.config().meterFilter(new MeterFilter() {
            @Override
            public MeterFilterReply accept(Meter.Id id) {
                throw new IllegalStateException("full");
            }
        });

        assertThatCode(() -> {
                    meters.count(SENT, "realm", "school");
                    meters.prepare(SENT, "realm", "school");
                    meters.measure(SENT, List.of(Duration.ofSeconds(1)), Duration.ZERO);
                    meters.watch(STATE, () -> 1).run();
                    meters.budget("school", "realm", () -> 1);
                    meters.forget("school");
                })
                .doesNotThrowAnyException();
    }

    @Test
    void labelsThatDoNotPair_areNoReasonToFail() {
        assertThatCode(() -> meters.count(SENT, "realm")).doesNotThrowAnyException();
    }

    @Test
    void budget_isShown_andTheLastOneGivenCounts() {
        meters.budget("school", "realm", () -> 0.25);
        meters.budget("school", "realm", () -> 0.5);

        assertThat(budget("realm")).isEqualTo(0.5);
        assertThat(registry.getMeters()).hasSize(1);
    }

    @Test
    void budgetsOfAllCountries_areAFewSeries_andTheFullestOfTheOthersIsSeen() {
        meters.budget("school", "realm", () -> 0.1);
        for (int i = 0; i < 250; i++) {
            double used = i == 200 ? 0.9 : 0.2;
            meters.budget("school", "C" + i, () -> used);
        }

        assertThat(registry.getMeters()).hasSize(Budgets.MOST_SHOWN);
        assertThat(budget("realm")).isEqualTo(0.1);
        assertThat(budget("C5")).isEqualTo(0.2);
        assertThat(budget("other")).isEqualTo(0.9);
        meters.budget("school", "C200", () -> 0.3);
        assertThat(budget("other")).isEqualTo(0.3);
    }

    @Test
    void forgottenRealm_isGone_andAnotherStays() {
        meters.count(SENT, "realm", "school");
        meters.count(SENT, "realm", "other");
        meters.budget("school", "realm", () -> 1);
        registry.counter("keycloak.user", "realm", "school");

        meters.forget("school");

        assertThat(registry.getMeters())
                .extracting(
                        meter -> meter.getId().getName() + " " + meter.getId().getTag("realm"))
                .containsExactlyInAnyOrder("phonelatch.sent other", "keycloak.user school");
        meters.budget("school", "realm", () -> 0.5);
        assertThat(budget("realm")).isEqualTo(0.5);
    }

    private double budget(String scope) {
        return registry.get("phonelatch.budget.used")
                .tag("scope", scope)
                .gauge()
                .value();
    }
}
