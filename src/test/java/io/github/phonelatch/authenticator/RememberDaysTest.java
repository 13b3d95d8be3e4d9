package io.github.phonelatch.authenticator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keycloak.models.AuthenticatorConfigModel;

class RememberDaysTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "1, 1", "' 30 ', 30", "365, 365"})
    void wholeNumberInItsRange_isTaken(String text, int days) {
        assertThat(RememberDays.of(config(text))).isEqualTo(days);
    }

    /** Imports are checked by nobody. */
    @ParameterizedTest
    @CsvSource({"366", "-1", "1.5", "thirty", "30d", "99999999999", "''", "' '"})
    void whatIsNoSuchNumber_remembersNoDevice(String text) {
        assertThat(RememberDays.of(config(text))).isZero();
    }

    @Test
    void whereNothingIsSet_noDeviceIsRemembered() {
        AuthenticatorConfigModel other = new AuthenticatorConfigModel();
        other.setConfig(Map.of("default.reference.value", "sms"));

        assertThat(RememberDays.of(null)).isZero();
        assertThat(RememberDays.of(new AuthenticatorConfigModel())).isZero();
        assertThat(RememberDays.of(other)).isZero();
    }

    private static AuthenticatorConfigModel config(String days) {
        AuthenticatorConfigModel config = new AuthenticatorConfigModel();
        config.setId("execution");
        config.setAlias("step");
        config.setConfig(new HashMap<>(Map.of("remember-device-days", days)));
        return config;
    }
}
