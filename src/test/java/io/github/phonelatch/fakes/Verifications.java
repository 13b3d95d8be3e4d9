package io.github.phonelatch.fakes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.phonelatch.phone.PhoneNumber;
import io.github.phonelatch.phone.StoredVerification;
import io.github.phonelatch.phone.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.keycloak.credential.CredentialModel;

/** Numbers and verifications of them. */
public final class Verifications {
    public static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    private Verifications() {}

    public static PhoneNumber number(String e164) {
        return PhoneNumber.parse(e164, null).orElseThrow();
    }

    public static Verification verification(String e164) {
        return new Verification(number(e164), NOON, "sms", "code");
    }

    public static CredentialModel credential(String e164) {
        return credential(verification(e164));
    }

    public static CredentialModel credential(Verification verification) {
        CredentialModel credential = new CredentialModel();
        StoredVerification.write(verification, credential);
        return credential;
    }

    /** A credential as {@link Released} holds it. */
    public static CredentialModel credential(JsonNode released) {
        CredentialModel credential = new CredentialModel();
        credential.setType(released.get("type").asText());
        credential.setUserLabel(released.get("userLabel").asText());
        credential.setCreatedDate(released.get("createdDate").asLong());
        credential.setSecretData(released.get("secretData").toString());
        credential.setCredentialData(released.get("credentialData").toString());
        return credential;
    }

    /** The other way round. */
    public static JsonNode json(CredentialModel credential) {
        try {
            ObjectMapper json = new ObjectMapper();
            ObjectNode told = json.createObjectNode();
            told.put("type", credential.getType());
            told.put("userLabel", credential.getUserLabel());
            told.put("createdDate", credential.getCreatedDate());
            told.set("secretData", json.readTree(credential.getSecretData()));
            told.set("credentialData", json.readTree(credential.getCredentialData()));
            // Read again, so that numbers compare whatever they were.
            return json.readTree(told.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
