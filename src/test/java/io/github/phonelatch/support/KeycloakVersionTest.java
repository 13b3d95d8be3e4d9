package io.github.phonelatch.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.phonelatch.action.VerifyPhoneFactory;
import io.github.phonelatch.event.PhonelatchEventListenerFactory;
import io.github.phonelatch.gateway.engagelab.EngageLabGatewayFactory;
import io.github.phonelatch.token.PhonelatchGateFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.Config;
import org.keycloak.common.Version;
import org.keycloak.provider.ProviderFactory;

class KeycloakVersionTest {
    private final String real = Version.VERSION;

    @AfterEach
    void restore() {
        Version.VERSION = real;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "26.7.2",
                "26.7.2.redhat-00001",
                "26.7.4",
                "26.7.10",
                "26.8",
                "26.10.0",
                "27",
                "27.0.0-SNAPSHOT",
                "999.0.0-SNAPSHOT",
                "UNKNOWN"
            })
    void thisOrNewer_isAccepted(String version) {
        assertThat(KeycloakVersion.objection(version)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"26.7.1", "26.7.1.redhat-00002", "26.7", "26.7.0-SNAPSHOT", "26.5.6", "26", "9.9.9"})
    void older_isRefusedWithItsVersionAndTheNeededOne(String version) {
        assertThat(KeycloakVersion.objection(version))
                .hasValueSatisfying(text -> assertThat(text).contains("is " + version, "26.7.2 or newer"));
    }

    /** Whichever provider of codes is installed, and whichever of these an admin turns off. */
    static Stream<ProviderFactory<?>> factories() {
        return Stream.of(
                new VerifyPhoneFactory(),
                new PhonelatchGateFactory(),
                new PhonelatchEventListenerFactory(),
                new EngageLabGatewayFactory());
    }

    @ParameterizedTest
    @MethodSource("factories")
    void oldKeycloak_isNotStartedOn(ProviderFactory<?> factory) {
        Config.Scope options = new MapScope(Map.of(), Map.of());
        assertThatCode(() -> factory.init(options)).doesNotThrowAnyException();

        Version.VERSION = "26.5.6";
        assertThatThrownBy(() -> factory.init(options))
                .hasMessageContaining("26.7.2 or newer")
                .hasMessageContaining("26.5.6");
    }
}
