package io.github.phonelatch.phone;

import static io.github.phonelatch.fakes.Verifications.NOON;
import static io.github.phonelatch.fakes.Verifications.number;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.fakes.Released;
import io.github.phonelatch.fakes.Verifications;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

class RememberedDeviceTest {
    private static final RememberedDevice DEVICE =
            new RememberedDevice(number("+447400123456"), "1@2", NOON, NOON.plus(Duration.ofDays(30)));

    @Test
    void device_isReadAsItWasWritten() {
        CredentialModel credential = DEVICE.toCredential("Firefox, Linux");

        assertThat(RememberedDevice.read(credential)).contains(DEVICE);
        assertThat(credential.getUserLabel()).isEqualTo("Firefox, Linux");
        assertThat(credential.getCreatedDate()).isEqualTo(NOON.toEpochMilli());
        assertThat(credential.getSecretData()).isEqualTo("{}");
    }

    @ParameterizedTest
    @MethodSource("io.github.phonelatch.fakes.Released#all")
    void deviceOfARelease_isRead_andIsWrittenSoThatItReadsIt(Released release) {
        JsonNode released = release.json("device-credential.json");
        CredentialModel credential = DEVICE.toCredential("Firefox, Linux");

        assertThat(RememberedDevice.read(Verifications.credential(released))).contains(DEVICE);
        assertThat(Released.readsAs(released, Verifications.json(credential)))
                .as(credential.getCredentialData())
                .isTrue();
    }

    @Test
    void fieldsOfALaterRelease_arePassedOver() {
        CredentialModel credential = DEVICE.toCredential("?");
        credential.setCredentialData(
                credential.getCredentialData().replaceFirst("\\{", "{\"later\": {\"more\": [1]}, "));

        assertThat(RememberedDevice.read(credential)).contains(DEVICE);
    }

    @Test
    void credentialOfAnotherType_isNone() {
        CredentialModel credential = DEVICE.toCredential("?");
        credential.setType("password");

        assertThat(RememberedDevice.read(credential)).isEmpty();
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "{",
                "null",
                "[]",
                "7",
                "{}",
                "{\"number\":\"+447400123456\",\"since\":\"2026-11-20T12:00:00Z\"}",
                "{\"number\":\"+447400123456\",\"since\":\"2026-11-20T12:00:00Z\",\"until\":\"later\"}",
                "{\"number\":\"07400 123456\",\"since\":\"2026-11-20T12:00:00Z\",\"until\":\"2026-11-21T12:00:00Z\"}"
            })
    void whatCannotBeRead_isNone(String data) {
        CredentialModel credential = DEVICE.toCredential("?");
        credential.setCredentialData(data);

        assertThat(RememberedDevice.read(credential)).isEmpty();
    }
}
