package io.github.phonelatch.gateway.engagelab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeycloakVersionTest {

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
}
