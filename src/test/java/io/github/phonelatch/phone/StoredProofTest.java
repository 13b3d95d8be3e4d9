package io.github.phonelatch.phone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.phonelatch.fakes.Proofs;
import io.github.phonelatch.fakes.Released;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keycloak.credential.CredentialModel;

class StoredProofTest {

    @Test
    void written_readsBackTheSame() {
        StoredProof proof = new StoredProof(Proofs.proof("+447400123456"), false);
        CredentialModel credential = new CredentialModel();

        proof.writeTo(credential);

        assertThat(StoredProof.read(credential)).contains(proof);
    }

    @Test
    void written_holdsNoSecretAndLabelsItselfMasked() {
        CredentialModel credential = Proofs.credential("+447400123456");

        assertThat(credential.getType()).isEqualTo("phonelatch-phone");
        assertThat(credential.getSecretData()).isEqualTo("{}");
        assertThat(credential.getUserLabel()).isEqualTo("+44 ••••••••56");
        assertThat(credential.getCreatedDate()).isEqualTo(Proofs.NOON.toEpochMilli());
        assertThat(credential.getCredentialData())
                .isEqualTo("{\"number\":\"+447400123456\",\"verifiedAt\":\"2026-11-20T12:00:00Z\",\"channel\":\"sms\","
                        + "\"how\":\"code\",\"attributeWritable\":true,\"since\":\"2026-11-20T12:00:00Z\","
                        + "\"id\":\"@1795176000\"}");
    }

    @Test
    void time_isWrittenInWholeSeconds() {
        assertThat(StoredProof.seconds(Instant.parse("2026-11-20T12:00:00.987Z")))
                .isEqualTo("2026-11-20T12:00:00Z");
    }

    @ParameterizedTest
    @MethodSource("io.github.phonelatch.fakes.Released#all")
    void proofOfARelease_isRead_andIsWrittenSoThatItReadsIt(Released release) {
        JsonNode released = release.json("phone-credential.json");
        StoredProof proof = new StoredProof(Proofs.proof("+447400123456"), true);
        CredentialModel credential = new CredentialModel();
        proof.writeTo(credential);

        assertThat(StoredProof.read(Proofs.credential(released))).contains(proof);
        assertThat(Released.readsAs(released, Proofs.json(credential)))
                .as(credential.getCredentialData())
                .isTrue();
    }

    @Test
    void unknownFieldsAndMissingOnes_arePassedOver() {
        assertThat(read("{\"number\":\"+447400123456\",\"verifiedAt\":\"2026-11-20T12:00:00Z\",\"later\":{\"a\":1}}"))
                .contains(new StoredProof(
                        new PhoneProof(Proofs.number("+447400123456"), Proofs.NOON, "unknown", "unknown"), true));
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
    void damagedCredential_isNoProof(String data) {
        assertThat(read(data)).isEmpty();
    }

    @Test
    void credentialOfAnotherType_isNoProof() {
        CredentialModel credential = Proofs.credential("+447400123456");
        credential.setType("otp");

        assertThat(StoredProof.read(credential)).isEmpty();
    }

    private static Optional<StoredProof> read(String data) {
        CredentialModel credential = new CredentialModel();
        credential.setType(StoredProof.TYPE);
        credential.setCredentialData(data);
        return StoredProof.read(credential);
    }
}
