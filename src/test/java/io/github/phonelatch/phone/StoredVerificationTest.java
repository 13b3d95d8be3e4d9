package io.github.phonelatch.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.fakes.Released;
import io.github.phonelatch.fakes.Verifications;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

class StoredVerificationTest {

    @Test
    void written_readsBackTheSame() {
        Verification verification = Verifications.verification("+447400123456");
        CredentialModel credential = new CredentialModel();

        StoredVerification.write(verification, credential);

        assertThat(StoredVerification.read(credential)).contains(verification);
    }

    @Test
    void written_holdsNoSecretAndLabelsItselfMasked() {
        CredentialModel credential = Verifications.credential("+447400123456");

        assertThat(credential.getType()).isEqualTo("phonelatch-phone");
        assertThat(credential.getSecretData()).isEqualTo("{}");
        assertThat(credential.getUserLabel()).isEqualTo("+44 ••••••••56");
        assertThat(credential.getCreatedDate()).isEqualTo(Verifications.NOON.toEpochMilli());
        assertThat(credential.getCredentialData())
                .isEqualTo("{\"number\":\"+447400123456\",\"verifiedAt\":\"2026-11-20T12:00:00Z\",\"channel\":\"sms\","
                        + "\"how\":\"code\",\"since\":\"2026-11-20T12:00:00Z\","
                        + "\"id\":\"@1795176000\"}");
    }

    @Test
    void time_isWrittenInWholeSeconds() {
        assertThat(StoredVerification.seconds(Instant.parse("2026-11-20T12:00:00.987Z")))
                .isEqualTo("2026-11-20T12:00:00Z");
    }

    @ParameterizedTest
    @MethodSource("io.github.phonelatch.fakes.Released#all")
    void verificationOfARelease_isRead_andIsWrittenSoThatItReadsIt(Released release) {
        JsonNode released = release.json("phone-credential.json");
        Verification verification = Verifications.verification("+447400123456");
        CredentialModel credential = new CredentialModel();
        StoredVerification.write(verification, credential);

        assertThat(StoredVerification.read(Verifications.credential(released))).contains(verification);
        // True where it is missing, to the release that wrote it. Later ones have no use for it.
        ((ObjectNode) released.get("credentialData")).remove("attributeWritable");
        assertThat(Released.readsAs(released, Verifications.json(credential)))
                .as(credential.getCredentialData())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void fieldOfEarlierReleases_isPassedOver(boolean attributeWritable) {
        assertThat(read("{\"number\":\"+447400123456\",\"verifiedAt\":\"2026-11-20T12:00:00Z\",\"channel\":\"sms\","
                        + "\"how\":\"code\",\"attributeWritable\":" + attributeWritable + "}"))
                .contains(Verifications.verification("+447400123456"));
    }

    @Test
    void unknownFieldsAndMissingOnes_arePassedOver() {
        assertThat(read("{\"number\":\"+447400123456\",\"verifiedAt\":\"2026-11-20T12:00:00Z\",\"later\":{\"a\":1}}"))
                .contains(new Verification(
                        Verifications.number("+447400123456"), Verifications.NOON, "unknown", "unknown"));
    }

    @ParameterizedTest
    @NullAndEmptySource
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "not json",
                "{\"number\":\"+447400123456\"}",
                "{\"number\":\"+447400123456\",\"verifiedAt\":\"yesterday\"}",
                "{\"verifiedAt\":\"2026-11-20T12:00:00Z\"}",
                "{\"number\":\"07400123456\",\"verifiedAt\":\"2026-11-20T12:00:00Z\"}",
                "{\"number\":{\"a\":1},\"verifiedAt\":\"2026-11-20T12:00:00Z\"}"
            })
    void damagedCredential_isNoVerification(String data) {
        assertThat(read(data)).isEmpty();
    }

    @Test
    void credentialOfAnotherType_isNoVerification() {
        CredentialModel credential = Verifications.credential("+447400123456");
        credential.setType("otp");

        assertThat(StoredVerification.read(credential)).isEmpty();
    }

    private static Optional<Verification> read(String data) {
        CredentialModel credential = new CredentialModel();
        credential.setType(StoredVerification.TYPE);
        credential.setCredentialData(data);
        return StoredVerification.read(credential);
    }
}
